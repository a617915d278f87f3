using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>participants</c>: the verbs.</summary>
internal static class ParticipantsCommand
{
    public static Command Create() => new ResourceCommand<Participant>("participants", ParticipantFields.Shape, CommandContext.Conversation)
    {
        CallsWebhooks = true,
        Key = "SID or identity",
    }
        .List(
            Document.ListParticipantsOptionsFields,
            "conversations participants list CH… --output jsonl | head",
            (context, options, stop) => context.Participants.ListAsync(options, stop))
        .Fetch(
            "conversations participants fetch CH… alice --output json",
            (context, id, stop) => ByKeyAsync(id, key => context.Participants.FetchAsync(key, cancellationToken: stop)))
        .With(FindVerb.Create())
        .Create(
            "create",
            "Creates a participant: a chat user by identity, or a phone by address and proxy address.",
            Document.CreateParticipantRequestFields,
            "conversations participants create CH… --identity alice --attributes '{\"seat\":7}'",
            (context, request, stop) => request is { Identity: null, MessagingBindingAddress: null, MessagingBindingProjectedAddress: null }
                ? throw new UsageException("create needs --identity, --address or --projected-address.")
                : context.Participants.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateParticipantRequestFields,
            "conversations participants update CH… alice --last-read-message-index 7",
            (context, id, request, stop) => ByKeyAsync(id, key => context.Participants.UpdateAsync(key, request, cancellationToken: stop)))
        .With(DeleteVerb.Create())
        .With(ExportVerb.Create(
            ParticipantFields.Shape,
            "conversations participants export CH… --file people.csv",
            readsBack: " 'import' accepts both formats.",
            (context, stop) => context.Participants.ListAsync(cancellationToken: stop)))
        .With(ImportVerb.Create())
        .Build("Lists, changes, exports and imports the participants of a conversation.", "conversations participants list CH…");

    /// <summary>Runs a call by SID or identity. If a SID is not found, the error explains how to find an identity that looks like a SID.</summary>
    private static async Task<Participant> ByKeyAsync(string id, Func<ParticipantKey, Task<Participant>> act)
    {
        var key = ParticipantKey.FromString(id);
        try
        {
            return await act(key);
        }
        catch (ConversationsResponseException e) when ((e.IsNotFound || e is KeyMismatchException) && key.IsSid)
        {
            throw new InvalidDataException(
                $"No participant has the SID {id}. Check the IDs and --service. If {id} is an identity, use find --identity to get its SID.");
        }
    }
}
