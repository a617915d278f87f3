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

    public static Activity? Start(ApiRequest request)
    {
        if (!Source.HasListeners() || Source.StartActivity(request.TraceName, ActivityKind.Client) is not { } span)
        {
            return null;
        }

        var address = new Uri(request.Address);
        return span.SetTag("http.request.method", request.Method.Method).SetTag("server.address", address.Host).SetTag("server.port", address.Port);
    }

    public static void Stop(Call call, Exception? error)
    {
        if (call.Span is not null || Duration.Enabled || AttemptCount.Enabled)
        {
            Record(call.Span, call, error);
        }
    }

    private static void Record(Activity? span, Call call, Exception? error)
    {
        var tags = new TagList { { "operation", call.Request.TraceName } };
        if (call.Attempt?.Status is { } status)
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

        span?.SetTag("http.request.resend_count", call.Requests > 1 ? call.Requests - 1 : null)
            .SetTag("twilio.error_code", (error as ConversationsResponseException)?.Code);
        span?.Dispose();
        AttemptCount.Add(call.Requests, new KeyValuePair<string, object?>("operation", call.Request.TraceName));
        Duration.Record(call.Elapsed.TotalSeconds, tags);
    }

    private static string ErrorType(Exception error) => error is ConversationsResponseException { StatusCode: var status and >= HttpStatusCode.Ambiguous }
        ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : error.GetType().FullName!;
}
