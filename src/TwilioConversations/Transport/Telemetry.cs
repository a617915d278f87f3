using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;

namespace TwilioConversations;

/// <summary>One span and one measurement for each call, under OpenTelemetry's names. None contains a path, a form or text from the service.</summary>
internal static class Telemetry
{
    private static readonly ActivitySource Source = new(ConversationsTelemetry.Name);
    private static readonly Meter Meter = new(ConversationsTelemetry.Name);

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("twilio.conversations.operation.duration", "s", "How long calls take with all their attempts and waits.");

    private static readonly Counter<long> AttemptCount =
        Meter.CreateCounter<long>("twilio.conversations.attempts", "{attempt}", "How many requests were sent.");

    public static Activity? Start(ApiRequest call)
    {
        if (!Source.HasListeners() || Source.StartActivity(call.TraceName, ActivityKind.Client) is not { } span)
        {
            return null;
        }

        var address = new Uri(call.Address);
        return span.SetTag("http.request.method", call.Method.Method).SetTag("server.address", address.Host).SetTag("server.port", address.Port);
    }

    public static void Stop(CallContext context, Exception? error)
    {
        if (context.Span is not null || Duration.Enabled || AttemptCount.Enabled)
        {
            Record(context.Span, context, error);
        }
    }

    private static void Record(Activity? span, CallContext context, Exception? error)
    {
        var tags = new TagList { { "operation", context.Request.TraceName } };
        if (context.Status is { } status)
        {
            tags.Add("http.response.status_code", (int)status);
            span?.SetTag("http.response.status_code", (int)status);
        }

        if (error is not null)
        {
            var type = ErrorType(error);
            tags.Add("error.type", type);
            span?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error);
        }

        span?.SetTag("http.request.resend_count", context.Attempts > 1 ? context.Attempts - 1 : null)
            .SetTag("twilio.error_code", (error as ConversationsException)?.Code)
            .SetTag("twilio.request_id", context.RequestId);
        span?.Dispose();
        AttemptCount.Add(context.Attempts, new KeyValuePair<string, object?>("operation", context.Request.TraceName));
        Duration.Record(context.Elapsed.TotalSeconds, tags);
    }

    private static string ErrorType(Exception error) => error is ConversationsException { StatusCode: var status and >= HttpStatusCode.Ambiguous }
        ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : error.GetType().FullName!;
}
