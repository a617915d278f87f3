using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>--base-address</c>, as the commands that ask the service share it.</summary>
internal static class BaseAddress
{
    public static Option<string?> Option() => new("--base-address") { Description = "Where the service is, instead of at Twilio's own address: an emulator, say.", HelpName = "URL" };

    /// <summary>Where it is given it alone says where the service is: edge and region of the environment or a profile are for Twilio's own address.</summary>
    /// <exception cref="UsageException">It is not an absolute address.</exception>
    public static void Apply(string? address, ConversationsClientOptions options)
    {
        if (address is not null)
        {
            options.BaseAddress = Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : throw new UsageException("--base-address must be an absolute address, such as http://127.0.0.1:8080.");
            options.Edge = options.Region = null;
        }
    }
}
