using Microsoft.Extensions.Logging;

namespace TwilioConversations;

/// <summary>The client's log messages. None contains a path, a form or text from the service, which may hold personal data.</summary>
internal sealed partial class Log(ILoggerFactory factory)
{
    private readonly ILogger _logger = factory.CreateLogger("TwilioConversations");

    [LoggerMessage(1, LogLevel.Warning, "{Operation}: attempt {Attempt} failed ({Reason}); the next follows in {Delay}")]
    public partial void Retrying(string operation, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(2, LogLevel.Debug, "{Operation}: attempt {Attempt} received status {Status}")]
    public partial void Received(string operation, int attempt, int status);

    [LoggerMessage(3, LogLevel.Error, "{Operation}: OnRetry threw {Exception}, which is ignored")]
    public partial void OnRetryThrew(string operation, string exception);

    [LoggerMessage(4, LogLevel.Error, "The progress of a bulk operation threw {Exception}, which is ignored")]
    public partial void ProgressThrew(string exception);

    /// <summary>An error in a few words that hold nothing of the request.</summary>
    public static string Reason(Exception error) => error is ConversationsResponseException response
        ? $"status {(int)response.StatusCode}{(response.Code is { } code ? $", Twilio error {code}" : "")}"
        : error.GetType().Name;
}
