namespace TwilioConversations;

/// <summary>The outcome for one input of a bulk operation.</summary>
public enum BulkStatus
{
    /// <summary>
    /// The change was made. After a retry it may have been made before this operation, or for an equal input: the service's responses do not
    /// distinguish these cases.
    /// </summary>
    Done,

    /// <summary>There was nothing to create: the service already had it.</summary>
    AlreadyExists,

    /// <summary>There was nothing to delete: the service did not have it any more.</summary>
    AlreadyGone,

    /// <summary>It failed; see <see cref="BulkResult{TInput, TResult}.Error"/>.</summary>
    Failed,

    /// <summary>The change was not sent, because the operation was canceled first, for example while the request waited for a connection.</summary>
    NotSent,

    /// <summary>The operation was canceled after the change was sent and before the service confirmed it: it may have been made.</summary>
    Unknown,
}
