namespace TwilioConversations.Tests;

/// <summary>All assumptions about the service.</summary>
internal static partial class Assumptions
{
    private const string NeedsNumbers = "needs phone numbers of the account";
    private const string OutsideService = "would change the account outside the chat service";

    public static IReadOnlyList<Assumption> All { get; } =
    [
        .. Shapes, .. Orders, .. States,
        .. GeneralErrors, .. ConversationErrors, .. WebhookErrors, .. ParticipantErrors, .. AddressErrors, .. GroupErrors, .. MessageErrors,
    ];

    public static IEnumerable<string> Names => All.Select(assumption => assumption.Name);
}
