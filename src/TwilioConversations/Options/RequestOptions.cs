namespace TwilioConversations;

/// <summary>Settings of a single call that creates, updates or deletes.</summary>
/// <example>
/// <code>
/// await participants.DeleteAsync("alice", new RequestOptions { WebhookEnabled = false });
/// </code>
/// </example>
public class RequestOptions
{
    /// <summary>Whether the service calls the configured webhooks for this change.</summary>
    /// <value>Unless set, <see cref="ConversationsClientOptions.WebhookEnabled"/> applies; if that is not set either, the service decides.</value>
    public bool? WebhookEnabled { get; set; }
}
