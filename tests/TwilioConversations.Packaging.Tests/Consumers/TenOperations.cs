// Does each of the ten operations against the service at the address given, and more of what a program does with the library.
using System.Text.Json;
using System.Text.Json.Serialization;
using TwilioConversations;

const string Service = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
using var twilio = new ConversationsClient(new ConversationsClientOptions
{
    BaseAddress = new Uri(args[0]),
    Credentials = TwilioCredentials.FromAuthToken(args[1], args[2]),
});
var participants = twilio.Operations;

var alice = await participants.CreateConversationParticipantAsync("room", new() { Identity = "alice", Attributes = """{"seat":7}""" });
var fetched = await participants.FetchConversationParticipantAsync("room", "alice");
var page = await participants.ListConversationParticipantAsync("room", new() { PageSize = 10 });
var updated = await participants.UpdateConversationParticipantAsync("room", alice.Sid, new() { LastReadMessageIndex = 7 });
await participants.DeleteConversationParticipantAsync("room", alice.Sid, new RequestOptions { WebhookEnabled = true });

var bob = await participants.CreateServiceConversationParticipantAsync(Service, "hall", new() { Identity = "bob" });
var fetchedBob = await participants.FetchServiceConversationParticipantAsync(Service, "hall", bob.Sid);
var servicePage = await participants.ListServiceConversationParticipantAsync(Service, "hall");
var updatedBob = await participants.UpdateServiceConversationParticipantAsync(Service, "hall", bob.Sid, new() { Attributes = """{"seat":8}""" });
await participants.DeleteServiceConversationParticipantAsync(Service, "hall", bob.Sid);

var room = twilio.Conversation("room").Participants;
var missing = await room.FindAsync("alice");
var again = await room.GetOrCreateAsync("alice");
var listed = 0;
await foreach (var participant in room.ListAsync(new() { PageSize = 1 }))
{
    listed += participant == again ? 1 : 0;
}

string? error = null;
try
{
    await room.FetchAsync("nobody");
}
catch (ConversationsResponseException e)
{
    error = e.Message;
}

// Values go to JSON and back by metadata from the compiler, without reflection.
var job = new Job
{
    Participant = again, Update = new() { LastReadMessageIndex = 7, MessagingBindingProxyAddress = FieldUpdate<string>.Remove }, State = ConversationState.Closed, Key = "alice", Index = FieldUpdate<int?>.Remove,
};
var json = JsonSerializer.Serialize(job, JobContext.Default.Job);
var read = JsonSerializer.Deserialize(json, JobContext.Default.Job)!;
var travels = read.Participant == again && read.State == ConversationState.Closed && read.Key == (ParticipantKey)"alice" && read.Index.IsRemoval
    && read.Update!.LastReadMessageIndex.Value == 7 && read.Update.MessagingBindingProxyAddress.IsRemoval && json.Contains("\"State\":\"closed\"");
updated = new Participant { Attributes = JsonSerializer.Serialize(7, JobContext.Default.Int32), LastReadMessageIndex = updated.LastReadMessageIndex };
travels = travels && updated.GetAttributes(JobContext.Default.Int32) == 7;

var isRight = travels && fetched == alice && page.Items.Count == 1 && updated.LastReadMessageIndex == 7 && alice.Attributes == """{"seat":7}"""
    && fetchedBob == bob && servicePage.Items.Count == 1 && updatedBob.Attributes == """{"seat":8}"""
    && missing is null && listed == 1 && error?.Contains("20404") == true;
Console.WriteLine(isRight ? "ten operations done" : $"{alice} {fetched} {updated} {bob} {updatedBob} {missing} {listed} {error}");
return isRight ? 0 : 1;

internal sealed class Job
{
    public Participant? Participant { get; set; }

    public UpdateParticipantRequest? Update { get; set; }

    public ConversationState State { get; set; }

    public ParticipantKey Key { get; set; }

    public FieldUpdate<int?> Index { get; set; }
}

[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(int))]
internal sealed partial class JobContext : JsonSerializerContext;
