using CsCheck;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace TwilioConversations.Tests;

/// <summary>Models and requests as JSON of the caller's own, by Newtonsoft.Json: in a cache, a queue or a file.</summary>
[NonParallelizable]
public class SerializationTests
{
    private static readonly Gen<string?> Text = Gen.OneOf(Gen.String, Gen.OneOf("a", "😀", "2016-03-24T21:05:50+02:00", "null", "")).Where(text => !text.Any(char.IsSurrogate) || text == "😀").Null();
    private static readonly Gen<DateTimeOffset> Date = Gen.DateTime.Select(date => new DateTimeOffset(date.Ticks, TimeSpan.Zero));

    private static readonly Gen<Participant> AnyParticipant = Gen.Select(
        Gen.Select(Text, Text, Text), Gen.Select(Date, Date), Gen.Int.Nullable(), Gen.Select(Text, Text, Text).Nullable(), Gen.Dictionary(Gen.OneOf("new", "a b"), Gen.OneOf("1.5", "null", """{"x":[1]}"""))[0, 2])
        .Select((texts, dates, index, binding, additional) => new Participant
        {
            Sid = "MB1",
            ChatServiceSid = texts.Item1,
            Identity = texts.Item2,
            Attributes = texts.Item3 ?? "{}",
            DateCreated = dates.Item1,
            DateUpdated = dates.Item2,
            LastReadMessageIndex = index,
            LastReadTimestamp = dates.Item1,
            MessagingBinding = binding is var (type, address, proxy) ? new MessagingBinding { Type = type ?? "", Address = address, ProxyAddress = proxy } : null,
            AdditionalFields = new AdditionalFields(additional),
        });

