namespace TwilioConversations.Inbox;

/// <summary>The settings of the client.</summary>
internal static class Settings
{
    public static void Apply(IConfigurationSection section, ConversationsClientOptions options)
    {
        options.Credentials = TwilioCredentials.AuthToken(section["AccountSid"] ?? "", section["AuthToken"] ?? "");
        if (section["BaseAddress"] is { Length: > 0 } address)
        {
            options.BaseAddress = new Uri(address);
        }
    }
}
