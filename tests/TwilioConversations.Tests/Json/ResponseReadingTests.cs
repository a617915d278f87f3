using System.Net;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The values that callers get from a success response, and the exception for a response that is not what the operation promises.</summary>
public class ResponseReadingTests
{
    [Test]
    public async Task Texts_that_look_like_dates_stay_as_they_were_sent()
    {
        var participant = await ReadAsync(json =>
        {
            json["identity"] = "2016-03-24T21:05:50+02:00";
            json["something_new"] = "2016-03-24T21:05:50+02:00";
        });
        Assert.Multiple(() =>
        {
            Assert.That(participant.Identity, Is.EqualTo("2016-03-24T21:05:50+02:00"));
            Assert.That(participant.AdditionalFields["something_new"], Is.EqualTo("\"2016-03-24T21:05:50+02:00\""));
        });
    }

    [Test]
    public async Task Fields_that_the_document_does_not_know_are_kept_as_the_JSON_text_that_was_sent()
    {
        const string Unknown = """{ "x" : [ 1, null, "é\u00e9", 1.10, 1e400, 12345678901234567890123 ] }""";
        using var server = new StubServer(StubResponse.Ok(Examples.Participant.Insert(1, $"\"a_number\": 7,\"an_object\":{Unknown},").Replace("\"type\"", "\"nickname\":\"Alice\",\"type\"", StringComparison.Ordinal)));
        var participant = await server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid);
        Assert.Multiple(() =>
        {
            Assert.That(participant.AdditionalFields, Is.EquivalentTo(new Dictionary<string, string> { ["a_number"] = "7", ["an_object"] = Unknown }));
            Assert.That(participant.MessagingBinding!.AdditionalFields["nickname"], Is.EqualTo("\"Alice\""));
        });
    }

    [Test]
    public async Task A_text_with_half_of_a_surrogate_pair_is_read_with_the_replacement_character()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant.Replace("\"identity\":null", """ "identity":"a\ud83d\n\u00e9" """, StringComparison.Ordinal)));
        Assert.That((await server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid)).Identity, Is.EqualTo("a\uFFFD\né"));
    }

    [Test]
    public async Task A_byte_order_mark_before_the_response_is_skipped()
    {
        using var server = new StubServer(StubResponse.Ok("\uFEFF" + Examples.Participant));
        Assert.That((await server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid)).Sid, Does.StartWith("MB"));
    }

    [Test]
    public async Task Nesting_beyond_64_levels_is_rejected()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant.Insert(1, $"\"deep\":{new string('[', 100_000)}{new string(']', 100_000)},")));
        var error = await Assert.ThrowsAsync<InvalidResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.Message, Does.Contain("not valid JSON (line 1, position "));
    }

    [Test]
    public async Task The_same_SID_throughout_a_page_is_one_string()
    {
        using var server = new StubServer(Examples.PageOf(["a", "b"], null));
        var page = await server.Client.Conversation(ConversationSid).Participants.ListAsync().AsPages().SingleAsync();
        Assert.That(page.Items[1].ConversationSid, Is.SameAs(page.Items[0].ConversationSid));
    }

    [Test]
    public async Task The_order_of_fields_does_not_matter_and_the_last_of_repeated_fields_counts()
    {
        var reversed = new JObject(Examples.Response("FetchConversationParticipant", "fetchByIdentity").Properties().Reverse()).ToString();
        var repeated = reversed.Insert(1, "\"identity\":\"somebody else\",");
        using var server = new StubServer(StubResponse.Ok(Examples.Response("FetchConversationParticipant", "fetchByIdentity").ToString()), StubResponse.Ok(repeated));
        var inOrder = await server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid);
        Assert.That(await server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid), Is.EqualTo(inOrder));
    }

    [Test]
    public async Task A_model_made_by_hand_equals_one_that_was_read_with_the_same_values()
    {
        var one = new Participant
        {
            AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            ConversationSid = ConversationSid,
            Sid = ParticipantSid,
            Attributes = """{ "role": "driver" }""",
            MessagingBinding = new MessagingBinding { Type = "sms", Address = "+15558675310", ProxyAddress = "+15017122661" },
            RoleSid = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            DateCreated = new DateTimeOffset(2016, 3, 24, 21, 5, 50, TimeSpan.Zero),
            DateUpdated = new DateTimeOffset(2016, 3, 24, 21, 5, 50, TimeSpan.Zero),
            Url = $"https://conversations.twilio.com{ParticipantsPath}/{ParticipantSid}",
            AdditionalFields = new([new("a", "1")]),
        };
        var other = await ReadAsync(json => json["a"] = 1);
        Assert.Multiple(() =>
        {
            Assert.That(one, Is.EqualTo(other));
            Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
            Assert.That(one with { AdditionalFields = new([new("a", "2")]) }, Is.Not.EqualTo(other));
            Assert.That(one with { Identity = "alice" }, Is.Not.EqualTo(other));
            Assert.That(new Participant().Attributes, Is.EqualTo("{}"));
        });
    }

    [Test]
    public void A_model_prints_its_SIDs_and_no_personal_data()
    {
        var participant = new Participant
        {
            AccountSid = "AC1",
            ConversationSid = "CH1",
            Sid = "MB1",
            RoleSid = "RL1",
            Identity = "personal",
            Attributes = "personal",
            MessagingBinding = new MessagingBinding { Type = "sms", Address = "personal", ProxyAddress = "personal" },
            AdditionalFields = new([new("name", "personal")]),
        };
        object[] printed =
        [
            participant, participant.MessagingBinding, participant.AdditionalFields, new ListPage<Participant>([participant], null),
            new CreateParticipantRequest { Identity = "personal" }, new UpdateParticipantRequest { MessagingBindingProxyAddress = "personal" },
            (FieldUpdate<string>)"personal", new ApiError { Message = "personal" },
        ];
        Assert.Multiple(() =>
        {
            Assert.That(participant.ToString(), Does.Contain("AC1").And.Contain("CH1").And.Contain("MB1").And.Contain("RL1"));
            Assert.That(string.Join('\n', printed), Does.Not.Contain("personal"));
        });
    }

    [TestCase("", "the body is empty", TestName = "An_empty_body")]
    [TestCase("<html><body>alice</body></html>", "not valid JSON (line 1, position 1)", TestName = "HTML")]
    [TestCase("null", "Participant is not an object (line 1, position 4)", TestName = "Null")]
    [TestCase("[]", "Participant is not an object (line 1, position 1)", TestName = "An_array")]
    [TestCase("{}", "Participant has no field sid (line 1, position 2)", TestName = "A_missing_key")]
    [TestCase("""{"sid":null}""", "Participant.sid is null (line 1, position 11)", TestName = "Null_for_the_key")]
    [TestCase("""{"sid":{"x":"alice"}}""", "Participant.sid is not a string (line 1, position 8)", TestName = "An_object_for_the_key")]
    [TestCase("""{"sid":"alice""", "not valid JSON", TestName = "A_body_cut_inside_a_text")]
    [TestCase("""{"sid":"MB1",""", "not valid JSON (line 1, position 13)", TestName = "A_body_cut_between_fields")]
    public async Task A_response_of_another_shape_is_rejected_with_the_place_and_without_the_content(string body, string reason)
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.OK, body, ("Twilio-Request-Id", "RQ1")));
        var error = await Assert.ThrowsAsync<InvalidResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Does.StartWith("FetchConversationParticipant: the 200 response is invalid: ").And.Contain(reason).And.EndsWith(" Request RQ1."));
            Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(error.ToString(), Does.Not.Contain("alice"));
        });
    }

    [Test]
    public async Task More_after_the_JSON_is_rejected()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant + "{}"));
        var error = await Assert.ThrowsAsync<InvalidResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.Message, Does.Contain("not valid JSON (line 1, position 622)"));
    }

    private static async Task<Participant> ReadAsync(Action<JObject> change)
    {
        var json = Examples.Response("FetchConversationParticipant", "fetch");
        change(json);
        using var server = new StubServer(StubResponse.Ok(json.ToString()));
        return await server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid);
    }
}
