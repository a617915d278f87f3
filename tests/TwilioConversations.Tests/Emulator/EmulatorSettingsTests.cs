using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Settings of the account and of services take effect or are rejected, and so do fields whose values the public documents limit.</summary>
public class EmulatorSettingsTests
{
    private readonly Clock _clock = new();
    private readonly EmulatorFixture _emulated;

    public EmulatorSettingsTests() => _emulated = new EmulatorFixture(timeProvider: _clock);

    private ConversationsClient Client => _emulated.Client;

    [OneTimeTearDown]
    public void Stop() => _emulated.Dispose();

    [SetUp]
    public void Reset()
    {
        _emulated.Emulator.Reset();
        _emulated.Emulator.AddConversation(ConversationSid);
    }

    [Test]
    public async Task New_conversations_get_the_default_timers_and_messaging_service_unless_they_name_their_own()
    {
        const string Default = "MGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        const string Own = "MGbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
        await Client.Configuration.UpdateAsync(new() { DefaultInactiveTimer = TimeSpan.FromMinutes(5), DefaultClosedTimer = TimeSpan.FromMinutes(20), DefaultMessagingServiceSid = Default });
        var created = await Client.Conversations.CreateAsync(new() { UniqueName = "default" });
        var other = await Client.Conversations.CreateAsync(new() { UniqueName = "own", State = ConversationState.Active, TimersInactive = TimeSpan.FromHours(1), TimersClosed = TimeSpan.Zero, MessagingServiceSid = Own });
        Assert.That((created.MessagingServiceSid, created.Timers.DateInactive, created.Timers.DateClosed), Is.EqualTo((Default, created.DateCreated.AddMinutes(5), created.DateCreated.AddMinutes(20))));
        Assert.That((other.MessagingServiceSid, other.Timers.DateInactive, other.Timers.DateClosed), Is.EqualTo((Own, other.DateCreated.AddHours(1), (DateTimeOffset?)null)));
        _emulated.Emulator.AdvanceTime(TimeSpan.FromMinutes(6));
        Assert.That((await Client.Conversations.FetchAsync("default")).State, Is.EqualTo(ConversationState.Inactive));
    }

    [Test]
    public async Task Participants_and_users_get_the_default_roles_of_their_service()
    {
        var service = Client.Service((await Client.Services.ListAsync().SingleAsync()).Sid);
        var before = await service.Configuration.FetchAsync();
        var alice = await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        Assert.That((alice.RoleSid, (await _emulated.Users.FetchAsync("alice")).RoleSid), Is.EqualTo((before.DefaultConversationRoleSid, before.DefaultChatServiceRoleSid)));

        var (guest, visitor) = (await NewRoleAsync(RoleType.Conversation, RolePermission.LeaveConversation), await NewRoleAsync(RoleType.Service, RolePermission.JoinConversation));
        await service.Configuration.UpdateAsync(new() { DefaultConversationRoleSid = guest.Sid, DefaultChatServiceRoleSid = visitor.Sid });
        var bob = await _emulated.Participants.CreateAsync(new() { Identity = "bob" });
        Assert.That((bob.RoleSid, (await _emulated.Users.FetchAsync("bob")).RoleSid, (await _emulated.Users.CreateAsync(new() { Identity = "carol" })).RoleSid), Is.EqualTo((guest.Sid, visitor.Sid, visitor.Sid)));

        Task<Role> NewRoleAsync(RoleType type, RolePermission permission) => _emulated.Roles.CreateAsync(new() { FriendlyName = $"{type}", Type = type, Permissions = [permission] });
    }

