using System.CommandLine;
using TwilioConversations.Cli.Commands;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>delete</c>, of one, several or all.</summary>
internal static class DeleteVerb
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ids") { Description = "The participants, each by SID or identity. One that looks like a SID is taken for a SID.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Deletes every participant of the conversation." };
        var verb = CommandContext.Verb(
            "delete",
            "Deletes participants; one that is gone already counts as done.",
            "conversations participants delete CH… alice bob --yes",
            async (context, cancellationToken) =>
            {
                var names = context.Arguments.GetValue(ids)!;
                List<ParticipantKey> keys = [.. names.Select(ParticipantKey.FromString)];
                if (context.Arguments.GetValue(all))
                {
                    await foreach (var participant in context.Participants.ListAsync(cancellationToken: cancellationToken))
                    {
                        keys.Add(participant);
                    }

                    names = [.. keys.Select(key => key.Value)];
                }

                var question = $"Delete {(keys.Count == 1 ? names[0] : $"{keys.Count} participants")} from {context.Place.ConversationName}?";
                if (!await context.IsConfirmedAsync(question, cancellationToken))
                {
                    return ExitCode.Failed;
                }

                return await DeleteAsync(context, keys, names, cancellationToken);
            },
            CommandContext.Conversation,
            ids,
            all,
            CommandContext.Yes,
            CommandContext.Webhooks);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(ids) is { Length: > 0 })
            {
                result.AddError("delete takes ids, or --all.");
            }
        });
        return verb;
    }

    private static Task<int> DeleteAsync(CommandContext context, List<ParticipantKey> keys, string[] names, CancellationToken cancellationToken) =>
        new BulkRun(context, "participant", "deleted", cancellationToken).RunAsync(
            keys.Count,
            stop => context.Participants.DeleteManyAsync(keys, context.Bulk, cancellationToken: stop).Select(result =>
                new Outcome(result.Index + 1, names[result.Index], result.Status, keys[result.Index].IsSid ? names[result.Index] : null, result.Error)));
}
