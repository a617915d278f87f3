using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;
using SystemTextJson = System.Text.Json.JsonSerializer;

namespace TwilioConversations.Tests;

/// <summary>Enums, keys, updates, requests and pages in JSON of the caller's own, in both serializers, and in configuration.</summary>
public partial class TravelingValuesTests
{
    private static readonly JobContext Context = new();
    private static readonly System.Text.Json.JsonSerializerOptions WithoutDefaults = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private static readonly Func<Job, string>[] Writers = [job => SystemTextJson.Serialize(job), job => SystemTextJson.Serialize(job, Context.Job), job => JsonConvert.SerializeObject(job)];
    private static readonly Func<string, Job>[] Readers = [text => SystemTextJson.Deserialize<Job>(text)!, text => SystemTextJson.Deserialize(text, Context.Job)!, text => JsonConvert.DeserializeObject<Job>(text)!];

    public static IEnumerable<Type> TextTypes => typeof(Conversation).Assembly.GetTypes().Where(type => type.IsValueType && typeof(ITextValue).IsAssignableFrom(type));

    private sealed record Job(
        ConversationState State, ConversationState? Later, ParticipantKey Key, UserKey? NoKey, FieldUpdate<string> Set, FieldUpdate<string> Removed, FieldUpdate<string> Left, FieldUpdate<int?> Index,
        IReadOnlyList<RolePermission> Permissions, Dictionary<DeliveryStatus, int> Counts, Dictionary<ConversationKey, string> Names, AdditionalFields More, MediaInfo File, Participant Who, UpdateParticipantRequest Update);

    [JsonSerializable(typeof(Job))]
    private sealed partial class JobContext : JsonSerializerContext;

    [Test]
    public void Values_inside_the_callers_type_are_read_by_each_serializer_from_the_JSON_of_any_other()
    {
        var job = NewJob();
        Assert.Multiple(() =>
        {
            foreach (var text in Writers.Select(write => write(job)))
            {
                Assert.That(JToken.DeepEquals(Sample.Parse(text), Sample.Parse(Expected)), text);
                foreach (var read in Readers.Select(read => read(text)))
                {
                    Assert.That(SystemTextJson.Serialize(read), Is.EqualTo(SystemTextJson.Serialize(job)));
                    Assert.That((read.State, read.Later, read.Key, read.Set, read.Removed, read.Left, read.Index), Is.EqualTo((job.State, job.Later, job.Key, job.Set, job.Removed, job.Left, job.Index)));
                    Assert.That((read.More, read.Who), Is.EqualTo((job.More, job.Who)));
                    Assert.That((read.Counts[DeliveryStatus.Failed], read.Names["support"], read.Update.MessagingBindingProxyAddress.IsRemoval), Is.EqualTo((2, "s", true)));
                }
            }
        });
    }

    [TestCaseSource(nameof(TextTypes))]
    public void An_enum_or_a_key_is_text_everywhere(Type type)
    {
        const string Text = "a later value 😀";
        var value = Activator.CreateInstance(type) is ITextValue none ? none.From(Text) : null!;
        var (array, map) = (type.MakeArrayType(), typeof(Dictionary<,>).MakeGenericType(type, typeof(int)));
        var (list, entries) = (JsonConvert.SerializeObject(new[] { Text }), JsonConvert.SerializeObject(new Dictionary<string, int> { [Text] = 1 }));
        Assert.Multiple(() =>
        {
            Assert.That(Again(list, array), Is.All.EqualTo(new[] { Text }));
            Assert.That(Again(entries, map), Is.All.EqualTo(new Dictionary<string, int> { [Text] = 1 }));
            Assert.That(JsonConvert.DeserializeObject($"\"{Text}\"", typeof(Nullable<>).MakeGenericType(type)), Is.EqualTo(value));
            Assert.That(JsonConvert.DeserializeObject("null", typeof(Nullable<>).MakeGenericType(type)), Is.Null);
            Assert.That(() => JsonConvert.DeserializeObject("null", type), Throws.InstanceOf<JsonException>());
            Assert.That(() => SystemTextJson.Deserialize("null", type), Throws.InstanceOf<System.Text.Json.JsonException>());
            Assert.That(() => JsonConvert.DeserializeObject("[1]", array), Throws.InstanceOf<JsonException>().With.Message.Contains("is not a string"));
            Assert.That(() => SystemTextJson.Deserialize("[1]", array), Throws.InstanceOf<System.Text.Json.JsonException>());
            Assert.That(TypeDescriptor.GetConverter(type).ConvertFromInvariantString(Text), Is.EqualTo(value));
            Assert.That(TypeDescriptor.GetConverter(type).ConvertToInvariantString(value), Is.EqualTo(Text));
            Assert.That(type.GetMethod("Parse", [typeof(string), typeof(IFormatProvider)])!.Invoke(null, [Text, null]), Is.EqualTo(value));
            Assert.That(SystemTextJson.Deserialize("\"\"", type), Is.EqualTo(Activator.CreateInstance(type)));
        });

        static object[] Again(string text, Type type) =>
        [
            JsonConvert.DeserializeObject(SystemTextJson.Serialize(SystemTextJson.Deserialize(text, type), type), TextOf(type))!,
            JsonConvert.DeserializeObject(JsonConvert.SerializeObject(JsonConvert.DeserializeObject(text, type)), TextOf(type))!,
        ];

        static Type TextOf(Type type) => type.IsArray ? typeof(string[]) : typeof(Dictionary<string, int>);
    }

