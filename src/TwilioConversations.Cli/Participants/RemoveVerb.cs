using System.CommandLine;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>remove</c>, of one, several or all.</summary>
internal static class RemoveVerb
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ids") { Description = "The participants, each by SID or identity.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Removes everybody who is in the conversation." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Removes without asking." };
        var verb = Session.Verb(
            "remove",
            "Removes participants; one who is gone already counts as done.",
            "conversations participants remove CH… alice bob --yes",
            async (session, cancellationToken) =>
            {
                var names = session.Arguments.GetValue(ids)!;
                List<ParticipantKey> keys = [.. names.Select(ParticipantKey.FromString)];
                if (session.Arguments.GetValue(all))
                {
                    await foreach (var participant in session.Participants.ListAsync(cancellationToken: cancellationToken))
                    {
                        keys.Add(participant);
                    }

                    names = [.. keys.Select(key => key.Value)];
                }

                var question = $"Remove {(keys.Count == 1 ? names[0] : $"{keys.Count} participants")} from {session.ConversationName}?";
                if (!session.Arguments.GetValue(yes) && !await session.IsConfirmedAsync(question, cancellationToken))
                {
                    session.Note("Nothing was removed.");
                    return ExitCode.Failed;
                }

                return await RemoveAsync(session, keys, names, cancellationToken);
            },
            ids,
            all,
            yes);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(ids) is { Length: > 0 })
            {
                result.AddError("remove takes ids, or --all.");
            }
        });
        return verb;
    }

    private static Task<int> RemoveAsync(Session session, List<ParticipantKey> keys, string[] names, CancellationToken cancellationToken) => Outcomes.RunAsync(
        session,
        "removed",
        keys.Count,
        session.Participants.RemoveManyAsync(keys, cancellationToken: cancellationToken),
        outcome => Task.FromResult(new Outcome(outcome.Index + 1, names[outcome.Index], outcome.Status, keys[outcome.Index].IsSid ? names[outcome.Index] : null, outcome.Error)),
        cancellationToken);
}