    [TestCase("/v1/Configuration", "DefaultInactiveTimer=PT10S", 50375)]
    [TestCase("/v1/Configuration", "DefaultClosedTimer=PT1M", 50376)]
    [TestCase("/v1/Configuration", "DefaultInactiveTimer=banana", 50379)]
    [TestCase("/v1/Configuration", "DefaultClosedTimer=banana", 50380)]
    [TestCase("/v1/Configuration/Webhooks", "Filters=bogusEvent", 50054)]
    [TestCase("/v1/Configuration/Webhooks", "Filters=onMessageAdded&Filters=onMesageAdded", 50054)]
    [TestCase("/v1/Services/ISdddddddddddddddddddddddddddddddd/Configuration", "DefaultConversationCreatorRoleSid=RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 50106)]
    [TestCase("/v1/Services/ISdddddddddddddddddddddddddddddddd/Configuration", "DefaultConversationRoleSid=RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 50109)]
    [TestCase("/v1/Services/ISdddddddddddddddddddddddddddddddd/Configuration", "DefaultChatServiceRoleSid=RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 50102)]
    [TestCase("/v1/Roles", "FriendlyName=x&Type=conversation&Permission=waveGoodbye", 50104)]
    [TestCase("/v1/Roles", "FriendlyName=x&Type=conversation&Permission=", 50104)]
    [TestCase("/v1/Roles", "FriendlyName=x&Type=conversation&Permission=createConversation", 50104)]
    [TestCase("/v1/Roles", "FriendlyName=x&Type=deployment&Permission=sendMessage", 50105)]
    [TestCase("/v1/Configuration/Addresses", "Type=sms&Address=banana", 20001)]
    [TestCase("/v1/Configuration/Addresses", "Type=email&Address=banana", 20001)]
    [TestCase("/v1/Configuration/Addresses", "Type=sms&Address=%2B1&AutoCreation.Type=webhook&AutoCreation.WebhookUrl=https://example.com&AutoCreation.WebhookFilters=onMesageAdded", 50365)]
    [TestCase(ParticipantsPath, "Identity=alice&MessagingBinding.Address=%2B2&MessagingBinding.ProxyAddress=%2B1", 50211)]
    [TestCase(ParticipantsPath, "MessagingBinding.Address=%2B2&MessagingBinding.ProjectedAddress=%2B1", 50407)]
    [TestCase($"/v1/Conversations/{ConversationSid}/Webhooks", "Target=webhook&Configuration.Url=https://example.com&Configuration.Filters=onMessageAdd", 50365)]
    [TestCase($"/v1/Conversations/{ConversationSid}/Webhooks", "Target=webhook&Configuration.Url=https://example.com&Configuration.Filters=onUserAdded", 50365)]
    [TestCase($"/v1/Conversations/{ConversationSid}", "State=", 50374)]
    [TestCase("/v1/Conversations", "State=closed", 50384)]
    [TestCase($"/v1/Conversations/{ConversationSid}/Messages", "MediaSid=MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 50507)]
    public async Task A_value_that_the_service_documents_as_invalid_is_rejected_with_its_code(string path, string form, int code)
    {
        var response = await new RawRequest("POST", path, form).SendAsync(_emulated.Emulator);
        Assert.That((response.Status, response.Code), Is.EqualTo((400, code)), response.Text);
    }

    [Test]
    public async Task A_user_takes_part_in_at_most_1000_conversations()
    {
        for (var i = 0; i < 999; i++)
        {
            _emulated.Emulator.AddConversation($"c{i}", null, "alice");
        }

        await _emulated.Participants.CreateAsync(new() { Identity = "alice" });
        var response = await new RawRequest("POST", "/v1/Conversations", "UniqueName=one+more").SendAsync(_emulated.Emulator);
        Assert.That(response.Status, Is.EqualTo(201));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Client.Conversation("one more").Participants.CreateAsync(new() { Identity = "alice" }));
        Assert.That(error!.Code, Is.EqualTo(50214));
        await Client.Conversation("one more").Participants.CreateAsync(new() { Identity = "bob" });
    }

    [Test]
    public async Task A_create_without_a_body_is_an_empty_form()
    {
        Assert.That((await new RawRequest("POST", "/v1/Conversations").SendAsync(_emulated.Emulator)).Status, Is.EqualTo(201));
        var compressed = await RawRequest.SendLinesAsync(
            _emulated.Emulator, "POST /v1/Conversations HTTP/1.1", "Host: localhost", $"Authorization: Basic {RawRequest.Credentials}", "Content-Type: application/x-www-form-urlencoded", "Content-Encoding: gzip", "Content-Length: 0");
        Assert.That(compressed, Does.StartWith("HTTP/1.1 415"));
    }

    [Test]
    public async Task A_request_with_an_absolute_target_is_served_as_a_proxy_gets_it()
    {
        var response = await RawRequest.SendLinesAsync(
            _emulated.Emulator, $"GET http://conversations.twilio.com/v1/Conversations/{ConversationSid} HTTP/1.1", "Host: conversations.twilio.com", $"Authorization: Basic {RawRequest.Credentials}");
        Assert.That(response, Does.StartWith("HTTP/1.1 200").And.Contain($"\"url\":\"http://conversations.twilio.com/v1/Conversations/{ConversationSid}\""));
    }

    [Test]
    public async Task Webhook_settings_have_a_method_and_only_those_of_the_account_have_a_target_from_the_start()
    {
        var account = (await new RawRequest("GET", "/v1/Configuration/Webhooks").SendAsync(_emulated.Emulator)).Json;
        var service = (await new RawRequest("GET", "/v1/Services/ISdddddddddddddddddddddddddddddddd/Configuration/Webhooks").SendAsync(_emulated.Emulator)).Json;
        Assert.That(((string?)account["method"], (string?)account["target"], (string?)service["method"], service.ContainsKey("target")), Is.EqualTo(("POST", "webhook", "POST", false)));
    }
}
