using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The target of a webhook.</summary>
internal sealed record WebhookTarget(string Url, string Method)
{
    private const string Webhook = "webhook";

    /// <summary>Why it is not sent although it is configured; null if it is sent.</summary>
    public string? NotSent { get; private init; }

    /// <summary>The webhooks of the event's conversation that want the event.</summary>
    public static IEnumerable<WebhookTarget> InConversation(WebhookEvent webhookEvent)
    {
        foreach (var webhook in webhookEvent.Conversation?.List(ResourceStore.Webhooks).All ?? [])
        {
            if (Of(webhook, webhookEvent) is { } target)
            {
                yield return target;
            }
        }
    }

    /// <summary>A webhook of a conversation if it wants the event; null otherwise.</summary>
    public static WebhookTarget? Of(Resource webhook, WebhookEvent webhookEvent)
    {
        var configuration = (JObject)webhook.Fields["configuration"]!;
        var target = (string?)webhook.Fields["target"];
        var isWanted = target == Webhook
            ? Names(configuration["filters"]).Contains(webhookEvent.Type)
            : webhookEvent.Type == "onMessageAdded" && (target == "studio" || Names(configuration["triggers"]).Any(keyword => Says(webhookEvent, keyword)));
        return !isWanted ? null
            : target == "studio" ? new WebhookTarget("", "POST") { NotSent = "Not sent: the emulator has no Studio." }
            : Of(configuration, "url");
    }

    /// <summary>
    /// The webhook in the settings of the account or a service if it wants the event; its address is in the field <paramref name="url"/>.
    /// </summary>
    public static WebhookTarget? InConfiguration(JObject configuration, string url, string eventType) =>
        Names(configuration["filters"]).Contains(eventType) && ((string?)configuration["target"] ?? Webhook) == Webhook ? Of(configuration, url) : null;

    private static WebhookTarget Of(JObject configuration, string url) =>
        new((string)configuration[url]!, ((string?)configuration["method"] ?? "POST").ToUpperInvariant());

    private static IEnumerable<string> Names(JToken? list) => list?.Values<string>().OfType<string>() ?? [];

    private static bool Says(WebhookEvent webhookEvent, string keyword) =>
        webhookEvent.Fields.GetValueOrDefault("Body", "").Contains(keyword, StringComparison.OrdinalIgnoreCase);
}
