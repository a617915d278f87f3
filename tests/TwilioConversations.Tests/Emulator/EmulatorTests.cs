using System.Net;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The emulator responds like the service.</summary>
public class EmulatorTests
{
    private const string Rcs = "MessagingBinding.Address=rcs%3A%2B2&MessagingBinding.ProxyAddress=rcs%3A%2B1&";

    [TestCase("GET", "/v1/Conversations/nobody/Participants", null, 404, 20404)]
    [TestCase("GET", "/v1/Elsewhere", null, 404, 20404)]
    [TestCase("GET", ParticipantsPath + "/nobody", null, 404, 20404)]
    [TestCase("POST", ParticipantsPath + "/p0", "Identity=x", 404, 20404, Description = "an identity stands in for the SID on GET only")]
    [TestCase("DELETE", ParticipantsPath + "/p0", null, 404, 20404)]
    [TestCase("PUT", ParticipantsPath, "Identity=x", 405, 20004)]
    [TestCase("PATCH", ParticipantsPath + "/p0", "Identity=x", 405, 20004)]
    [TestCase("GET", ParticipantsPath + "?PageSize=0", null, 400, 20001)]
    [TestCase("GET", ParticipantsPath + "?PageSize=1001", null, 400, 20001)]
    [TestCase("GET", ParticipantsPath + "?PageToken=nonsense", null, 400, 20001)]
    [TestCase("POST", ParticipantsPath, "", 400, 50204)]
    [TestCase("POST", ParticipantsPath, "Identity=p0", 409, 50433)]
    [TestCase("POST", ParticipantsPath, "Identity=x&Attributes=%7B", 400, 50304)]
    [TestCase("POST", ParticipantsPath, "Identity=x&DateCreated=soon", 400, 50308)]
    [TestCase("GET", "/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Conversations/x/Participants", null, 404, 20404)]
    [TestCase("POST", ParticipantsPath, "Identity=", 400, 20001)]
    [TestCase("POST", ParticipantsPath, "Identity=x&RoleSid=RL1", 400, 20001)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.Address=%2B1&MessagingBinding.ProxyAddress=%2B1", 400, 50409)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.Address=nonsense&MessagingBinding.ProxyAddress=%2B1", 400, 50407)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.Address=%2B2&MessagingBinding.ProxyAddress=nonsense", 400, 50408)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.Address=&MessagingBinding.ProxyAddress=%2B1", 400, 50411)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.ProxyAddress=%2B1", 400, 50411)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.Address=%2B2&MessagingBinding.ProxyAddress=", 400, 50412)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.Address=whatsapp%3A%2B2&MessagingBinding.ProxyAddress=%2B1", 400, 50414)]
    [TestCase("POST", ParticipantsPath, "MessagingBinding.Address=%2B2&MessagingBinding.ProxyAddress=%2B1&MessagingBinding.Name=x", 400, 50420)]
    [TestCase("POST", ParticipantsPath, Rcs + "MessagingBinding.ProxyAddressFallback=", 400, 50412)]
    [TestCase("POST", ParticipantsPath, Rcs + "MessagingBinding.ProxyAddressFallback=nonsense", 400, 50408)]
    [TestCase("POST", ParticipantsPath, Rcs + "MessagingBinding.ProxyAddressFallback=%2B2", 400, 50409)]
    [TestCase("POST", ParticipantsPath, Rcs + "MessagingBinding.ProxyAddressFallback=whatsapp%3A%2B3", 400, 50414)]
    [TestCase("POST", ParticipantsPath, "Identity=x&MessagingBinding.ProxyAddressFallback=%2B3", 400, 50411)]
    public async Task The_emulator_rejects_what_the_service_rejects_with_its_status_and_code(string method, string target, string? form, int status, int code)
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(1);
        var response = await new RawRequest(method, target, form).SendAsync(emulated.Emulator);
        Assert.That((response.Status, response.Code, (int?)response.Json["status"]), Is.EqualTo((status, code, status)), response.Text);
    }

    [Test]
    public async Task An_address_that_is_bound_twice_names_the_conversation()
    {
        using var emulated = new EmulatorFixture();
        var request = new CreateParticipantRequest { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+2" };
        await emulated.Participants.CreateAsync(request);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => emulated.Participants.CreateAsync(request));
        Assert.That(error!.BlockingConversationSid, Is.EqualTo(ConversationSid));
    }

    [Test]
    public async Task Creates_and_deletes_during_a_listing_do_not_shift_its_pages()
    {
        using var emulated = new EmulatorFixture();
        var seeded = await emulated.SeedAsync(6);
        var seen = new List<string?>();
        await foreach (var page in emulated.Participants.ListAsync(new() { PageSize = 2, ReadAhead = false }).AsPages())
        {
            seen.AddRange(page.Items.Select(participant => participant.Identity));
            if (seen.Count == 2)
            {
                await emulated.Participants.DeleteAsync(seeded[0]);
                await emulated.Participants.CreateAsync(new() { Identity = "late" });
            }
        }

        Assert.That(seen, Is.EqualTo(new[] { "p0", "p1", "p2", "p3", "p4", "p5", "late" }));
    }

    [Test]
    public async Task Addresses_are_added_and_removed_only_where_they_can_be()
    {
        using var emulated = new EmulatorFixture();
        var participants = emulated.Participants;
        var chat = await participants.CreateAsync(new() { Identity = "alice" });
        var sms = await participants.CreateAsync(new() { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+2" });
        UpdateParticipantRequest removeProxy = new() { MessagingBindingProxyAddress = FieldUpdate<string>.Remove };
        Assert.That(
            new[]
            {
                await CodeAsync(() => participants.UpdateAsync(chat, removeProxy)),
                await CodeAsync(() => participants.UpdateAsync(chat, new() { MessagingBindingProxyAddress = "+3" })),
                await CodeAsync(() => participants.UpdateAsync(sms, new() { MessagingBindingProxyAddress = "+2" })),
                await CodeAsync(() => participants.UpdateAsync(sms, new() { MessagingBindingProxyAddress = "+1" })),
                await CodeAsync(() => participants.UpdateAsync(sms, new() { MessagingBindingProxyAddress = "whatsapp:+3" })),
                await CodeAsync(() => participants.UpdateAsync(sms, new() { MessagingBindingProxyAddress = "nonsense" })),
                await CodeAsync(() => participants.UpdateAsync(chat, new() { MessagingBindingProjectedAddress = FieldUpdate<string>.Remove })),
                await CodeAsync(() => participants.UpdateAsync(sms, new() { MessagingBindingProjectedAddress = "+3" })),
                await CodeAsync(() => participants.UpdateAsync(sms, new() { Identity = "bob" })),
                await CodeAsync(() => participants.UpdateAsync(sms, removeProxy)),
            },
            Is.EqualTo(new int?[] { 50440, 50441, 50441, 50409, 50414, 50408, 50442, 50443, 50444, null }));
    }

    [Test]
    public async Task The_participants_of_a_conversation_are_limited()
    {
        using var emulated = new EmulatorFixture();
        var full = emulated.Client.Conversation(emulated.Emulator.AddConversation("full", null, Enumerable.Range(0, 1000).Select(i => $"u{i}"))).Participants;
        var sms = emulated.Client.Conversation(emulated.Emulator.AddConversation("sms")).Participants;
        var group = emulated.Client.Conversation(emulated.Emulator.AddConversation("group")).Participants;
        await sms.CreateManyAsync(Enumerable.Range(0, 50).Select(i => new CreateParticipantRequest { MessagingBindingAddress = $"+1{i}", MessagingBindingProxyAddress = "+2" })).ToListAsync();
        await group.CreateAsync(new() { Identity = "alice", MessagingBindingProjectedAddress = "+3" });
        await group.CreateManyAsync(Enumerable.Range(0, 9).Select(i => new CreateParticipantRequest { MessagingBindingAddress = $"+1{i}" })).ToListAsync();
        Assert.That(
            new[]
            {
                await CodeAsync(() => full.CreateAsync(new() { Identity = "late" })),
                await CodeAsync(() => sms.CreateAsync(new() { MessagingBindingAddress = "+199", MessagingBindingProxyAddress = "+2" })),
                await CodeAsync(() => sms.CreateAsync(new() { Identity = "chat" })),
                await CodeAsync(() => group.CreateAsync(new() { MessagingBindingAddress = "+199" })),
                await CodeAsync(() => group.CreateAsync(new() { Identity = "bob" })),
            },
            Is.EqualTo(new int?[] { 50417, 50422, null, 50436, 50434 }));
    }

    [Test]
    public async Task The_limit_of_a_group_counts_the_participant_that_makes_it_one()
    {
        using var emulated = new EmulatorFixture();
        var group = emulated.Participants;
        await group.CreateManyAsync(Enumerable.Range(0, 10).Select(i => new CreateParticipantRequest { MessagingBindingAddress = $"+1{i}" })).ToListAsync();
        Assert.That(await CodeAsync(() => group.CreateAsync(new() { Identity = "alice", MessagingBindingProjectedAddress = "+3" })), Is.EqualTo(50436));
        var alice = await group.CreateAsync(new() { Identity = "alice" });
        Assert.That(await CodeAsync(() => group.UpdateAsync(alice, new() { MessagingBindingProjectedAddress = "+3" })), Is.EqualTo(50436));
        await group.DeleteAsync((await group.FindByAddressAsync("+19"))!);
        await group.UpdateAsync(alice, new() { MessagingBindingProjectedAddress = "+3" });
        var sms = await group.CreateAsync(new() { MessagingBindingAddress = "+19", MessagingBindingProxyAddress = "+2" });
        Assert.That(await CodeAsync(() => group.UpdateAsync(sms, new() { MessagingBindingProxyAddress = FieldUpdate<string>.Remove })), Is.EqualTo(50436));
        Assert.That(await CodeAsync(() => group.UpdateAsync(alice, new() { Attributes = "{\"seat\":7}" })), Is.Null);
    }

    [Test]
    public async Task An_address_is_bound_once_in_the_whole_account()
    {
        using var emulated = new EmulatorFixture();
        var other = emulated.Client.Service(ServiceSid).Conversation(emulated.Emulator.AddConversation("other", ServiceSid)).Participants;
        var request = new CreateParticipantRequest { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+2" };
        await emulated.Participants.CreateAsync(request);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => other.CreateAsync(request));
        Assert.That((error!.StatusCode, error.BlockingConversationSid), Is.EqualTo((HttpStatusCode.Conflict, ConversationSid)));
    }

    [Test]
    public async Task Requests_and_webhooks_are_recorded()
    {
        using var emulated = new EmulatorFixture();
        var service = emulated.Emulator;
        var alice = await emulated.Participants.CreateAsync(new() { Identity = "a/b" }, new RequestOptions { WebhookEnabled = true });
        await emulated.Participants.FetchAsync("a/b");
        await emulated.Participants.DeleteAsync(alice, new RequestOptions { WebhookEnabled = false });
        var requests = service.Requests;
        Assert.Multiple(() =>
        {
            Assert.That(
                requests.Select(request => (request.Operation, request.ServiceSid, request.Conversation, request.Participant)),
                Is.EqualTo(new[]
                {
                    ("CreateConversationParticipant", (string?)null, ConversationSid, (string?)null),
                    ("FetchConversationParticipant", null, ConversationSid, "a/b"),
                    ("DeleteConversationParticipant", null, ConversationSid, alice.Sid),
                }));
            Assert.That(requests[0].Form, Is.EqualTo(new Dictionary<string, string> { ["Identity"] = "a/b" }));
            Assert.That(requests[1].Target, Is.EqualTo($"{ParticipantsPath}/a%2Fb"));
            Assert.That(requests[2].Headers["x-twilio-webhook-enabled"], Is.EqualTo("false"));
            Assert.That(requests[0].Headers, Does.Not.ContainKey("Authorization"));
            Assert.That(
                service.Webhooks.Select(webhook => webhook with { Time = default }),
                Is.EqualTo(new[] { new EmulatedWebhook("onParticipantAdded", null, ConversationSid, alice.Sid), new EmulatedWebhook("onUserAdded", null, "", null) }));
        });
        service.Reset();
        Assert.That((service.Requests.Count, service.Webhooks.Count), Is.EqualTo((0, 0)));
        Assert.That(await CodeAsync(() => emulated.Participants.FetchAsync("a/b")), Is.EqualTo(20404));
    }

    [Test]
    public async Task A_service_exists_before_its_first_conversation()
    {
        using var service = ConversationsEmulator.Start();
        async Task<string?> NotFoundAsync() =>
            (await Assert.ThrowsAsync<ConversationsResponseException>(() => service.Client.Service(ServiceSid).Conversation("support").Participants.FetchAsync("alice")))!.ServiceMessage;
        Assert.That(await NotFoundAsync(), Does.Contain(ServiceSid).And.Not.Contain("support"));
        service.AddService(ServiceSid);
        Assert.That(await NotFoundAsync(), Does.Contain("support"));
        Assert.That(Assert.Throws<ArgumentException>(() => service.AddService(ConversationSid))!.ParamName, Is.EqualTo("serviceSid"));
    }

    [Test]
    public async Task Many_emulators_run_at_the_same_time()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            using var service = ConversationsEmulator.Start();
            service.AddConversation("support", null, Enumerable.Range(0, i).Select(n => $"u{n}"));
            return await service.Client.Conversation("support").Participants.ListAsync().CountAsync();
        })));
        Assert.That(counts, Is.EqualTo(Enumerable.Range(0, 20)));
    }

    [Test]
    public async Task Emulators_share_nothing_and_a_service_shares_nothing_with_the_default_one()
    {
        using var one = new EmulatorFixture();
        using var other = new EmulatorFixture();
        one.Emulator.AddConversation(ConversationSid, ServiceSid);
        await one.SeedAsync(1);
        Assert.That(await other.Participants.ListAsync().CountAsync(), Is.Zero);
        Assert.That(await one.Client.Service(ServiceSid).Conversation(ConversationSid).Participants.ListAsync().CountAsync(), Is.Zero);
        Assert.Throws<ArgumentException>(() => one.Emulator.AddConversation(ConversationSid));
    }

    private static async Task<int?> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (ConversationsResponseException e)
        {
            return e.Code;
        }
    }
}
