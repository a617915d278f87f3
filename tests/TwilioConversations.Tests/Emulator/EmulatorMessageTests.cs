using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Messages in the emulator, and their delivery.</summary>
[TestFixture(null)]
[TestFixture(ServiceSid)]
public class EmulatorMessageTests(string? service)
{
    private const string MediaSid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string ContentSid = "HXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private EmulatorFixture _emulated = null!;

    private MessagesApi Messages => _emulated.Conversation.Messages;

    [SetUp]
    public void Start() => _emulated = new EmulatorFixture(service: service);

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task A_message_is_created_fetched_updated_and_deleted()
    {
        var alice = await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        var created = await Messages.CreateAsync(new() { Author = "alice", Body = "Hello", Attributes = """{"mood":"good"}""" });
        Assert.Multiple(() =>
        {
            Assert.That((created.Index, created.Author, created.Body, created.Attributes, created.ParticipantSid), Is.EqualTo((0, "alice", "Hello", """{"mood":"good"}""", alice.Sid)));
            Assert.That((created.Media, created.Delivery, created.ContentSid, created.ConversationSid, created.ChatServiceSid), Is.EqualTo(((object?)null, (object?)null, (string?)null, ConversationSid, service)));
            Assert.That(created.Links, Does.ContainKey("delivery_receipts"));
        });
        Assert.That(await Messages.FetchAsync(created.Sid), Is.EqualTo(created));
        var updated = await Messages.UpdateAsync(created.Sid, new() { Body = "Hello!" });
        Assert.That((updated.Body, updated.Author, updated.Index), Is.EqualTo(("Hello!", "alice", 0)));
        await Messages.DeleteAsync(created.Sid);
        Assert.That(await Messages.FindAsync(created.Sid), Is.Null);
    }

    [Test]
    public async Task Messages_are_by_system_unless_they_name_an_author_and_have_a_body_media_or_content()
    {
        var body = await Messages.CreateAsync(new() { Body = "Hello" });
        _emulated.Emulator.Api.AddMedia(MediaSid, service ?? "ISdddddddddddddddddddddddddddddddd", "image/png", "photo.png", [1, 2, 3]);
        var media = await Messages.CreateAsync(new() { MediaSid = MediaSid });
        var content = await Messages.CreateAsync(new() { ContentSid = ContentSid, ContentVariables = """{"1":"Ann"}""", Body = "ignored" });
        Assert.That((body.Author, body.ParticipantSid, body.Attributes), Is.EqualTo(("system", (string?)null, "{}")));
        Assert.That((media.Body, media.Media!.Single().Sid), Is.EqualTo(((string?)null, MediaSid)));
        Assert.That((content.Body, content.Media, content.ContentSid), Is.EqualTo(((string?)null, (object?)null, ContentSid)));
    }

    [Test]
    public async Task Indices_start_at_0_have_no_gaps_and_are_never_reused()
    {
        var messages = new List<Message>();
        for (var i = 0; i < 5; i++)
        {
            messages.Add(await Messages.CreateAsync(new() { Body = $"{i}" }));
        }

        Assert.That(messages.ConvertAll(message => message.Index), Is.EqualTo(new[] { 0, 1, 2, 3, 4 }));
        await Messages.DeleteAsync(messages[4].Sid);
        Assert.That((await Messages.CreateAsync(new() { Body = "5" })).Index, Is.EqualTo(5));
    }

