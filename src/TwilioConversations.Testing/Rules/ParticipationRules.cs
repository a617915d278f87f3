using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A participant together with its conversation. Such resources are not stored, but made for each request.</summary>
internal abstract class ParticipationRules : ResourceRules
{
    public override IEnumerable<(string Name, string Path)> Links(Resource resource) =>
        [("participant", Participant(resource).Path), ("conversation", Participant(resource).Parent!.Path)];

    /// <summary>The participants of all conversations of a service, each with its conversation.</summary>
    protected static IEnumerable<(Resource Conversation, Resource Participant)> All(ResourceOwner service) =>
        from conversation in service.List(ResourceStore.Conversations).All
        from participant in conversation.List(ResourceStore.Participants).All
        select (conversation, participant);

    protected static Resource Participant(Resource resource) => (Resource)resource.Details!;

    /// <summary>The named fields of the conversation, each with the prefix before its name.</summary>
    protected static JObject FieldsOf(Resource conversation, Resource participant, string prefix, params string[] names)
    {
        var fields = new JObject
        {
            ["conversation_sid"] = conversation.Sid,
            ["participant_sid"] = participant.Sid,
            ["conversation_state"] = conversation.Fields["state"],
        };
        foreach (var name in names.Where(name => conversation.Fields[name] is not null))
        {
            fields[$"{prefix}{name}"] = conversation.Fields[name];
        }

        fields[$"{prefix}created_by"] = "system";
        return fields;
    }
}
