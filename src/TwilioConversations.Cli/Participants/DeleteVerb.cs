using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>delete</c>, of one, several or all.</summary>
internal static class DeleteVerb
{
    private static readonly Option<bool> All = new("--all") { Description = "Deletes all participants of the conversation." };

    public static Command Create()
    {
        var ids = new Argument<string[]>("ids")
        {
            Description = "The SID or identity of each participant. A value that looks like a SID is treated as a SID.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = CommandContext.Verb(
            "delete",
            "Deletes participants. An ID that does not exist is reported as a failure, and does not stop the others.",
            "conversations participants delete CH… alice bob --yes",
            async (context, cancellationToken) =>
            {
                var names = context.Arguments.GetValue(ids)!;
                List<ParticipantKey> keys = [.. names.Select(ParticipantKey.FromString)];
                if (context.Arguments.GetValue(All))
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
            All,
            CommandContext.Yes,
            CommandContext.Webhooks);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(All) == result.GetValue(ids) is { Length: > 0 })
            {
                result.AddError("delete needs either <ids> or --all.");
            }
        });
        return verb;
    }

    private static Task<int> DeleteAsync(CommandContext context, List<ParticipantKey> keys, string[] names, CancellationToken cancellationToken) =>
        new BulkRun(context, "participant", "deleted", cancellationToken) { MustExist = !context.Arguments.GetValue(All) }.RunAsync(
            keys.Count,
            stop => context.Participants.DeleteManyAsync(keys, context.Bulk, cancellationToken: stop).Select(result =>
                new Outcome(result.Index + 1, names[result.Index], result.Status, keys[result.Index].IsSid ? names[result.Index] : null, result.Error)));
}
