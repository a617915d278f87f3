using System.Globalization;
using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>A conversation in the emulator, from its creation to its end.</summary>
[TestFixture(null)]
[TestFixture(ServiceSid)]
public class EmulatorConversationLifeTests(string? service)
{
    private EmulatorFixture _emulated = null!;

    private ConversationsApi Conversations => service is null ? _emulated.Client.Conversations : _emulated.Client.Service(service).Conversations;

    [SetUp]
    public void Start() => _emulated = new EmulatorFixture(service: service);

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task A_conversation_is_created_fetched_by_SID_and_unique_name_updated_and_deleted()
    {
        var created = await Conversations.CreateAsync(new() { UniqueName = "support", FriendlyName = "Help", Attributes = """{"topic":"bike"}""", BindingsEmailAddress = "help@example.com", BindingsEmailName = "Help" });
        Assert.Multiple(() =>
        {
            Assert.That((created.UniqueName, created.FriendlyName, created.Attributes), Is.EqualTo(("support", "Help", """{"topic":"bike"}""")));
            Assert.That((created.State, created.MessagingServiceSid, created.Timers.DateClosed), Is.EqualTo((ConversationState.Active, (string?)null, (DateTimeOffset?)null)));
            Assert.That((created.Bindings!.Email!.ProjectedAddress, created.Bindings.Email.Name), Is.EqualTo(("help@example.com", "Help")));
            Assert.That(created.Links.Keys, Is.SupersetOf(new[] { "participants", "messages", "webhooks" }));
            Assert.That(service is null || created.ChatServiceSid == service);
        });
        Assert.That(await Conversations.FetchAsync(created.Sid), Is.EqualTo(created));
        Assert.That(await Conversations.FetchAsync("support"), Is.EqualTo(created));

        var updated = await Conversations.UpdateAsync("support", new() { UniqueName = "sales", FriendlyName = "Buy" });
        Assert.That((updated.Sid, updated.UniqueName, updated.FriendlyName, updated.Attributes), Is.EqualTo((created.Sid, "sales", "Buy", created.Attributes)));
        Assert.That(await Conversations.ExistsAsync("support"), Is.False, "the name is free");

        await Conversations.DeleteAsync("sales");
        Assert.That(await Conversations.FindAsync(created.Sid), Is.Null);
    }

    [Test]
    public async Task A_unique_name_is_taken_until_its_conversation_is_gone()
    {
        var first = await Conversations.CreateAsync(new() { UniqueName = "support" });
        var other = await Conversations.CreateAsync(new());
        foreach (var call in new Func<Task>[] { () => Conversations.CreateAsync(new() { UniqueName = "support" }), () => Conversations.UpdateAsync(other, new() { UniqueName = "support" }) })
        {
            var error = await Assert.ThrowsAsync<ConversationsResponseException>(call);
            Assert.That((error!.StatusCode, error.Code), Is.EqualTo((HttpStatusCode.Conflict, 50353)));
        }

        Assert.That(await Conversations.GetOrCreateAsync("support"), Is.EqualTo(first));
        Assert.That((await Conversations.UpdateAsync(first, new() { UniqueName = "support" })).Sid, Is.EqualTo(first.Sid), "its own name is not taken");
        await Conversations.DeleteAsync(first);
        Assert.That((await Conversations.GetOrCreateAsync("support")).Sid, Is.Not.EqualTo(first.Sid));
    }

    [Test]
    public async Task A_conversation_that_a_test_adds_and_one_that_a_client_creates_are_in_the_same_store()
    {
        var added = _emulated.Emulator.AddConversation("support", service, "alice");
        Assert.That((await Conversations.FetchAsync("support")).Sid, Is.EqualTo(added));
        await Conversations.CreateAsync(new() { UniqueName = "sales" });
        Assert.That(() => _emulated.Emulator.AddConversation("sales", service), Throws.ArgumentException.With.Property("ParamName").EqualTo("conversation"));
        Assert.That(await Conversations.ListAsync().Select(conversation => conversation.UniqueName).ToListAsync(), Is.EqualTo(new[] { null, "support", "sales" }));
    }

