using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Persons;

/// <summary><c>person</c>: where somebody takes part, and how they are removed from everywhere.</summary>
internal static class PersonCommand
{
    private static readonly Argument<string> Person = new("person") { Description = "An identity, or an address such as +15558675310 or whatsapp:+15558675310." };
    private static readonly Option<bool> IsIdentity = new("--identity") { Description = "Takes <person> for an identity, even if it looks like an address." };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Removes without asking." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows what would be removed, and removes nothing." };

    private static readonly ItemShape<ParticipantConversation> Shape = ItemShape<ParticipantConversation>.Of(
        "conversation",
        "conversations",
        Document.ParticipantConversationColumns,
        c => c.ConversationUniqueName ?? c.ConversationFriendlyName ?? "",
        c => c.ConversationSid,
        "conversation_state",
        "participant_sid");

    public static Command Create()
    {
        var group = CommandContext.Group("person", "Says where somebody takes part, and removes them from everywhere.", "conversations person where alice");
        group.Add(CommandContext.FreeVerb(
            "where",
            "Lists all conversations in which somebody takes part.",
            "conversations person where +15558675310",
            async (context, cancellationToken) =>
            {
                using var writer = context.Writer(Shape);
                await writer.WriteAsync(ListAsync(context, cancellationToken).AsPages());
                return ExitCode.Done;
            },
            Person,
            IsIdentity));
        group.Add(CommandContext.FreeVerb(
            "erase",
            """
            Removes somebody from all conversations, and deletes the user of that identity. The messages that they wrote stay. If that is
            interrupted, the same command goes on: what is removed is not found again. With --output jsonl each removal is a line of JSON.
            """,
            "conversations person erase alice --dry-run",
            EraseAsync,
            Person,
            IsIdentity,
            Yes,
            DryRun));
        return group;
    }

    private static PagedAsyncEnumerable<ParticipantConversation> ListAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.Place.ParticipantConversations.ListAsync(
            IsAddress(context) ? new() { Address = context.Arguments.GetValue(Person) } : new() { Identity = context.Arguments.GetValue(Person) }, cancellationToken);

    // An address is a number, perhaps after a channel; an identity seldom looks like one.
    private static bool IsAddress(CommandContext context) => !context.Arguments.GetValue(IsIdentity) && context.Arguments.GetValue(Person)!.Split(':') is [['+', ..]] or [_, ['+', ..]];

    private static async Task<int> EraseAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var person = context.Arguments.GetValue(Person)!;
        // All are read first: what is removed moves the pages of those that follow.
        var removals = await ListAsync(context, cancellationToken)
            .Select(found => new Removal(
                found.ConversationUniqueName ?? found.ConversationSid,
                found.ParticipantSid,
                stop => context.Place.InConversation(found.ConversationSid).Participants.DeleteAsync(ParticipantKey.FromSid(found.ParticipantSid), cancellationToken: stop)))
            .ToListAsync(cancellationToken);
        if (!IsAddress(context) && await context.Place.Users.FindAsync(UserKey.FromIdentity(person), cancellationToken) is { } user)
        {
            removals.Add(new("user", user.Sid, stop => context.Place.Users.DeleteAsync(UserKey.FromSid(user.Sid), cancellationToken: stop)));
        }

        if (context.Arguments.GetValue(DryRun))
        {
            foreach (var removal in removals)
            {
                await context.Output.WriteLineAsync(TerminalText.Of($"would remove {removal.Sid} {removal.From}"));
            }

            context.Note($"{removals.Count} would be removed. Nothing was changed.");
            return ExitCode.Done;
        }

        if (removals.Count > 0 && !context.Arguments.GetValue(Yes))
        {
            foreach (var removal in removals)
            {
                context.Note($"{removal.Sid} {removal.From}");
            }

            if (!await context.IsConfirmedAsync($"Remove {person} from all {removals.Count}?", cancellationToken))
            {
                context.Note("Nothing was removed.");
                return ExitCode.Failed;
            }
        }

        return await new BulkRun(context, "from", "removed", cancellationToken).RunAsync(
            removals.Count,
            stop => OneByOne.RunAsync(removals, removal => removal.DeleteAsync(stop), stop),
            (result, _) => Task.FromResult(new Outcome(result.Index + 1, result.Input.From, result.Status, result.Input.Sid, result.Error)));
    }

    private sealed record Removal(string From, string Sid, Func<CancellationToken, Task> DeleteAsync);
}
