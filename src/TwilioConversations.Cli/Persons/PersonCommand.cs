using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>person</c>: lists a person's conversations, and removes the person from all of them.</summary>
internal static class PersonCommand
{
    private static readonly Argument<string> Person = new("person")
    {
        Description = "An identity, or an address such as +15558675310 or whatsapp:+15558675310.",
    };

    private static readonly Option<bool> IsIdentity = new("--identity") { Description = "Treats <person> as an identity, even if it looks like an address." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Shows what would be removed, without removing anything." };

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
        var group = CommandContext.Group(
            "person", "Lists a person's conversations, or removes the person from all of them.", "conversations person where alice");
        group.Add(CommandContext.Verb(
            "where",
            "Lists all conversations that a person is in.",
            "conversations person where +15558675310",
            async (context, cancellationToken) =>
            {
                using var writer = context.Writer(Shape);
                await writer.WriteAsync(ListAsync(context, cancellationToken).AsPages());
                return ExitCode.Done;
            },
            [Person, IsIdentity, .. CommandContext.Printing]));
        group.Add(CommandContext.Verb(
            "erase",
            """
            Removes a person from all conversations, and deletes the user with that identity. The person's messages stay. Run the same command
            again to continue after an interruption. With --output jsonl, each removal is a line of JSON.
            """,
            "conversations person erase alice --dry-run",
            EraseAsync,
            Person,
            IsIdentity,
            CommandContext.Yes,
            DryRun,
            CommandContext.Webhooks));
        return group;
    }

    private static PagedAsyncEnumerable<ParticipantConversation> ListAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.Place.ParticipantConversations.ListAsync(PersonOf(context), cancellationToken);

    private static ListParticipantConversationsOptions PersonOf(CommandContext context) =>
        IsAddress(context) ? new() { Address = context.Arguments.GetValue(Person) } : new() { Identity = context.Arguments.GetValue(Person) };

    // An address is a number, optionally after a channel. Identities rarely look like one.
    private static bool IsAddress(CommandContext context) =>
        !context.Arguments.GetValue(IsIdentity) && context.Arguments.GetValue(Person)!.Split(':') is [['+', ..]] or [_, ['+', ..]];

    private static async Task<int> EraseAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var person = context.Arguments.GetValue(Person)!;
        var places = ListAsync(context, cancellationToken).Select(place => $"{place.ParticipantSid} {NameOf(place)}");
        var found = await places.ToListAsync(cancellationToken);
        var user = IsAddress(context) ? null : await context.Place.Users.FindAsync(UserKey.FromIdentity(person), cancellationToken: cancellationToken);
        if (user is not null)
        {
            found.Add($"{user.Sid} user");
        }

        if (context.Arguments.GetValue(DryRun))
        {
            foreach (var one in found)
            {
                await context.Output.WriteLineAsync(TerminalText.Of($"would remove {one}"));
            }

            context.Note($"{found.Count} would be removed. Nothing was changed.");
            return ExitCode.Done;
        }

        if (found.Count > 0 && !context.Arguments.GetValue(CommandContext.Yes))
        {
            foreach (var one in found)
            {
                context.Note(one);
            }

            if (!await context.IsConfirmedAsync($"Remove {person} from all {found.Count} of these?", cancellationToken))
            {
                return ExitCode.Failed;
            }
        }

        return await new BulkRun(context, "from", "removed", cancellationToken).RunAsync(found.Count, stop => RemoveAsync(context, user, stop));
    }

    /// <summary>Removes the participants, then the user. Deleting only the user would leave the participants.</summary>
    private static IAsyncEnumerable<Outcome> RemoveAsync(CommandContext context, User? user, CancellationToken stop)
    {
        User[] users = user is null ? [] : [user];
        return context.Place.ParticipantConversations.DeleteParticipantsAsync(PersonOf(context), context.Bulk, cancellationToken: stop)
            .Select(result => (Name: NameOf(result.Input), result.Status, Sid: result.Input.ParticipantSid, result.Error))
            .Concat(OneByOne.RunAsync(users, one => context.Place.Users.DeleteAsync(UserKey.FromSid(one.Sid), cancellationToken: stop), stop)
                .Select(result => (Name: "user", result.Status, result.Input.Sid, result.Error)))
            .Select((result, index) => new Outcome(index + 1, result.Name, result.Status, result.Sid, result.Error));
    }

    private static string NameOf(ParticipantConversation place) => place.ConversationUniqueName ?? place.ConversationSid;
}
