using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary>The option <c>--base-address</c>.</summary>
internal static class BaseAddress
{
    public static Option<string?> Option() => new("--base-address")
    {
        Description = "The address of an emulator or proxy, instead of Twilio's.",
        HelpName = "URL",
    };

    /// <summary>Sets a given address, instead of the edge and region of the environment or a profile, which belong to Twilio's own address.</summary>
    /// <exception cref="UsageException">The address is not absolute.</exception>
    public static void Apply(string? address, ConversationsClientOptions options)
    {
        if (address is not null)
        {
            options.BaseAddress = Parse(address);
            options.Edge = options.Region = null;
        }
    }

    /// <exception cref="UsageException">The address is not absolute.</exception>
    public static Uri Parse(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        ? uri
        : throw new UsageException("--base-address must be an absolute address, such as http://127.0.0.1:8080.");
}