    [Test]
    public async Task A_list_runs_by_index_either_way_in_pages_that_nothing_shifts()
    {
        for (var i = 0; i < 5; i++)
        {
            await Messages.CreateAsync(new() { Body = $"{i}" });
        }

        Assert.That(await BodiesAsync(null), Is.EqualTo("0 1 2 3 4"));
        Assert.That(await BodiesAsync(MessageOrder.Asc), Is.EqualTo("0 1 2 3 4"));
        Assert.That(await BodiesAsync(MessageOrder.Desc), Is.EqualTo("4 3 2 1 0"));
        var inCapitals = await new RawRequest("GET", $"/v1/{(service is null ? "" : $"Services/{service}/")}Conversations/{ConversationSid}/Messages?Order=DESC&PageSize=1").SendAsync(_emulated.Emulator);
        Assert.That((string?)inCapitals.Json["messages"]![0]!["body"], Is.EqualTo("4"));

        var seen = new List<string?>();
        await foreach (var message in Messages.ListAsync(new() { Order = MessageOrder.Desc, PageSize = 2, ReadAhead = false }))
        {
            seen.Add(message.Body);
            await Messages.CreateAsync(new() { Body = "late" });
        }

        Assert.That(seen, Is.EqualTo(new[] { "4", "3", "2", "1", "0" }));
        Assert.That(await Messages.ListAfterAsync(2).Select(message => message.Index).Take(2).ToListAsync(), Is.EqualTo(new[] { 3, 4 }));
    }

    [Test]
    public async Task Every_page_of_a_descending_list_leads_back_to_the_one_before_it()
    {
        for (var i = 0; i < 5; i++)
        {
            await Messages.CreateAsync(new() { Body = $"{i}" });
        }

        var target = $"/v1{(service is null ? "" : $"/Services/{service}")}/Conversations/{ConversationSid}/Messages?Order=desc&PageSize=2";
        var pages = new List<string>();
        foreach (var link in new[] { "next_page_url", "next_page_url", "previous_page_url", "previous_page_url" })
        {
            target = new Uri((string)(await PageAsync())["meta"]![link]!).PathAndQuery;
        }

        await PageAsync();
        Assert.That(pages, Is.EqualTo(new[] { "4 3", "2 1", "0", "2 1", "4 3" }));

        async Task<Newtonsoft.Json.Linq.JObject> PageAsync()
        {
            var page = (await new RawRequest("GET", target).SendAsync(_emulated.Emulator)).Json;
            pages.Add(string.Join(' ', page["messages"]!.Select(message => (string?)message["body"])));
            return page;
        }
    }

    [TestCase("", 50503)]
    [TestCase("Body=", 50503)]
    [TestCase("Body=a&MediaSid=ME1", 50510)]
    [TestCase("ContentSid=HX1", 50526)]
    [TestCase("Body=a&ContentVariables=%7B%7D", 50528)]
    [TestCase("Body=a&Attributes=%7B", 50304)]
    [TestCase("ContentSid=HXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&ContentVariables={long}", 50529)]
    [TestCase("Body={long}", 50504)]
    public async Task A_message_that_breaks_a_rule_is_rejected_with_its_code_and_takes_no_index(string form, int code)
    {
        var path = $"/v1{(service is null ? "" : $"/Services/{service}")}/Conversations/{ConversationSid}/Messages";
        var response = await new RawRequest("POST", path, form.Replace("{long}", new string('a', 32_769), StringComparison.Ordinal)).SendAsync(_emulated.Emulator);
        Assert.That((response.Status, response.Code), Is.EqualTo((400, code)), response.Text);
        Assert.That((await Messages.CreateAsync(new() { Body = "Hello" })).Index, Is.Zero);
    }

