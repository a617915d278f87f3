namespace TwilioConversations.AspNetCore;

/// <summary>The request that an event came with.</summary>
/// <param name="services">The services of the request.</param>
/// <param name="cancellationToken">Ends the handler.</param>
/// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
public sealed class WebhookContext(IServiceProvider services, CancellationToken cancellationToken = default)
{
    /// <summary>The services of the request, scoped ones included.</summary>
    public IServiceProvider Services { get; } = services ?? throw new ArgumentNullException(nameof(services));

    /// <summary>Cancelled when the service hangs up, or when a decision takes too long.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The same for all attempts to send an event, from <c>I-Twilio-Idempotency-Token</c>; null if the request has none.</summary>
    public string? IdempotencyToken { get; init; }

    /// <summary>
    /// Whether this process has handled an event with this token before. It remembers the latest 10,000 tokens of events that were handled without
    /// an exception; another process does not know them.
    /// </summary>
    public bool IsDuplicate { get; init; }
}
