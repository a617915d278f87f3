namespace TwilioConversations.Testing;

/// <summary>A conversation as the status page shows it.</summary>
internal sealed record ConversationSummary(string Sid, string Name, string State, IReadOnlyList<string> Participants, IReadOnlyList<(string Author, string Body)> Messages)
{
    public static ConversationSummary Of(Resource conversation, int messages)
    {
        var participants = conversation.List(ResourceStore.Participants).All
            .Select(participant => (string?)participant.Fields["identity"] ?? (string?)participant.Fields["messaging_binding"]?["address"] ?? participant.Sid);
        var latest = conversation.List(ResourceStore.Messages).All.TakeLast(messages)
            .Select(message => ((string?)message.Fields["author"] ?? "", (string?)message.Fields["body"] ?? ""));
        var name = (string?)conversation.Fields["friendly_name"] ?? (string?)conversation.Fields["unique_name"] ?? "";
        return new ConversationSummary(conversation.Sid, name, (string?)conversation.Fields["state"] ?? "", [.. participants], [.. latest]);
    }
}
