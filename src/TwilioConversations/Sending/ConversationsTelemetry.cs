namespace TwilioConversations;

/// <summary>The names under which the client publishes its spans and measurements.</summary>
/// <remarks>
/// A span for each call, such as <c>participants.fetch</c>, with <c>http.request.method</c>, <c>server.address</c>, <c>server.port</c>,
/// <c>http.response.status_code</c>, <c>http.request.resend_count</c>, <c>error.type</c>, <c>twilio.error_code</c> and
/// <c>twilio.request_id</c>; the histogram <c>twilio.conversations.operation.duration</c> in seconds; the counter
/// <c>twilio.conversations.attempts</c>. If the client has its own connections, that counter and the resend count include what .NET sent again by
/// itself over HTTP/2. In ASP.NET Core each webhook is a span <c>webhooks.receive</c> and an entry of the histogram
/// <c>twilio.conversations.webhook.duration</c> in seconds, with <c>event</c>, <c>http.response.status_code</c> and <c>error.type</c>. No
/// personal data is in any of them.
/// </remarks>
/// <example>
/// <code>
/// tracing.AddSource(ConversationsTelemetry.Name);
/// metrics.AddMeter(ConversationsTelemetry.Name);
/// </code>
/// </example>
public static class ConversationsTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "TwilioConversations";
}
