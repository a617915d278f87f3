using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>find</c>: a participant by what is not its SID.</summary>
internal static class FindVerb
{
    public static Command Create()
    {
        var identity = new Option<string?>("--identity") { Description = "The identity of a chat user, also one that looks like a SID." };
        var address = new Option<string?>("--address") { Description = "The address of a participant outside chat.", HelpName = "+1…" };
        var proxyAddress = new Option<string?>("--proxy-address") { Description = "The address of yours that goes with --address; without it any.", HelpName = "+1…" };
        var verb = CommandContext.Verb(
            "find",
            "Finds a participant by identity or address; fails where there is none.",
            "conversations participants find CH… --address +15558675310",
            async (context, cancellationToken) =>
            {
                var arguments = context.Arguments;
                var found = arguments.GetValue(identity) is { } name
                    ? await context.Participants.FindAsync(ParticipantKey.FromIdentity(name), cancellationToken)
                    : await context.Participants.FindByAddressAsync(arguments.GetValue(address)!, arguments.GetValue(proxyAddress), cancellationToken);
                if (found is not null)
                {
                    return await context.PrintAsync(ParticipantFields.Shape, found);
                }

                context.Note("There is no such participant.");
                return ExitCode.Failed;
            },
            CommandContext.Conversation,
            identity,
            address,
            proxyAddress);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(identity) is null == result.GetValue(address) is null)
            {
                result.AddError("find takes --identity or --address.");
            }
            else if (result.GetValue(proxyAddress) is not null && result.GetValue(address) is null)
            {
                result.AddError("find takes --proxy-address with --address.");
            }
        });
        return verb;
    }
}