    [Test]
    public async Task A_deletion_also_deletes_participants_messages_receipts_and_webhooks()
    {
        var sid = (await Conversations.CreateAsync(new() { UniqueName = "support" })).Sid;
        var before = service is null ? _emulated.Client.Conversation(sid) : _emulated.Client.Service(service).Conversation(sid);
        var sms = new CreateParticipantRequest { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+2" };
        await before.Participants.CreateAsync(sms);
        var message = await before.Messages.CreateAsync(new() { Body = "Hello" });
        await before.Webhooks.CreateAsync(new() { Target = WebhookTarget.Studio, ConfigurationFlowSid = $"FW{new string('a', 32)}" });

        await Conversations.DeleteAsync(sid);

        Assert.That(await CodeAsync(() => before.Participants.ListAsync().ToListAsync().AsTask()), Is.EqualTo(20404));
        Assert.That(await CodeAsync(() => before.Message(message.Sid).Receipts.ListAsync().ToListAsync().AsTask()), Is.EqualTo(20404));
        await _emulated.Participants.CreateAsync(sms);
        Assert.That(await _emulated.Conversation.Messages.ListAsync().CountAsync(), Is.Zero);
        Assert.That(await _emulated.Conversation.Webhooks.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_closed_conversation_is_read_and_deleted_but_changes_no_more()
    {
        var alice = await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await _emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+2" });
        var message = await _emulated.Conversation.Messages.CreateAsync(new() { Body = "Hello" });
        Assert.That((await Conversations.UpdateAsync(ConversationSid, new() { State = ConversationState.Inactive })).State, Is.EqualTo(ConversationState.Inactive));
        Assert.That((await Conversations.UpdateAsync(ConversationSid, new() { State = ConversationState.Closed })).State, Is.EqualTo(ConversationState.Closed));

        Func<Task>[] rejected =
        [
            () => Conversations.UpdateAsync(ConversationSid, new() { State = ConversationState.Active }),
            () => Conversations.UpdateAsync(ConversationSid, new() { FriendlyName = "Late" }),
            () => _emulated.Participants.CreateAsync(new() { Identity = "bob" }),
            () => _emulated.Participants.UpdateAsync(alice, new() { Attributes = "{}" }),
            () => _emulated.Participants.DeleteAsync(alice),
            () => _emulated.Conversation.Messages.CreateAsync(new() { Body = "Late" }),
            () => _emulated.Conversation.Messages.UpdateAsync(message.Sid, new() { Body = "Late" }),
            () => _emulated.Conversation.Messages.DeleteAsync(message.Sid),
            () => _emulated.Conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Studio, ConfigurationFlowSid = $"FW{new string('a', 32)}" }),
        ];
        foreach (var call in rejected)
        {
            Assert.That(await CodeAsync(call), Is.EqualTo(50377));
        }

        Assert.That(await _emulated.Conversation.Messages.FetchAsync(message.Sid), Is.EqualTo(message));
        Assert.That(await _emulated.Participants.ListAsync().CountAsync(), Is.EqualTo(2));
        var other = service is null ? _emulated.Client.Conversation(_emulated.Emulator.AddConversation("other")) : _emulated.Client.Service(service).Conversation(_emulated.Emulator.AddConversation("other", service));
        await other.Participants.CreateAsync(new() { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+2" });
        await Conversations.DeleteAsync(ConversationSid);
    }

    [Test]
    public async Task A_list_shows_a_state_or_a_span_of_dates_the_newest_first()
    {
        foreach (var day in new[] { 1, 2, 3 })
        {
            await Conversations.CreateAsync(new() { UniqueName = $"day{day}", DateCreated = new DateTimeOffset(2026, 4, day, 12, 0, 0, TimeSpan.Zero), State = day == 2 ? ConversationState.Inactive : null });
        }

        async Task<string> ListAsync(string? start, string? end, ConversationState? state = null) => string.Join(' ', await Conversations
            .ListAsync(new() { StartDate = Date(start), EndDate = Date(end), State = state, PageSize = 1 }).Select(conversation => conversation.UniqueName ?? "none").ToListAsync());
        static DateTimeOffset? Date(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.That(await ListAsync("2026-04-02T00:00:00Z", "2026-04-03T12:00:00Z"), Is.EqualTo("day3 day2"));
        Assert.That(await ListAsync(null, "2026-04-02T11:59:59Z"), Is.EqualTo("day1"));
        Assert.That(await ListAsync("2026-04-01", "2026-04-30", ConversationState.Active), Is.EqualTo("day3 day1"));
        Assert.That(await ListAsync(null, null, ConversationState.Inactive), Is.EqualTo("day2"));
        Assert.That(await ListAsync(null, null, ConversationState.Active), Is.EqualTo("none day1 day3"));
        var inCapitals = await new RawRequest("GET", $"/v1/{(service is null ? "" : $"Services/{service}/")}Conversations?State=INACTIVE").SendAsync(_emulated.Emulator);
        Assert.That(inCapitals.Json["conversations"]!.Select(conversation => (string?)conversation["unique_name"]), Is.EqualTo(new[] { "day2" }));
    }

    [Test]
    public async Task A_conversation_with_participants_is_created_as_a_whole_or_not_at_all()
    {
        var status = default(HttpStatusCode);
        var request = new CreateConversationWithParticipantsRequest
        {
            UniqueName = "support",
            Participants = [new() { Identity = "alice", Attributes = """{"seat":7}""" }, new() { MessagingBinding = new() { Address = "+1", ProxyAddress = "+2" } }],
        };
        var created = await Conversations.CreateWithParticipantsAsync(request, new() { OnResponse = response => status = response.StatusCode });
        Assert.That((status, created.UniqueName), Is.EqualTo((HttpStatusCode.Created, "support")));
        var participants = (service is null ? _emulated.Client.Conversation("support") : _emulated.Client.Service(service).Conversation("support")).Participants;
        Assert.That((await participants.FetchAsync("alice")).Attributes, Is.EqualTo("""{"seat":7}"""));
        Assert.That(await participants.ListAsync().Select(participant => participant.MessagingBinding?.Address).ToListAsync(), Is.EqualTo(new[] { null, "+1" }));

        Assert.That(await CodeAsync(() => Conversations.CreateWithParticipantsAsync(new() { UniqueName = "sales", Participants = [new() { Identity = "bob" }, new() { Identity = "bob" }] })), Is.EqualTo(50433));
        var noJson = await new RawRequest("POST", $"/v1/{(service is null ? "" : $"Services/{service}/")}ConversationWithParticipants", "UniqueName=sales&Participant=bob").SendAsync(_emulated.Emulator);
        Assert.That(noJson.Code, Is.EqualTo(20001));
        Assert.That(await Conversations.ExistsAsync("sales"), Is.False);
        Assert.That(await _emulated.Users.ExistsAsync("bob"), Is.False);
    }

    private static async Task<int?> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<ConversationsResponseException>(call))!.Code;
}
