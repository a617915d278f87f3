namespace TwilioConversations;

public partial class ConversationsApi
{
    /// <summary>Creates a conversation, or returns the one that already has its unique name.</summary>
    /// <remarks>
    /// Twilio operations CreateConversation and CreateServiceConversation; if the unique name is taken, FetchConversation
    /// and FetchServiceConversation. If another request adds or removes the conversation at the same time, the call is repeated within its limits of
    /// attempts and time. Idempotent: repeat it safely after a call whose outcome is unknown. An existing conversation is returned unchanged,
    /// whatever other fields the request has.
    /// </remarks>
    /// <param name="request">The conversation to create. <see cref="CreateConversationRequest.UniqueName"/> is required.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The request breaks a rule, or has no unique name. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public virtual async Task<Conversation> GetOrCreateAsync(
        CreateConversationRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        if ((request ?? throw new ArgumentNullException(nameof(request))).UniqueName is not { Length: > 0 } name)
        {
            throw new ArgumentException($"Must have a {nameof(request.UniqueName)}, by which the conversation is found.", nameof(request));
        }

        // A name that could not be looked up is rejected before a request is sent.
        var key = ConversationKey.FromUniqueName(name);
        return await CreateOrFind.RunAsync(
            _sender,
            options,
            within => CreateAsync(request, within, cancellationToken),
            within => FindAsync(key, within, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a conversation with a unique name, or returns the one that already has it.</summary>
    /// <remarks>As with a request that has the unique name alone. Idempotent.</remarks>
    /// <param name="uniqueName">The unique name, 1 to 256 characters.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException"><paramref name="uniqueName"/> breaks its rule. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public virtual Task<Conversation> GetOrCreateAsync(string uniqueName, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        GetOrCreateAsync(new CreateConversationRequest { UniqueName = ConversationKey.FromUniqueName(uniqueName).Value }, options, cancellationToken);
}
