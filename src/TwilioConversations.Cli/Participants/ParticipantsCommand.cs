using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;
using TwilioConversations.Cli.Resources;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>participants</c>: the verbs.</summary>
internal static class ParticipantsCommand
{
    public static Command Create()
    {
        var group = CommandContext.Group("participants", "Reads and changes the participants of a conversation.", "conversations participants list CH…");
        foreach (var verb in new[] { ReadVerbs.List(), ReadVerbs.Fetch(), ReadVerbs.Find(), ChangeVerbs.Create(), ChangeVerbs.Update(), DeleteVerb.Create(), Export(), ImportVerb.Create() })
        {
            group.Add(verb);
        }

        return group;
    }

    private static Command Export() => ExportVerb.Create(
        ParticipantFields.Shape, "conversations participants export CH… --file people.csv", readsBack: "; import reads either", (context, stop) => context.Participants.ListAsync(cancellationToken: stop));
}