    [Test]
    public void A_key_that_text_would_turn_into_another_is_rejected()
    {
        var key = ParticipantKey.FromIdentity("MB" + new string('a', 32));
        Assert.Multiple(() =>
        {
            Assert.That(() => SystemTextJson.Serialize(key), Throws.InvalidOperationException);
            Assert.That(() => JsonConvert.SerializeObject(new { key }), Throws.InstanceOf<InvalidOperationException>().Or.InnerException.InstanceOf<InvalidOperationException>());
            Assert.That(SystemTextJson.Deserialize<ParticipantKey>(SystemTextJson.Serialize(ParticipantKey.FromSid(key.Value))), Is.EqualTo(ParticipantKey.FromSid(key.Value)));
        });
    }

    [TestCaseSource(typeof(Models), nameof(Models.Requests))]
    public void A_request_sends_the_same_after_a_queue(string name)
    {
        for (var variant = 0; variant < 2; variant++)
        {
            var request = Sample.ValueOf(Sample.Form(Models.SchemaOf(name), variant), Models.TypeOf(name)!)!;
            var additional = (IDictionary<string, string>)request.GetType().GetProperty("AdditionalFields")!.GetValue(request)!;
            additional["Brand.New"] = "x";
            AssertQueued(request);
            additional[Models.Sample(name).Properties().Last().Name] = "";
            AssertQueued(request);
        }

        AssertQueued(Sample.ValueOf(new JObject(), Models.TypeOf(name)!)!, isComplete: false);
    }

    [Test]
    public void A_request_with_a_value_of_another_type_is_rejected_with_the_fields_name() => Assert.Multiple(() =>
    {
        const string Text = """{"LastReadMessageIndex":"private"}""";
        Assert.That(() => SystemTextJson.Deserialize<UpdateParticipantRequest>(Text), Throws.InstanceOf<System.Text.Json.JsonException>().With.Message.Contains("UpdateParticipantRequest.LastReadMessageIndex").And.Message.Not.Contains("private"));
        Assert.That(() => JsonConvert.DeserializeObject<UpdateParticipantRequest>(Text), Throws.InstanceOf<JsonException>().With.Message.Contains("UpdateParticipantRequest.LastReadMessageIndex"));
    });

    [Test]
    public void An_unchanged_field_can_be_left_out()
    {
        var update = new { Left = default(FieldUpdate<int?>), Removed = FieldUpdate<int?>.Remove };
        Assert.That(SystemTextJson.Serialize(update, WithoutDefaults), Is.EqualTo("""{"Removed":null}"""));
        Assert.That(JsonConvert.SerializeObject(update, new JsonSerializerSettings { DefaultValueHandling = DefaultValueHandling.Ignore }), Is.EqualTo("""{"Removed":null}"""));
    }

