using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Newtonsoft.Json;
using TwilioConversations.AspNetCore;
using SystemTextJson = System.Text.Json.JsonSerializer;

namespace TwilioConversations.Tests;

/// <summary>The events of webhooks in JSON of the caller's own, such as a queue between the endpoint and a worker.</summary>
public partial class TravelingEventsTests
{
    private static readonly QueueContext Context = new();

    public static IEnumerable<Type> Events =>
        typeof(WebhookEvent).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false } && typeof(WebhookEvent).IsAssignableFrom(type));

    private sealed record Queued(WebhookEvent Any, MessageAdded Message, Dictionary<StateChangeReason, int> Reasons, WebhookSource? Source);

    [JsonSerializable(typeof(Queued))]
    private sealed partial class QueueContext : JsonSerializerContext;

    [TestCaseSource(nameof(Events))]
    public void An_event_is_read_back_from_JSON_with_all_its_fields(Type type)
    {
        var sent = (WebhookEvent)Activator.CreateInstance(type, new Dictionary<string, StringValues>
        {
            ["EventType"] = type == typeof(UnknownEvent) ? "onSomethingNew" : $"on{type.Name.Replace("Adding", "Add").Replace("Updating", "Update").Replace("Removing", "Remove")}",
            ["Address"] = new(["+15551234567", "+15557654321"]),
            ["DateCreated"] = "2026-01-02T03:04:05.678Z",
            ["Body"] = "é <😀>\u2028",
            ["Nothing"] = "",
        })!;
        Assert.Multiple(() =>
        {
            Assert.That(SystemTextJson.Deserialize(SystemTextJson.Serialize(sent, type), type), Is.EqualTo(sent));
            Assert.That(SystemTextJson.Deserialize<WebhookEvent>(SystemTextJson.Serialize(sent)), Is.EqualTo(sent));
            Assert.That(JsonConvert.DeserializeObject(JsonConvert.SerializeObject(sent), type), Is.EqualTo(sent));
            Assert.That(JsonConvert.DeserializeObject<WebhookEvent>(SystemTextJson.Serialize(sent, type)), Is.EqualTo(sent));
        });
    }

    [Test]
    public void An_event_inside_the_callers_type_is_read_back_by_reflection_and_from_a_source_generated_context()
    {
        var message = new MessageAdded(new Dictionary<string, StringValues> { ["EventType"] = "onMessageAdded", ["Body"] = "hello" });
        var job = new Queued(message, message, new() { [StateChangeReason.Timer] = 2 }, WebhookSource.Sms);
        const string Event = """{"EventType":"onMessageAdded","Body":"hello"}""";
        const string Text = $$"""{"Any":{{Event}},"Message":{{Event}},"Reasons":{"TIMER":2},"Source":"SMS"}""";
        Assert.Multiple(() =>
        {
            foreach (var text in new[] { SystemTextJson.Serialize(job), SystemTextJson.Serialize(job, Context.Queued), JsonConvert.SerializeObject(job) })
            {
                Assert.That(text, Is.EqualTo(Text));
                foreach (var read in new[] { SystemTextJson.Deserialize<Queued>(text)!, SystemTextJson.Deserialize(text, Context.Queued)!, JsonConvert.DeserializeObject<Queued>(text)! })
                {
                    Assert.That((read.Any, read.Message, read.Source, read.Reasons[StateChangeReason.Timer]), Is.EqualTo((job.Any, job.Message, job.Source, 2)));
                }
            }
        });
    }

    [TestCase("""{"EventType":"onUserAdded"}""", "The event is UserAdded, not MessageAdded.")]
    [TestCase("""{"EventType":"onMessageAdded","Body":{"private":1}}""", "Body is not text.")]
    [TestCase("[]", "MessageAdded is not an object.")]
    public void JSON_of_another_event_is_rejected_without_its_values(string json, string message) => Assert.Multiple(() =>
    {
        Assert.That(() => SystemTextJson.Deserialize<MessageAdded>(json), Throws.InstanceOf<System.Text.Json.JsonException>().With.Message.StartsWith(message));
        Assert.That(() => JsonConvert.DeserializeObject<MessageAdded>(json), Throws.InstanceOf<JsonException>().With.Message.StartsWith(message));
    });

    [Test]
    public void Sources_and_reasons_are_bound_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Source"] = "email", ["Reason"] = "TIMER" }).Build();
        Assert.That((configuration.GetValue<WebhookSource>("Source"), configuration.GetValue<StateChangeReason>("Reason")), Is.EqualTo((new WebhookSource("EMAIL"), StateChangeReason.Timer)));
    }
}
