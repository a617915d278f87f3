namespace TwilioConversations;

public sealed partial class CreateConversationWebhookRequest
{
    // The service's error for a wrong mix does not name the field.
    partial void Validate(string argument)
    {
        var target = Target?.ToString();
        FieldRules.Require(target is not null, $"{nameof(Target)} is required", argument);
        var isStudio = target == WebhookTarget.Studio.ToString();
        var isTrigger = target == WebhookTarget.Trigger.ToString();
        if (!isStudio && !isTrigger && target != WebhookTarget.Webhook.ToString())
        {
            // A target that this version does not know has rules of its own.
            return;
        }

        FieldRules.Require(isStudio || ConfigurationUrl is { Length: > 0 }, $"a {target} needs {nameof(ConfigurationUrl)}", argument);
        FieldRules.Require(!isStudio || ConfigurationFlowSid is not null, $"a {target} needs {nameof(ConfigurationFlowSid)}", argument);
        FieldRules.Require(!isTrigger || ConfigurationTriggers is { Count: > 0 }, $"a {target} needs {nameof(ConfigurationTriggers)}", argument);
        FieldRules.Require(!isStudio || ConfigurationUrl is null, $"a {target} takes no {nameof(ConfigurationUrl)}", argument);
        FieldRules.Require(!isStudio || ConfigurationMethod is null, $"a {target} takes no {nameof(ConfigurationMethod)}", argument);
        FieldRules.Require(isStudio || ConfigurationFlowSid is null, $"a {target} takes no {nameof(ConfigurationFlowSid)}", argument);
        FieldRules.Require(isTrigger || ConfigurationTriggers is null or { Count: 0 }, $"a {target} takes no {nameof(ConfigurationTriggers)}", argument);
        FieldRules.Require(
            (!isStudio && !isTrigger) || ConfigurationFilters is null or { Count: 0 }, $"a {target} takes no {nameof(ConfigurationFilters)}", argument);
    }
}
