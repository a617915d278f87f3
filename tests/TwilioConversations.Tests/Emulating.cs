using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The emulator answers as the service does.</summary>
public class Emulating
{
    private const string Path = "/v1/Conversations/CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Participants";

    [TestCase("GET", "/v1/Conversations/nobody/Participants", null, 404, 20404)]
    [TestCase("GET", "/v1/Elsewhere", null, 404, 20404)]
    [TestCase("GET", Path + "/nobody", null, 404, 20404)]
    [TestCase("POST", Path + "/p0", "Identity=x", 404, 20404, Description = "an identity stands in for the SID on GET only")]
    [TestCase("DELETE", Path + "/p0", null, 404, 20404)]
    [TestCase("PUT", Path, "Identity=x", 405, 20004)]
    [TestCase("PATCH", Path + "/p0", "Identity=x", 405, 20004)]
    [TestCase("GET", Path + "?PageSize=0", null, 400, 20001)]
    [TestCase("GET", Path + "?PageSize=1001", null, 400, 20001)]
    [TestCase("GET", Path + "?PageToken=nonsense", null, 400, 20001)]
    [TestCase("POST", Path, "", 400, 50411)]
    [TestCase("POST", Path, "Identity=p0", 409, 50433)]
    [TestCase("POST", Path, "Identity=x&Attributes=%7B", 400, 20001)]
    [TestCase("POST", Path, "Identity=x&DateCreated=soon", 400, 20001)]
    [TestCase("POST", Path, "MessagingBinding.Address=%2B1&MessagingBinding.ProxyAddress=%2B1", 400, 50409)]
    public async Task What_the_service_refuses_is_refused_with_its_status_and_code(string method, string target, string? form, int status, int code)
    {
        using var emulated = new Emulated();
        await emulated.SeedAsync(1);
        var (answered, body) = await SendAsync(emulated.Emulator, method, target, form, "application/x-www-form-urlencoded", ConversationsEmulator.AuthToken);
        Assert.That(((int)answered, body), Is.EqualTo((status, body)));
        Assert.That(body, Does.Contain($"\"code\":{code},").And.Contain($"\"status\":{status}"));
    }

    [Test]
    public async Task Other_credentials_and_other_bodies_are_refused()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation(Conversation);
        Assert.That((await SendAsync(service, "GET", Path, null, null, "wrong")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await SendAsync(service, "POST", Path, "{}", "application/json", ConversationsEmulator.AuthToken)).Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [Test]
    public async Task An_address_that_is_bound_twice_names_the_conversation()
    {
        using var emulated = new Emulated();
        var request = new CreateParticipantRequest { MessagingBindingAddress = "+1", MessagingBindingProxyAddress = "+2" };
        await emulated.Participants.AddAsync(request);
        var error = await Assert.ThrowsAsync<ConversationsException>(() => emulated.Participants.AddAsync(request));
        Assert.That(error!.BlockingConversationSid, Is.EqualTo(Conversation));
    }

    [Test]
    public async Task What_is_added_or_removed_meanwhile_shifts_no_page()
    {
        using var emulated = new Emulated();
        var seeded = await emulated.SeedAsync(6);
        var seen = new List<string?>();
        await foreach (var page in emulated.Participants.ListAsync(pageSize: 2, readAhead: false).AsPages())
        {
            seen.AddRange(page.Items.Select(participant => participant.Identity));
            if (seen.Count == 2)
            {
                await emulated.Participants.RemoveAsync(seeded[0]);
                await emulated.Participants.AddAsync(new() { Identity = "late" });
            }
        }

        Assert.That(seen, Is.EqualTo(new[] { "p0", "p1", "p2", "p3", "p4", "p5", "late" }));
    }

    [Test]
    public async Task Two_emulators_know_nothing_of_each_other_and_a_service_nothing_of_the_default_one()
    {
        using var one = new Emulated();
        using var other = new Emulated();
        one.Emulator.AddConversation(Conversation, Service);
        await one.SeedAsync(1);
        Assert.That(await other.Participants.ListAsync().CountAsync(), Is.Zero);
        Assert.That(await one.Client.Service(Service).Conversation(Conversation).Participants.ListAsync().CountAsync(), Is.Zero);
        Assert.Throws<ArgumentException>(() => one.Emulator.AddConversation(Conversation));
    }

    private static async Task<(HttpStatusCode Status, string Body)> SendAsync(ConversationsEmulator service, string method, string target, string? form, string? contentType, string token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(service.BaseAddress, target));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConversationsEmulator.AccountSid}:{token}")));
        request.Content = form is null ? null : new StringContent(form, Encoding.UTF8, contentType!);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
