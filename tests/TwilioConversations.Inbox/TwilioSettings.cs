namespace TwilioConversations.Inbox;

/// <summary>The settings under <c>Twilio</c>.</summary>
internal sealed class TwilioSettings
{
    public string AccountSid { get; set; } = "";

    public string AuthToken { get; set; } = "";

    /// <summary>The next auth token, during a rotation. It counts as soon as it is configured, without a restart.</summary>
    public string? NextAuthToken { get; set; }

    public Uri? BaseAddress { get; set; }

    public IEnumerable<WebhookSecret> WebhookSecrets =>
        from token in new[] { AuthToken, NextAuthToken }
        where token is { Length: > 0 }
        select WebhookSecret.FromAuthToken(AccountSid, token);

    public void Apply(ConversationsClientOptions options)
    {
        options.Credentials = TwilioCredentials.FromAuthToken(AccountSid, AuthToken);
        options.BaseAddress = BaseAddress ?? options.BaseAddress;
    }
}
