using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>Where a webhook is sent to.</summary>
internal sealed record WebhookTarget(string Url, string Method)
{
    private const string Webhook = "webhook";

    /// <summary>Why it is not sent although it is configured; null where it is.</summary>
    public string? NotSent { get; private init; }

    /// <summary>The webhooks of its conversation that want an event, which has happened.</summary>
    public static IEnumerable<WebhookTarget> InConversation(WebhookEvent what)
    {
        foreach (var webhook in what.Conversation?.List(ResourceStore.Webhooks).All ?? [])
        {
            if (Of(webhook, what) is { } target)
            {
                yield return target;
            }
        }
    }

    /// <summary>A webhook of a conversation, if it wants an event, which has happened.</summary>
    public static WebhookTarget? Of(Resource webhook, WebhookEvent what)
    {
        var configuration = (JObject)webhook.Fields["configuration"]!;
        var target = (string?)webhook.Fields["target"];
        return !(target == Webhook ? Names(configuration["filters"]).Contains(what.Type)
            : what.Type == "onMessageAdded" && (target == "studio" || Names(configuration["triggers"]).Any(keyword => Says(what, keyword)))) ? null
            : target == "studio" ? new WebhookTarget("", "POST") { NotSent = "Not sent: the emulator has no Studio." }
            : Of(configuration, "url");
    }

    /// <summary>The webhook of an account's or a service's configuration, as the response has it, if it wants the event; the address is in the field that is named.</summary>
    public static WebhookTarget? InConfiguration(JObject configuration, string url, string eventType) =>
        Names(configuration["filters"]).Contains(eventType) && ((string?)configuration["target"] ?? Webhook) == Webhook ? Of(configuration, url) : null;

    private static WebhookTarget Of(JObject configuration, string url) => new((string)configuration[url]!, ((string?)configuration["method"] ?? "POST").ToUpperInvariant());

    private static IEnumerable<string> Names(JToken? list) => list?.Values<string>().OfType<string>() ?? [];

    private static bool Says(WebhookEvent what, string keyword) => what.Fields.GetValueOrDefault("Body", "").Contains(keyword, StringComparison.OrdinalIgnoreCase);
}
