using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TwilioConversations.AspNetCore;

/// <summary>One span and one measurement for each webhook. They contain nothing of an event but its type.</summary>
internal static class Telemetry
{
    private static readonly ActivitySource Source = new(ConversationsTelemetry.Name);
    private static readonly Meter Meter = new(ConversationsTelemetry.Name);

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("twilio.conversations.webhook.duration", "s", "How long webhooks take from their first byte to the decision.");

    public static Activity? Start() => Source.StartActivity("webhooks.receive");

    /// <param name="span">The webhook's span.</param>
    /// <param name="received">The event; null for a request that is rejected before it is known.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="error">The handler's exception; null if there was none.</param>
    /// <param name="elapsed">The duration.</param>
    public static void Stop(Activity? span, WebhookEvent? received, int status, Exception? error, TimeSpan elapsed)
    {
        // A type that this version does not know could be anything, so it does not become a tag.
        var type = received is null ? "none" : received is UnknownEvent ? "other" : received.EventType;
        var tags = new TagList { { "event", type }, { "http.response.status_code", status } };
        if (error is not null)
        {
            tags.Add("error.type", error.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error);
        }

        foreach (var (name, value) in tags)
        {
            span?.SetTag(name, value);
        }

        span?.Stop();
        Duration.Record(elapsed.TotalSeconds, tags);
    }
}
