using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary>The verbs that change nothing: <c>list</c>, <c>fetch</c>, <c>find</c>.</summary>
internal static class ReadVerbs
{
    public static Command List()
    {
        var limit = new Option<int?>("--limit") { Description = "How many to print at most, from 0.", HelpName = "N" }.Within(0, int.MaxValue);
        return CommandContext.Verb(
            "list",
            "Lists the participants.",
            "conversations participants list CH… --output jsonl | head",
            async (context, cancellationToken) =>
            {
                using var writer = context.Writer(ParticipantFields.Shape);
                await writer.WriteAsync(context.Participants.ListAsync(new() { Limit = context.Arguments.GetValue(limit) }, cancellationToken).AsPages());
                return ExitCode.Done;
            },
            limit);
    }

    public static Command Fetch()
    {
        var id = new Argument<string>("id") { Description = "The participant, by SID or identity." };
        return CommandContext.Verb(
            "fetch",
            "Shows one participant.",
            "conversations participants fetch CH… alice --output json",
            async (context, cancellationToken) => await PrintAsync(context, await context.ByKeyAsync(context.Arguments.GetValue(id)!, (participants, key) => participants.FetchAsync(key, cancellationToken))),
            id);
    }

    public static Command Find()
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
                    return await PrintAsync(context, found);
                }

                context.Note("There is no such participant.");
                return ExitCode.Failed;
            },
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

    public static Task<int> PrintAsync(CommandContext context, Participant participant) => context.PrintAsync(ParticipantFields.Shape, participant);
}