    [Test]
    public async Task A_last_read_index_is_that_of_a_message_of_the_conversation()
    {
        var alice = await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await Messages.CreateAsync(new() { Body = "0" });
        var last = await Messages.CreateAsync(new() { Body = "1" });
        Assert.That((await _emulated.Participants.UpdateAsync(alice, new() { LastReadMessageIndex = last.Index })).LastReadMessageIndex, Is.EqualTo(1));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => _emulated.Participants.UpdateAsync(alice, new() { LastReadMessageIndex = 2 }));
        Assert.That(error!.Code, Is.EqualTo(50421));
    }

    [Test]
    public async Task A_message_has_a_receipt_for_each_participant_outside_chat_but_its_author()
    {
        await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        var bob = await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+9" });
        var carol = await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+2", MessagingBindingProxyAddress = "+9" });
        var toBoth = await Messages.CreateAsync(new() { Author = "alice", Body = "Hello" });
        var fromBob = await Messages.CreateAsync(new() { Author = "+1", Body = "Hi" });
        Assert.That(await ParticipantsOfReceiptsAsync(toBoth), Is.EqualTo(new[] { bob.Sid, carol.Sid }));
        Assert.That(await ParticipantsOfReceiptsAsync(fromBob), Is.EqualTo(new[] { carol.Sid }));
        Assert.That(fromBob.ParticipantSid, Is.EqualTo(bob.Sid));
    }

    [Test]
    public async Task A_delivery_status_shows_in_its_receipt_and_in_the_summary_of_the_message()
    {
        foreach (var address in new[] { "+1", "+2" })
        {
            await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = address, MessagingBindingProxyAddress = "+9" });
        }

        var message = await Messages.CreateAsync(new() { Body = "Hello" });
        Assert.That(Summary(message), Is.EqualTo("2: sent all, delivered none, read none, failed none, undelivered none"));
        var receipts = await _emulated.Conversation.Message(message.Sid).Receipts.ListAsync().ToListAsync();
        Assert.That(receipts.ConvertAll(receipt => (receipt.Status, receipt.ErrorCode)), Is.EqualTo(new[] { ((DeliveryStatus?)DeliveryStatus.Sent, 0), (DeliveryStatus.Sent, 0) }));

        _emulated.Emulator.SetDeliveryStatus(receipts[0].Sid, DeliveryStatus.Read);
        _emulated.Emulator.SetDeliveryStatus(receipts[1].Sid, DeliveryStatus.Failed, 30003);

        Assert.That(Summary(await Messages.FetchAsync(message.Sid)), Is.EqualTo("2: sent some, delivered some, read some, failed some, undelivered none"));
        var failed = await _emulated.Conversation.Message(message.Sid).Receipts.FetchAsync(receipts[1].Sid);
        Assert.That((failed.Status, failed.ErrorCode, failed.MessageSid), Is.EqualTo(((DeliveryStatus?)DeliveryStatus.Failed, 30003, message.Sid)));
        Assert.That(() => _emulated.Emulator.SetDeliveryStatus($"DY{new string('0', 32)}", DeliveryStatus.Read), Throws.ArgumentException.With.Property("ParamName").EqualTo("receiptSid"));
    }

    [Test]
    public async Task Changes_of_conversations_and_messages_are_events_too()
    {
        var on = new RequestOptions { WebhookEnabled = true };
        var message = await Messages.CreateAsync(new() { Body = "Hello" }, on);
        await Messages.DeleteAsync(message.Sid, on);
        await Messages.CreateAsync(new() { Body = "quiet" });
        await (service is null ? _emulated.Client.Conversations : _emulated.Client.Service(service).Conversations).DeleteAsync(ConversationSid, on);
        Assert.That(_emulated.Emulator.Webhooks.Select(webhook => webhook with { Time = default }), Is.EqualTo(new[]
        {
            new EmulatedWebhook("onMessageAdded", service, ConversationSid, null) { MessageSid = message.Sid },
            new EmulatedWebhook("onMessageRemoved", service, ConversationSid, null) { MessageSid = message.Sid },
            new EmulatedWebhook("onConversationRemoved", service, ConversationSid, null),
        }));
    }

    private async Task<string> BodiesAsync(MessageOrder? order) => string.Join(' ', await Messages.ListAsync(new() { Order = order, PageSize = 2 }).Select(message => message.Body).ToListAsync());

    private async Task<List<string?>> ParticipantsOfReceiptsAsync(Message message) =>
        await _emulated.Conversation.Message(message.Sid).Receipts.ListAsync(new() { PageSize = 1 }).Select(receipt => receipt.ParticipantSid).ToListAsync();

    private static string Summary(Message message) => message.Delivery is { } delivery
        ? $"{delivery.Total}: sent {delivery.Sent}, delivered {delivery.Delivered}, read {delivery.Read}, failed {delivery.Failed}, undelivered {delivery.Undelivered}"
        : "none";
}
