using Microsoft.Extensions.Logging;

namespace TwilioConversations.AspNetCore;

/// <summary>The log messages. They contain nothing of an event but its type.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A webhook was rejected with {Status}: {Reason}")]
    public static partial void Rejected(ILogger logger, int status, string reason);

    [LoggerMessage(2, LogLevel.Error, "{EventType}: the handler failed with {Exception}; the response is {Status}")]
    public static partial void Failed(ILogger logger, string eventType, string exception, int status);

    [LoggerMessage(3, LogLevel.Error, "{EventType}: the handler failed with {Exception} after its time to decide was over")]
    public static partial void FailedLate(ILogger logger, string eventType, string exception);

    [LoggerMessage(4, LogLevel.Error, "{EventType}: the handler of errors failed with {Exception}")]
    public static partial void ErrorHandlerFailed(ILogger logger, string eventType, string exception);

    [LoggerMessage(5, LogLevel.Error, "The webhook secrets in the changed options cannot be used ({Exception}); the earlier ones stay in use")]
    public static partial void SecretsNotChanged(ILogger logger, string exception);

    [LoggerMessage(6, LogLevel.Warning, "{Endpoint}: the caller chooses the host that a signature covers. Set PublicAddress, AllowedHosts or RequireHost")]
    public static partial void HostIsNotLimited(ILogger logger, string endpoint);
}
