using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>find</c>: finds a participant by identity or address.</summary>
internal static class FindVerb
{
    public static Command Create()
    {
        var identity = new Option<string?>("--identity") { Description = "The identity of a chat user, even if it looks like a SID." };
        var address = new Option<string?>("--address") { Description = "The address of a participant outside chat.", HelpName = "+1…" };
        var proxyAddress = new Option<string?>("--proxy-address") { Description = "Your proxy address for --address; any if omitted.", HelpName = "+1…" };
        var verb = CommandContext.Verb(
            "find",
            "Finds a participant by identity or address. Fails if there is none.",
            "conversations participants find CH… --address +15558675310",
            async (context, cancellationToken) =>
            {
                var arguments = context.Arguments;
                var found = arguments.GetValue(identity) is { } name
                    ? await context.Participants.FindAsync(ParticipantKey.FromIdentity(name), cancellationToken: cancellationToken)
                    : await context.Participants.FindByAddressAsync(
                        arguments.GetValue(address)!, arguments.GetValue(proxyAddress), cancellationToken: cancellationToken);
                if (found is not null)
                {
                    return await context.PrintAsync(ParticipantFields.Shape, found);
                }

                context.Note("No participant found.");
                return ExitCode.Failed;
            },
            [CommandContext.Conversation, identity, address, proxyAddress, .. CommandContext.Printing]);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(identity) is null == result.GetValue(address) is null)
            {
                result.AddError("find needs either --identity or --address.");
            }
            else if (result.GetValue(proxyAddress) is not null && result.GetValue(address) is null)
            {
                result.AddError("--proxy-address needs --address.");
            }
        });
        return verb;
    }
}