    [Test]
    public void A_participant_is_written_with_the_wire_names_in_the_document_s_order()
    {
        var participant = new Participant
        {
            AccountSid = "AC1",
            ConversationSid = "CH1",
            Sid = "MB1",
            Identity = "alice",
            DateCreated = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(2)),
            DateUpdated = new DateTimeOffset(2026, 11, 23, 8, 0, 0, 500, TimeSpan.Zero),
            Url = "https://example.com/",
            MessagingBinding = new MessagingBinding { Type = "sms", Address = "+1" },
            AdditionalFields = new([new("new_field", """{"x":1.10}""")]),
        };
        Assert.That(JsonConvert.SerializeObject(participant), Is.EqualTo(
            """{"account_sid":"AC1","conversation_sid":"CH1","sid":"MB1","identity":"alice","attributes":"{}","messaging_binding":{"type":"sms","address":"+1"},"role_sid":"""
            + """null,"date_created":"2026-11-23T08:00:00Z","date_updated":"2026-11-23T08:00:00.5Z","url":"https://example.com/","last_read_message_index":null,"""
            + """ "last_read_timestamp":null,"new_field":{"x":1.10}}""".Trim()));
    }

    [Test]
    public void Any_participant_is_read_back_unchanged() =>
        AnyParticipant.Sample(participant => Assert.That(JsonConvert.DeserializeObject<Participant>(JsonConvert.SerializeObject(participant)), Is.EqualTo(participant)), iter: 300, threads: 1);

    [Test]
    public void The_application_s_own_settings_change_nothing()
    {
        var json = JsonConvert.SerializeObject(new Participant { Identity = "2016-03-24T21:05:50+02:00" });
        var before = JsonConvert.DefaultSettings;
        try
        {
            JsonConvert.DefaultSettings = () => new JsonSerializerSettings
            {
                ContractResolver = new CamelCasePropertyNamesContractResolver(),
                NullValueHandling = NullValueHandling.Ignore,
                DateParseHandling = DateParseHandling.DateTimeOffset,
                DateTimeZoneHandling = DateTimeZoneHandling.Local,
            };
            Assert.Multiple(() =>
            {
                Assert.That(JsonConvert.SerializeObject(new Participant { Identity = "2016-03-24T21:05:50+02:00" }), Is.EqualTo(json));
                Assert.That(JsonConvert.DeserializeObject<Participant>(json)!.Identity, Is.EqualTo("2016-03-24T21:05:50+02:00"));
            });
        }
        finally
        {
            JsonConvert.DefaultSettings = before;
        }
    }

    [Test]
    public void A_value_works_inside_the_callers_types_with_null_and_in_lists()
    {
        var job = new Job { Participants = [new Participant { Sid = "MB1" }, null], Add = new CreateParticipantRequest { Identity = "alice" } };
        var read = JsonConvert.DeserializeObject<Job>($"/* a comment */{JsonConvert.SerializeObject(job).Replace("\"sid\"", "/* another */\"sid\"", StringComparison.Ordinal)}")!;
        Assert.Multiple(() =>
        {
            Assert.That(read.Participants, Is.EqualTo(job.Participants));
            Assert.That(read.Add!.Identity, Is.EqualTo("alice"));
        });
    }

    [Test]
    public void A_JToken_tree_whose_strings_were_parsed_as_dates_is_read_too()
    {
        var date = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
        var tree = JObject.Parse(JsonConvert.SerializeObject(new Participant { DateCreated = date, Identity = "2026-11-23T08:00:00Z" }));
        Assert.Multiple(() =>
        {
            Assert.That(tree["date_created"]!.Type, Is.EqualTo(JTokenType.Date));
            Assert.That(tree.ToObject<Participant>()!.DateCreated, Is.EqualTo(date));
            Assert.That(tree.ToObject<Participant>()!.Identity, Is.EqualTo("2026-11-23T08:00:00Z"));
        });
    }

    [Test]
    public void A_tree_that_was_made_by_hand_is_read_too()
    {
        var tree = JObject.FromObject(new Participant());
        var writer = new JTokenWriter();
        writer.WriteValue(7);
        tree["last_read_message_index"] = writer.Token;
        tree["identity"] = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Unspecified);
        var read = tree.ToObject<Participant>()!;
        Assert.That((read.LastReadMessageIndex, read.Identity), Is.EqualTo((7, "2026-11-23T08:00:00Z")), "a 32-bit number, and a date without a zone, which is in UTC as everywhere");
    }

    [Test]
    public void JSON_other_than_an_object_is_rejected_with_its_place()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => JsonConvert.DeserializeObject<Participant>("[]"), Throws.InstanceOf<JsonException>().With.Message.Contains("Participant is not an object"));
            Assert.That(() => JsonConvert.DeserializeObject<Participant>("""{"sid":"MB1" """), Throws.InstanceOf<JsonException>());
            Assert.That(
                () => JsonConvert.DeserializeObject<Job>("""{"Participants":[null,1]}"""),
                Throws.InstanceOf<JsonException>().With.Message.EqualTo("Participants[1]: Participant is not an object (line 1, position 1)"));
            Assert.That(JsonConvert.DeserializeObject<Participant>("null"), Is.Null);
        });
    }

    [Test]
    public void A_request_keeps_which_fields_are_set_removed_and_unchanged()
    {
        var update = new UpdateParticipantRequest
        {
            Identity = "alice",
            MessagingBindingProxyAddress = FieldUpdate<string>.Remove,
            LastReadMessageIndex = 7,
            DateUpdated = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero),
            AdditionalFields = { ["New.Field"] = "x" },
        };
        var json = JsonConvert.SerializeObject(update);
        var read = JsonConvert.DeserializeObject<UpdateParticipantRequest>(json)!;
        Assert.Multiple(() =>
        {
            Assert.That(json, Is.EqualTo("""{"Identity":"alice","MessagingBinding.ProxyAddress":null,"DateUpdated":"2026-11-23T08:00:00Z","LastReadMessageIndex":7,"New.Field":"x"}"""));
            Assert.That(JsonConvert.SerializeObject(read), Is.EqualTo(json));
            Assert.That(read.MessagingBindingProxyAddress.IsRemoval);
            Assert.That(read.MessagingBindingProjectedAddress, Is.EqualTo(default(FieldUpdate<string>)));
            Assert.That(JsonConvert.DeserializeObject<UpdateParticipantRequest>("""{"Identity":null,"LastReadMessageIndex":null}"""), Has.Property("Identity").Null.And.Property("LastReadMessageIndex").EqualTo(FieldUpdate<int?>.Remove));
        });
    }

    private sealed class Job
    {
        public List<Participant?>? Participants { get; set; }

        public CreateParticipantRequest? Add { get; set; }
    }
}
