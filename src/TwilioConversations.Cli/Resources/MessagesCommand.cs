using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>messages</c>: the verbs.</summary>
internal static class MessagesCommand
{
    private static readonly ItemShape<Message> Shape = ItemShape<Message>.Of(
        "message",
        "messages",
        Document.MessageColumns,
        m => m.Body ?? (m.Media is { Count: > 0 } media ? $"[{media.Count} media]" : ""),
        m => m.Sid,
        "index",
        "author",
        "date_created");

    public static Command Create() => new ResourceCommand<Message>("messages", Shape, CommandContext.Conversation) { CallsWebhooks = true }
        .List(
            Document.ListMessagesOptionsFields,
            "conversations messages list CH… --order desc --limit 10",
            (context, options, stop) => context.Place.Conversation.Messages.ListAsync(options, stop))
        .Fetch(
            "conversations messages fetch CH… IMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Conversation.Messages.FetchAsync(id, cancellationToken: stop))
        .Create(
            "send",
            "Sends a message.",
            Document.CreateMessageRequestFields,
            "conversations messages send CH… --author alice --body 'On my way.'",
            (context, request, stop) => context.Place.Conversation.Messages.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateMessageRequestFields,
            "conversations messages update CH… IMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --body 'Corrected.'",
            (context, id, request, stop) => context.Place.Conversation.Messages.UpdateAsync(id, request, cancellationToken: stop))
        .Delete(
            "conversations messages delete CH… IMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Conversation.Messages.DeleteAsync(id, cancellationToken: stop))
        .With(ExportVerb.Create(
            Shape,
            "conversations messages export CH… --file messages.jsonl",
            readsBack: "",
            (context, stop) => context.Place.Conversation.Messages.ListAsync(cancellationToken: stop)))
        .Build(
            "Lists, sends, changes and exports the messages of a conversation.",
            "conversations messages send CH… --author alice --body 'On my way.'");
}
