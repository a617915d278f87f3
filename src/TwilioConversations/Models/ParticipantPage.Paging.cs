namespace TwilioConversations;

public sealed partial record ParticipantPage : IListPage<Participant>
{
    IReadOnlyList<Participant> IListPage<Participant>.Items => Participants;
}
