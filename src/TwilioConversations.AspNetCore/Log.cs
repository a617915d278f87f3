using Microsoft.Extensions.Logging;

namespace TwilioConversations.AspNetCore;

/// <summary>The log messages. They contain nothing of an event but its type.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A webhook was refused with {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, int status, string reason);

    [LoggerMessage(2, LogLevel.Error, "{EventType}: the handler failed with {Exception}; answered {Status}")]
    public static partial void Failed(ILogger logger, string eventType, string exception, int status);
}
