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

    /// <param name="what">The event; null for a request that is refused before it is known.</param>
    /// <param name="span">The webhook's span.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="error">What the handler threw; null for nothing.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void Stop(Activity? span, WebhookEvent? what, int status, Exception? error, TimeSpan elapsed)
    {
        // Of types that the service may add there is no end.
        var tags = new TagList { { "event", what is null ? "none" : what is UnknownEvent ? "other" : what.EventType }, { "http.response.status_code", status } };
        if (error is not null)
        {
            tags.Add("error.type", error.GetType().FullName);
            span?.SetStatus(ActivityStatusCode.Error);
        }

        foreach (var (name, value) in tags)
        {
            span?.SetTag(name, value);
        }

        Duration.Record(elapsed.TotalSeconds, tags);
    }
}
