namespace TwilioConversations.AspNetCore;

/// <summary>The request that an event came with.</summary>
/// <param name="services">The services of the request.</param>
/// <param name="cancellationToken">Ends the handler.</param>
/// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
public sealed class WebhookContext(IServiceProvider services, CancellationToken cancellationToken = default)
{
    /// <summary>The services of the request, scoped ones included.</summary>
    public IServiceProvider Services { get; } = services ?? throw new ArgumentNullException(nameof(services));

    /// <summary>Canceled when the service hangs up, or when a decision takes too long.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>
    /// The secret that signed the request: the one of <see cref="ConversationsWebhooks.Secrets"/> that matched. The endpoint always sets it.
    /// </summary>
    public WebhookSecret? Secret { get; init; }

    /// <summary>
    /// The same for all attempts to send an event, from <c>I-Twilio-Idempotency-Token</c>; null if the request has none, or one of more than 100
    /// characters.
    /// </summary>
    public string? IdempotencyToken { get; init; }

    /// <summary>
    /// true if this endpoint has handled an event with this token, or is handling it; otherwise, false. The endpoint remembers the latest 10,000
    /// tokens, without those of events whose handler threw. Another process or another endpoint does not know them.
    /// </summary>
    /// <remarks>The signature does not cover the token, so this does not protect against replayed requests.</remarks>
    public bool IsDuplicate { get; init; }
}
