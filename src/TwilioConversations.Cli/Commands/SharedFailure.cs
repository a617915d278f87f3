using static TwilioConversations.ConversationsErrorCodes;

namespace TwilioConversations.Cli;

/// <summary>Failures that all remaining inputs would share.</summary>
internal static class SharedFailure
{
    /// <summary>The number of possibly shared failures in a row that ends a run.</summary>
    public const int Patience = 5;

    /// <summary>Returns true if all remaining inputs are sure to fail in the same way.</summary>
    public static bool IsCertain(Exception? error) => error switch
    {
        ConversationsResponseException { IsUnauthorized: true } or ConversationsResponseException { IsRateLimited: true } => true,
        ConversationsResponseException { Code: ConversationNotFound or ParticipantLimitReached } => true,
        ConversationsConnectionException { InnerException: HttpRequestException { HttpRequestError: var reason } } =>
            reason is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError,
        _ => false,
    };

    /// <summary>
    /// Returns true if all remaining inputs may fail in the same way: an outage, a missing conversation or permission, a limit of one kind of
    /// participant.
    /// </summary>
    public static bool IsPossible(Exception? error) => error switch
    {
        InvalidResponseException or ConversationsConnectionException or ConversationsTimeoutException => true,
        ConversationsResponseException { Code: NonChatParticipantLimitReached or GroupParticipantLimitReached } => true,
        ConversationsResponseException response => (int)response.StatusCode is 403 or 404 or >= 500,
        _ => false,
    };
}
