namespace TwilioConversations.Testing;

/// <summary>
/// The rules of a user's conversation: it is the user's participant seen from the other side, so a change of one is a change of both.
/// </summary>
internal sealed class UserConversationRules : ParticipationRules
{
    private const string NotificationLevel = "notification_level";
    private const string LastRead = "last_read_message_index";

    /// <summary>The conversations of a user, each with the user's participant.</summary>
    public static IEnumerable<(Resource Conversation, Resource Participant)> Of(Resource user) =>
        All(user.Service).Where(each => (string?)each.Participant.Fields["identity"] == (string?)user.Fields["identity"]);

    public override IEnumerable<Resource> List(ResourceStore store, ResourceOwner owner, ResourceType type)
    {
        foreach (var (conversation, participant) in Of((Resource)owner))
        {
            store.Current(conversation);
            var fields = FieldsOf(conversation, participant, "", "friendly_name", "unique_name", "attributes", "timers", "date_created", "date_updated");
            fields[LastRead] = participant.Fields[LastRead];
            fields["unread_messages_count"] = Unread(conversation, (int?)participant.Fields[LastRead]);
            fields[NotificationLevel] = participant.Fields[NotificationLevel] ?? "default";
            yield return new Resource(type, owner, conversation.Number, conversation.Sid) { Fields = fields, Details = participant };
        }
    }

    public override Resource? Find(ResourceStore store, ResourceOwner owner, ResourceType type, string id, bool orByKey) =>
        List(store, owner, type).FirstOrDefault(resource => resource.Sid == id || (string?)resource.Fields["unique_name"] == id);

    public override void Update(ResourceStore store, Resource resource, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        var participant = Participant(resource);
        ResourceStore.RejectIfFinal(participant);
        var change = new ResourceChange(store, resource.Type, owner, owner.List(resource.Type), resource, form);
        ParticipantRules.CheckLastRead(change, participant.Parent!);
        participant.Fields[LastRead] = change.Fields[LastRead];
        participant.Fields[NotificationLevel] = change.Fields[NotificationLevel];
        if (change.Form("LastReadTimestamp") is { } timestamp)
        {
            participant.Fields["last_read_timestamp"] = timestamp;
        }

        participant.Touch();
        participant.Fields["date_updated"] = FieldRule.ToText(change.Now);
        resource.Fields = Find(store, owner, resource.Type, resource.Sid, orByKey: false)!.Fields;
    }

    public override void Delete(ResourceStore store, Resource resource, ResourceOwner owner) =>
        store.Delete(Participant(resource), Participant(resource).Parent!);

    // The service does not count before the first message is read.
    private static int? Unread(Resource conversation, int? lastRead) =>
        lastRead is null ? null : conversation.List(ResourceStore.Messages).All.Count(message => (int)message.Fields["index"]! > lastRead);
}
