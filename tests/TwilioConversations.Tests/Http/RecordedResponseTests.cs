using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The shapes of responses that public recordings of the service show, with values that are made up.</summary>
public class RecordedResponseTests
{
    private const string ConversationSid = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Test]
    public async Task A_conversation_without_timers_has_no_bindings()
    {
        using var server = ServerOf("Conversation", json => (json["timers"], json["bindings"]) = (new JObject(), JValue.CreateNull()));
        var conversation = await server.Client.Conversations.FetchAsync("support");
        Assert.That((conversation.Timers.DateClosed, conversation.Timers.DateInactive, conversation.Bindings), Is.EqualTo((default(DateTimeOffset?), default(DateTimeOffset?), default(ConversationBindings))));
    }

    [Test]
    public async Task A_message_from_before_content_templates_has_no_content_SID()
    {
        using var server = ServerOf("Message", json =>
        {
            (json["delivery"], json["media"]) = (JValue.CreateNull(), JValue.CreateNull());
            json.Remove("content_sid");
        });
        var message = await server.Client.Conversation(ConversationSid).Messages.FetchAsync("IM" + new string('a', 32));
        Assert.That((message.Delivery, message.Media, message.ContentSid), Is.EqualTo((default(DeliverySummary), default(IReadOnlyList<MessageMedia>), default(string))));
    }

    [Test]
    public async Task An_identity_has_blanks()
    {
        using var server = ServerOf("Participant", json => (json["identity"], json["messaging_binding"]) = ("Alice in Wonderland", JValue.CreateNull()));
        var participant = await server.Client.Conversation(ConversationSid).Participants.FetchAsync("Alice in Wonderland");
        Assert.That(participant.Identity, Is.EqualTo("Alice in Wonderland"));
        Assert.That(server.Request.Target, Does.EndWith("/Participants/Alice%20in%20Wonderland"));
    }

    [Test]
    public async Task An_email_participant_has_a_level_and_a_name_but_no_proxy_address()
    {
        using var server = ServerOf("Participant", json => (json["identity"], json["messaging_binding"]) = (JValue.CreateNull(), JObject.FromObject(new { type = "email", address = "alice@example.com", level = "to", name = "Alice" })));
        var binding = (await server.Client.Conversation(ConversationSid).Participants.FetchAsync("MB" + new string('a', 32))).MessagingBinding!;
        Assert.That((binding.Type, binding.Address, binding.Level, binding.Name, binding.ProxyAddress), Is.EqualTo(("email", "alice@example.com", "to", "Alice", default(string))));
    }

    [Test]
    public async Task A_webhook_of_a_Studio_flow_has_only_the_flow_in_its_configuration()
    {
        var flow = "FW" + new string('a', 32);
        using var server = ServerOf("ConversationWebhook", json => (json["target"], json["configuration"]) = ("studio", new JObject(new JProperty("flow_sid", flow))));
        var webhook = await server.Client.Conversation(ConversationSid).Webhooks.FetchAsync("WH" + new string('a', 32));
        Assert.That((webhook.Target, webhook.Configuration.FlowSid, webhook.Configuration.Url), Is.EqualTo((WebhookTarget.Studio, flow, default(string))));
    }

    [TestCase("/v1/Services/IS1/Media/ME1/Content")]
    [TestCase("https://mcs.us1.twilio.com/v1/Services/IS1/Media/ME1/Content")]
    public void A_file_has_dates_with_microseconds_and_an_offset_and_links_of_both_kinds(string link)
    {
        var file = JsonConvert.DeserializeObject<MediaInfo>($$$"""{"sid":"ME1","date_created":"2020-01-02T03:04:05.678901-07:00","links":{"content":"{{{link}}}"} }""")!;
        Assert.That((file.DateCreated, file.TemporaryUrl), Is.EqualTo((new DateTimeOffset(2020, 1, 2, 10, 4, 5, TimeSpan.Zero).AddTicks(6_789_010), default(string))));
    }

    [Test]
    public async Task An_error_has_details_a_code_that_is_null_and_the_fields_of_RFC_9457()
    {
        using var server = new StubServer(new StubResponse(System.Net.HttpStatusCode.Conflict, """{"code":null,"message":null,"details":{"a":1},"type":"https://example.com/e","title":"Conflict","detail":"It exists.","status":409}"""));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversations.FetchAsync("support"));
        Assert.That((error!.Code, error.ServiceMessage, error.Error!.Title, error.Error.AdditionalFields["details"]), Is.EqualTo((default(int?), "It exists.", "Conflict", """{"a":1}""")));
    }

    private static StubServer ServerOf(string model, Action<JObject> change)
    {
        var json = Models.Sample(model);
        if (json.ContainsKey("unique_name"))
        {
            json["unique_name"] = "support";
        }

        change(json);
        return new StubServer(StubResponse.Ok(json.ToString(Formatting.None)));
    }
}
