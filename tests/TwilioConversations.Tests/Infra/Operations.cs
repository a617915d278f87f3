namespace TwilioConversations.Tests.Infra;

/// <summary>The ten operations by the name that the document gives them, with arguments of the right shape.</summary>
internal static class Operations
{
    public const string Service = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string Conversation = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ParticipantSid = "MBaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ParticipantsPath = $"/v1/Conversations/{Conversation}/Participants";
    public const string ServiceParticipantsPath = $"/v1/Services/{Service}/Conversations/{Conversation}/Participants";

    private static readonly Dictionary<string, Func<IParticipantsClient, CancellationToken, Task>> Calls = new()
    {
        ["ListConversationParticipant"] = (client, ct) => client.ListConversationParticipantAsync(Conversation, cancellationToken: ct),
        ["CreateConversationParticipant"] = (client, ct) => client.CreateConversationParticipantAsync(Conversation, new() { Identity = "alice" }, cancellationToken: ct),
        ["FetchConversationParticipant"] = (client, ct) => client.FetchConversationParticipantAsync(Conversation, ParticipantSid, ct),
        ["UpdateConversationParticipant"] = (client, ct) => client.UpdateConversationParticipantAsync(Conversation, ParticipantSid, new() { Identity = "alice" }, cancellationToken: ct),
        ["DeleteConversationParticipant"] = (client, ct) => client.DeleteConversationParticipantAsync(Conversation, ParticipantSid, cancellationToken: ct),
        ["ListServiceConversationParticipant"] = (client, ct) => client.ListServiceConversationParticipantAsync(Service, Conversation, cancellationToken: ct),
        ["CreateServiceConversationParticipant"] = (client, ct) => client.CreateServiceConversationParticipantAsync(Service, Conversation, new() { Identity = "alice" }, cancellationToken: ct),
        ["FetchServiceConversationParticipant"] = (client, ct) => client.FetchServiceConversationParticipantAsync(Service, Conversation, ParticipantSid, ct),
        ["UpdateServiceConversationParticipant"] = (client, ct) => client.UpdateServiceConversationParticipantAsync(Service, Conversation, ParticipantSid, new() { Identity = "alice" }, cancellationToken: ct),
        ["DeleteServiceConversationParticipant"] = (client, ct) => client.DeleteServiceConversationParticipantAsync(Service, Conversation, ParticipantSid, cancellationToken: ct),
    };

    public static IEnumerable<string> Names => Calls.Keys;

    public static Task CallAsync(string operation, IParticipantsClient client, CancellationToken cancellationToken = default) =>
        Calls[operation](client, cancellationToken);
}