    [Test]
    public void A_page_for_a_mock_comes_back()
    {
        var page = new ListPage<Participant>([new Participant { Sid = "MB1" }], "token");
        Assert.Multiple(() =>
        {
            foreach (var read in new[] { SystemTextJson.Deserialize<ListPage<Participant>>(SystemTextJson.Serialize(page))!, JsonConvert.DeserializeObject<ListPage<Participant>>(JsonConvert.SerializeObject(page))! })
            {
                Assert.That((read.Items, read.NextPageToken), Is.EqualTo((page.Items, page.NextPageToken)));
            }
        });
    }

    [Test]
    public void Enums_and_keys_are_bound_from_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["State"] = "closed", ["Key"] = "alice", ["States:0"] = "brand-new" }).Build();
        var settings = configuration.Get<Settings>()!;
        Assert.That((settings.State, settings.Key, settings.States!.Single()), Is.EqualTo((ConversationState.Closed, (ParticipantKey)"alice", new ConversationState("brand-new"))));
    }

    [Test]
    public void Credentials_and_options_with_secrets_are_not_written()
    {
        var credentials = TwilioCredentials.FromApiKey("SK" + new string('a', 32), "hunter2");
        object[] secrets = [credentials, new ConversationsClientOptions { Credentials = credentials }];
        Assert.Multiple(() =>
        {
            foreach (var secret in secrets.SelectMany(one => new[] { one, new { one } }))
            {
                Assert.That(() => SystemTextJson.Serialize(secret), Throws.InstanceOf<NotSupportedException>());
                Assert.That(() => JsonConvert.SerializeObject(secret), Throws.InstanceOf<NotSupportedException>());
            }
        });
    }

    private static void AssertQueued(object request, bool isComplete = true)
    {
        var type = request.GetType();
        var texts = new[] { SystemTextJson.Serialize(request, type), JsonConvert.SerializeObject(request) };
        foreach (var read in texts.SelectMany(text => new[] { SystemTextJson.Deserialize(text, type)!, JsonConvert.DeserializeObject(text, type)! }))
        {
            Assert.That(JsonConvert.SerializeObject(read), Is.EqualTo(texts[1]));
            if (isComplete)
            {
                Assert.That(Encoding.ASCII.GetString(FormWriter.Write((IFormBody)read, "request")), Is.EqualTo(Encoding.ASCII.GetString(FormWriter.Write((IFormBody)request, "request"))));
            }
        }
    }

    private static Job NewJob() => new(
        ConversationState.Closed, new ConversationState("archived"), "alice", null, "a\u2028<é>", FieldUpdate<string>.Remove, default, 7,
        [RolePermission.SendMessage, new RolePermission("waveGoodbye")], new() { [DeliveryStatus.Failed] = 2 }, new() { ["support"] = "s" }, new([new("x", """{"y":[1.5,12345678901234567890123]}""")]),
        new MediaInfo { Sid = "ME1", Size = 5_000_000_000, DateCreated = DateTimeOffset.UnixEpoch, TemporaryUrl = "https://example.com/" }, new Participant { Sid = "MB1", Identity = "2016-03-24T21:05:50+02:00" },
        new UpdateParticipantRequest { Identity = "alice", MessagingBindingProxyAddress = FieldUpdate<string>.Remove, LastReadMessageIndex = 7 });

    private static string Expected => string.Create(CultureInfo.InvariantCulture, $$$"""
        {
          "State": "closed", "Later": "archived", "Key": "alice", "NoKey": null, "Set": "a\u2028<é>", "Removed": null, "Left": {}, "Index": 7, "Permissions": ["sendMessage", "waveGoodbye"],
          "Counts": {"failed": 2}, "Names": {"support": "s"}, "More": {"x": {"y": [1.5, 12345678901234567890123]}},
          "File": {"sid": "ME1", "service_sid": "", "content_type": "", "size": 5000000000, "date_created": "1970-01-01T00:00:00Z", "links": {"content_direct_temporary": "https://example.com/"}},
          "Who": {{{JsonConvert.SerializeObject(new Participant { Sid = "MB1", Identity = "2016-03-24T21:05:50+02:00" })}}},
          "Update": {"Identity": "alice", "MessagingBinding.ProxyAddress": null, "LastReadMessageIndex": 7}
        }
        """);

    private sealed class Settings
    {
        public ConversationState State { get; set; }

        public ParticipantKey? Key { get; set; }

        public List<ConversationState>? States { get; set; }
    }
}
