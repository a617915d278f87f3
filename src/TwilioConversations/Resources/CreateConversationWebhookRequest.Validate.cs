namespace TwilioConversations;

public sealed partial class CreateConversationWebhookRequest
{
    // The service's error for a wrong mix does not name the field.
    partial void Validate(string argument)
    {
        var target = Target?.ToString();
        Require(target is not null, $"{nameof(Target)} is required", argument);
        var isStudio = target == WebhookTarget.Studio.ToString();
        var isTrigger = target == WebhookTarget.Trigger.ToString();
        if (!isStudio && !isTrigger && target != WebhookTarget.Webhook.ToString())
        {
            // A target that this version does not know has rules of its own.
            return;
        }

        Require(isStudio || ConfigurationUrl is { Length: > 0 }, $"a {target} needs {nameof(ConfigurationUrl)}", argument);
        Require(!isStudio || ConfigurationFlowSid is not null, $"a {target} needs {nameof(ConfigurationFlowSid)}", argument);
        Require(!isTrigger || ConfigurationTriggers is { Count: > 0 }, $"a {target} needs {nameof(ConfigurationTriggers)}", argument);
        Require(!isStudio || ConfigurationUrl is null, $"a {target} takes no {nameof(ConfigurationUrl)}", argument);
        Require(!isStudio || ConfigurationMethod is null, $"a {target} takes no {nameof(ConfigurationMethod)}", argument);
        Require(isStudio || ConfigurationFlowSid is null, $"a {target} takes no {nameof(ConfigurationFlowSid)}", argument);
        Require(isTrigger || ConfigurationTriggers is null or { Count: 0 }, $"a {target} takes no {nameof(ConfigurationTriggers)}", argument);
        Require(!isStudio && !isTrigger || ConfigurationFilters is null or { Count: 0 }, $"a {target} takes no {nameof(ConfigurationFilters)}", argument);
    }

    private static void Require(bool holds, string rule, string argument)
    {
        if (!holds)
        {
            throw new ArgumentException($"The fields do not fit together: {rule}.", argument);
        }
    }
}
