namespace TwilioConversations;

public partial class UsersApi
{
    /// <summary>Creates a user, or returns the one that already has its identity.</summary>
    /// <remarks>
    /// Twilio operations CreateUser and CreateServiceUser; if the identity is taken, FetchUser and FetchServiceUser.
    /// If another request adds or removes the user at the same time, the call is repeated within its limits of attempts and time. Idempotent: repeat
    /// it safely after a call whose outcome is unknown. An existing user is returned unchanged, whatever other fields the request has.
    /// </remarks>
    /// <param name="request">The user to create. <see cref="CreateUserRequest.Identity"/> is required.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The request breaks a rule, or its identity could not be looked up. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public virtual async Task<User> GetOrCreateAsync(CreateUserRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        var key = UserKey.FromIdentity((request ?? throw new ArgumentNullException(nameof(request))).Identity!);
        return await CreateOrFind.RunAsync(
            _sender,
            options,
            within => CreateAsync(request, within, cancellationToken),
            within => FindAsync(key, within, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a user, or returns the one that already has this identity.</summary>
    /// <remarks>As with a request that has the identity alone. Idempotent.</remarks>
    /// <param name="identity">The identity, 1 to 256 characters.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException"><paramref name="identity"/> breaks its rule. Nothing was sent.</exception>
    /// <inheritdoc cref="FetchAsync" path="/exception[position() &gt; 1]"/>
    public virtual Task<User> GetOrCreateAsync(string identity, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        GetOrCreateAsync(new CreateUserRequest { Identity = UserKey.FromIdentity(identity).Value }, options, cancellationToken);
}
