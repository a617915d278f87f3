using Microsoft.Extensions.Logging;

namespace TwilioConversations;

/// <summary>The client's log messages. None contains a path, a form or text from the service, which may hold personal data.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Operation}: attempt {Attempt} failed ({Reason}); the next follows in {Delay}")]
    public static partial void Retrying(ILogger logger, string operation, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(2, LogLevel.Debug, "{Operation}: attempt {Attempt} was answered {Status}")]
    public static partial void Answered(ILogger logger, string operation, int attempt, int status);

    [LoggerMessage(3, LogLevel.Error, "{Operation}: OnRetry threw {Exception}, which is ignored")]
    public static partial void OnRetryThrew(ILogger logger, string operation, string exception);

    /// <summary>An error in a few words that hold nothing of the request.</summary>
    public static string Reason(Exception error) => error is ConversationsException answered
        ? $"status {(int)answered.StatusCode}{(answered.Code is { } code ? $", Twilio error {code}" : "")}"
        : error.GetType().Name;
}
