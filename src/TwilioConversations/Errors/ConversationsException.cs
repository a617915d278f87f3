namespace TwilioConversations;

/// <summary>A call did not succeed: the base of all exceptions that the library throws for the outcome of a call.</summary>
/// <remarks>
/// A call that you cancel throws an <see cref="OperationCanceledException"/>, and an argument that breaks a rule an
/// <see cref="ArgumentException"/> before anything is sent. Exceptions from your callbacks and handlers are passed through.
/// </remarks>
/// <example>
/// <code>
/// catch (ConversationsResponseException e) when (e.IsNotFound) { … }
/// catch (ConversationsException e) when (!e.MayHaveBeenDone) { /* nothing has changed */ }
/// </code>
/// </example>
public abstract class ConversationsException : Exception
{
    private bool _mayHaveBeenDone;

    private protected ConversationsException(string operation, string message, Exception? innerException)
        : base(message, innerException) => Operation = operation;

    /// <summary>The operation's name in the OpenAPI document, such as <c>FetchConversationParticipant</c>.</summary>
    public string Operation { get; }

    /// <summary>
    /// true if the service may have made the change, for example because the connection broke after the request was sent, or because an earlier
    /// attempt of the call was lost; false if it has made none. Always false for a read.
    /// </summary>
    public bool MayHaveBeenDone
    {
        get => _mayHaveBeenDone;
        init => _mayHaveBeenDone = value;
    }

    internal void SetMayHaveBeenDone(bool value) => _mayHaveBeenDone = value;
}
