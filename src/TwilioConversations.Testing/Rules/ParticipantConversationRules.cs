using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of who is where: exactly one of an identity and an address selects the conversations.</summary>
internal sealed class ParticipantConversationRules : ParticipationRules
{
    // Above the number of any participant, so that the numbers of two conversations do not overlap.
    private const int NumbersOfOneConversation = 1 << 24;

    public override IEnumerable<Resource> List(ResourceStore store, ResourceOwner owner, ResourceType type)
    {
        foreach (var (conversation, participant) in All(owner))
        {
            store.Current(conversation);
            var fields = FieldsOf(
                conversation, participant, "conversation_", "friendly_name", "unique_name", "attributes", "timers", "date_created", "date_updated");
            var identity = (string?)participant.Fields["identity"];
            fields["participant_identity"] = identity;
            fields["participant_user_sid"] = identity is null ? null
                : owner.List(ResourceStore.Users).All.FirstOrDefault(user => (string?)user.Fields["identity"] == identity)?.Sid;
            fields["participant_messaging_binding"] = participant.Fields["messaging_binding"];
            var number = (conversation.Number * NumbersOfOneConversation) + participant.Number;
            yield return new Resource(type, owner, number, participant.Sid) { Fields = fields, Details = participant };
        }
    }

    public override Func<Resource, bool> Filter(ReceivedRequest request)
    {
        var query = request.Content.Query;
        var (identity, address) = (query.GetValueOrDefault("Identity"), query.GetValueOrDefault("Address"));
        RejectIf(!string.IsNullOrEmpty(identity) && !string.IsNullOrEmpty(address), 50451, "Exactly one of Identity and Address is required");
        RejectIf(string.IsNullOrEmpty(identity) == string.IsNullOrEmpty(address), ApiFault.InvalidCode, "Exactly one of Identity and Address is required");
        return resource => address is null ? (string?)resource.Fields["participant_identity"] == identity
            : ParticipantRules.HasAddress(Participant(resource), address);
    }
}
