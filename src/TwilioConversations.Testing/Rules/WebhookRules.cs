using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of a conversation's webhook: how many there may be, and what each target takes.</summary>
internal sealed class WebhookRules : ResourceRules
{
    private const int MaximumWebhooks = 5;
    private const int MaximumTriggers = 5;
    private const int MaximumTriggerLength = 248;
    private const int MaximumUrlLength = 512;

    public override int CodeOf(string field, bool isMissing) => field switch
    {
        "Target" => isMissing ? 50368 : 50364,
        "Configuration.FlowSid" => 50367,
        _ => base.CodeOf(field, isMissing),
    };

    public override void Check(ResourceChange change)
    {
        RejectIf(change.IsNew && change.List.Count == MaximumWebhooks, 50361, $"A conversation has at most {MaximumWebhooks} webhooks");
        if (change.Fields["configuration"] is not JObject configuration)
        {
            change.Fields["configuration"] = configuration = [];
        }

        var target = (string)change.Fields["target"]!;
        var isStudio = target == "studio";
        CheckUrl((string?)configuration["url"], isStudio);
        RejectIf(isStudio && configuration["method"] is not null, ApiFault.InvalidCode, "A webhook of the target studio takes no Configuration.Method");
        CheckList("Filters", target == "webhook", 50370, 50365, name => EventNames.InConversation.Contains(name));
        CheckList("Triggers", target == "trigger", 50371, 50366, keyword => keyword.Length is > 0 and <= MaximumTriggerLength);
        RejectIf((configuration["triggers"] as JArray)?.Count > MaximumTriggers, 50362, $"A webhook has at most {MaximumTriggers} triggers");
        RejectIf(isStudio && configuration["flow_sid"] is null, 50367, "A webhook of the target studio needs a Configuration.FlowSid");
        RejectIf(!isStudio && configuration["flow_sid"] is not null, ApiFault.InvalidCode, $"A webhook of the target {target} takes no Configuration.FlowSid");
        if (!isStudio)
        {
            configuration["method"] ??= "post";
        }

        void CheckList(string field, bool isTaken, int missing, int invalid, Func<string, bool> isRight)
        {
            var values = configuration[field.ToLowerInvariant()]?.Values<string>().ToList();
            RejectIf(isTaken && values is not { Count: > 0 }, missing, $"A webhook of the target {target} needs Configuration.{field}");
            RejectIf(!isTaken && values is not null, ApiFault.InvalidCode, $"A webhook of the target {target} takes no Configuration.{field}");
            RejectIf(values?.Any(value => !isRight(value!)) == true, invalid, $"Configuration.{field} has a value that is not valid");
        }
    }

    private static void CheckUrl(string? url, bool isStudio)
    {
        if (isStudio)
        {
            RejectIf(url is not null, ApiFault.InvalidCode, "A webhook of the target studio takes no Configuration.Url");
            return;
        }

        RejectIf(url is null or "", 50369, "Configuration.Url is required");
        RejectIf(url!.Length > MaximumUrlLength, 50372, $"Configuration.Url must have at most {MaximumUrlLength} characters");
        RejectIf(WebhookAddress.Http(url) is null, ApiFault.InvalidCode, "Configuration.Url must be an absolute HTTP address");
    }
}
