using System.CommandLine;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;
using TwilioConversations.Cli.Resources;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>participants</c>: the verbs.</summary>
internal static class ParticipantsCommand
{
    public static Command Create() => new ResourceCommand<Participant>("participants", ParticipantFields.Shape, CommandContext.Conversation) { CallsWebhooks = true, Key = "SID or identity" }
        .List(Document.ListParticipantsOptionsFields, "conversations participants list CH… --output jsonl | head", (context, options, stop) => context.Participants.ListAsync(options, stop))
        .Fetch("conversations participants fetch CH… alice --output json", (context, id, stop) => ByKeyAsync(id, key => context.Participants.FetchAsync(key, stop)))
        .With(FindVerb.Create())
        .Create(
            "create",
            "Creates a participant: a chat user by identity, or one outside chat by address and proxy address.",
            Document.CreateParticipantRequestFields,
            "conversations participants create CH… --identity alice --attributes '{\"seat\":7}'",
            (context, request, stop) => request is { Identity: null, MessagingBindingAddress: null }
                ? throw new UsageException("create takes --identity or --address.")
                : context.Participants.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateParticipantRequestFields,
            "conversations participants update CH… alice --last-read-message-index 7",
            (context, id, request, stop) => ByKeyAsync(id, key => context.Participants.UpdateAsync(key, request, cancellationToken: stop)))
        .With(DeleteVerb.Create())
        .With(ExportVerb.Create(ParticipantFields.Shape, "conversations participants export CH… --file people.csv", readsBack: "; import reads either", (context, stop) => context.Participants.ListAsync(cancellationToken: stop)))
        .With(ImportVerb.Create())
        .Build("Reads and changes the participants of a conversation.", "conversations participants list CH…");

    /// <summary>Does something with a participant by SID or identity, and tells where a SID may be an identity that looks like one.</summary>
    private static async Task<Participant> ByKeyAsync(string id, Func<ParticipantKey, Task<Participant>> act)
    {
        var key = ParticipantKey.FromString(id);
        try
        {
            return await act(key);
        }
        catch (ConversationsException e) when ((e.IsNotFound || e is KeyMismatchException) && key.IsSid)
        {
            throw new InvalidDataException($"No participant of the conversation has the SID {id}. Check the ids and --service; if it is an identity, find --identity {id} shows its SID.");
        }
    }
}
