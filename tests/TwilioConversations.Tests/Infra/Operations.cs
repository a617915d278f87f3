namespace TwilioConversations.Tests.Infra;

/// <summary>The ten operations by the name that the document gives them, with arguments of the right shape.</summary>
internal static class Operations
{
    public const string ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ConversationSid = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ParticipantSid = "MBaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ParticipantsPath = $"/v1/Conversations/{ConversationSid}/Participants";
    public const string ServiceParticipantsPath = $"/v1/Services/{ServiceSid}/Conversations/{ConversationSid}/Participants";

    private static readonly Dictionary<string, Func<ConversationsOperations, CancellationToken, Task>> Calls = new()
    {
        ["ListConversationParticipant"] = (client, ct) => client.ListConversationParticipantAsync(ConversationSid, cancellationToken: ct),
        ["CreateConversationParticipant"] = (client, ct) => client.CreateConversationParticipantAsync(ConversationSid, new() { Identity = "alice" }, cancellationToken: ct),
        ["FetchConversationParticipant"] = (client, ct) => client.FetchConversationParticipantAsync(ConversationSid, ParticipantSid, ct),
        ["UpdateConversationParticipant"] = (client, ct) => client.UpdateConversationParticipantAsync(ConversationSid, ParticipantSid, new() { Identity = "alice" }, cancellationToken: ct),
        ["DeleteConversationParticipant"] = (client, ct) => client.DeleteConversationParticipantAsync(ConversationSid, ParticipantSid, cancellationToken: ct),
        ["ListServiceConversationParticipant"] = (client, ct) => client.ListServiceConversationParticipantAsync(ServiceSid, ConversationSid, cancellationToken: ct),
        ["CreateServiceConversationParticipant"] = (client, ct) => client.CreateServiceConversationParticipantAsync(ServiceSid, ConversationSid, new() { Identity = "alice" }, cancellationToken: ct),
        ["FetchServiceConversationParticipant"] = (client, ct) => client.FetchServiceConversationParticipantAsync(ServiceSid, ConversationSid, ParticipantSid, ct),
        ["UpdateServiceConversationParticipant"] = (client, ct) => client.UpdateServiceConversationParticipantAsync(ServiceSid, ConversationSid, ParticipantSid, new() { Identity = "alice" }, cancellationToken: ct),
        ["DeleteServiceConversationParticipant"] = (client, ct) => client.DeleteServiceConversationParticipantAsync(ServiceSid, ConversationSid, ParticipantSid, cancellationToken: ct),
    };

    public static IEnumerable<string> Names => Calls.Keys;

    public static Task CallAsync(string operation, ConversationsOperations client, CancellationToken cancellationToken = default) =>
        Calls[operation](client, cancellationToken);
}
