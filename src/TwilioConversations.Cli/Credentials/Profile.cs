namespace TwilioConversations.Cli;

/// <summary>Credentials and an address, as one entry of the file of profiles. The secret is in the system's keyring if the entry has none.</summary>
internal sealed class Profile
{
    public string? AccountSid { get; set; }

    public string? AuthToken { get; set; }

    public string? ApiKeySid { get; set; }

    public string? ApiKeySecret { get; set; }

    public string? Edge { get; set; }

    public string? Region { get; set; }

    public Uri? BaseAddress { get; set; }

    public bool HasKey => (ApiKeySid ?? ApiKeySecret) is not null;

    public string? Secret => HasKey ? ApiKeySecret : AuthToken;

    /// <param name="title">The name of the profile in an error.</param>
    /// <param name="stored">Reads the secret from the keyring, if the entry has none.</param>
    /// <exception cref="UsageException">A value is missing or wrong; the message names the value and its rule.</exception>
    public ConversationsClientOptions ToOptions(string title, Func<string?> stored)
    {
        var sid = Needed(HasKey ? ApiKeySid : AccountSid, HasKey ? "apiKeySid" : "accountSid");
        var secret = Needed(Secret ?? stored(), HasKey ? "apiKeySecret" : "authToken");
        try
        {
            var options = new ConversationsClientOptions
            {
                Credentials = HasKey ? TwilioCredentials.FromApiKey(sid, secret) : TwilioCredentials.FromAuthToken(sid, secret),
                Edge = Edge,
                Region = Region,
                BaseAddress = BaseAddress,
            };
            options.Validate();
            return options;
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{title}: {ArgumentNames.Setting(e)}");
        }

        string Needed(string? value, string setting) => !string.IsNullOrWhiteSpace(value) ? value
            : throw new UsageException($"{title} has no {setting}. A profile needs accountSid and authToken, or apiKeySid and apiKeySecret.");
    }
}
