namespace TwilioConversations.Testing;

/// <summary>One request to a configured webhook, and its outcome.</summary>
/// <example>
/// <code>
/// await service.WaitForWebhooksAsync();
/// Assert.That(service.WebhookDeliveries.Single().StatusCode, Is.EqualTo(200));
/// </code>
/// </example>
public sealed record WebhookDelivery
{
    /// <summary>The event type, such as <c>onMessageAdded</c>, or <c>onMessageAdd</c> before the change.</summary>
    public string EventType { get; init; } = "";

    /// <summary>When it was sent, by the emulator's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The configured address, without its fragment and, for a GET, without the fields.</summary>
    public string Url { get; init; } = "";

    /// <summary>The HTTP method: GET or POST.</summary>
    public string Method { get; init; } = "";

    /// <summary>The fields of the form, or of a GET's query.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>The header <c>X-Twilio-Signature</c>.</summary>
    public string Signature { get; init; } = "";

    /// <summary>The header <c>I-Twilio-Idempotency-Token</c>, the same for all attempts at one delivery.</summary>
    public string IdempotencyToken { get; init; } = "";

    /// <summary>The number of earlier attempts, as in the field <c>RetryCount</c>.</summary>
    public int RetryCount { get; init; }

    /// <summary>The status of the response; null if none came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The body of the response, at most 1 MiB; null if no response came.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>Why it was not sent, or why no response came or could be read; null for a response, whatever its status.</summary>
    public string? Error { get; init; }

    /// <summary>Its event, method and outcome, and no personal data.</summary>
    public override string ToString() => $"{EventType}: {Method}, {(StatusCode is { } status ? $"status {status}" : Error)}";
}
