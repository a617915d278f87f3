using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace TwilioConversations.Tests;

/// <summary>WireMock.Net stubs of the user's own, before the emulator.</summary>
public class EmulatorStubTests
{
    private static readonly RawRequest Fetch = new("GET", $"{Operations.ParticipantsPath}/alice");

    [Test]
    public async Task Stubs_take_precedence_over_the_emulator()
    {
        using var service = Start();
        service.Server.Given(Request.Create().WithPath(Fetch.Target)).RespondWith(Response.Create().WithStatusCode(418));
        Assert.That((await Fetch.SendAsync(service)).Status, Is.EqualTo(418));
        Assert.That(await service.Client.Conversation(Operations.ConversationSid).Participants.ListAsync().CountAsync(), Is.EqualTo(1));
        Assert.That(service.Requests.Select(request => request.Operation), Is.EqualTo(new[] { "ListConversationParticipant" }), "the emulator sees what no stub responds to");
    }

    [TestCase("POST", "/v1/x%2Fy?a=1&b=%26", "Identity=alice", 201)]
    [TestCase("PUT", "/v1/x%2Fy?a=1&b=%26", "Identity=alice", 404)]
    [TestCase("POST", "/v1/x%2Fy?a=2&b=%26", "Identity=alice", 404)]
    [TestCase("POST", "/v1/x%2Fy?a=1&b=%26", "Identity=bob", 404)]
    public async Task A_stub_matches_by_method_path_query_headers_and_body(string method, string target, string form, int status)
    {
        using var service = Start();
        service.Server.Given(Request.Create().UsingPost().WithPath("/v1/x/y").WithParam("a", "1").WithParam("b", "&").WithHeader("X-Twilio-Webhook-Enabled", "true")
            .WithHeader("Host", "example.com").WithHeader("Content-Type", "application/x-www-form-urlencoded").WithBody("Identity=alice")).RespondWith(Response.Create().WithStatusCode(201));
        Assert.That((await new RawRequest(method, target, form) { WebhookEnabled = "true", Host = "example.com" }.SendAsync(service)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task The_response_is_the_stubs_own()
    {
        using var service = Start();
        service.Server.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(299).WithHeader("X-Twice", "one", "two").WithHeader("Content-Type", "text/plain; charset=utf-8").WithBody("Grüße"));
        var response = await Fetch.SendAsync(service);
        Assert.That((response.Status, response.Text, response.Headers["X-Twice"], response.Headers["Content-Type"]), Is.EqualTo((299, "Grüße", "one, two", "text/plain; charset=utf-8")));
    }

    [Test]
    public async Task A_stub_can_redirect_and_set_a_cookie()
    {
        using var service = Start();
        service.Server.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(302).WithHeader("Location", "/elsewhere").WithHeader("Set-Cookie", "a=b"));
        var response = await RawRequest.SendLinesAsync(service, $"GET {Fetch.Target} HTTP/1.1", "Host: localhost");
        Assert.That(response, Does.StartWith("HTTP/1.1 302").And.Contain("Location: /elsewhere").And.Contain("Set-Cookie: a=b"));
    }

    [Test]
    public async Task A_stub_can_break_its_response()
    {
        using var service = Start();
        service.Server.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(200).WithBody("{}").WithFault(FaultType.MALFORMED_RESPONSE_CHUNK));
        var broken = await Fetch.SendAsync(service);
        Assert.That((broken.Status, broken.Text), Is.Not.EqualTo((200, "{}")));
    }

    [Test]
    public async Task A_stub_can_delay_its_response()
    {
        using var service = Start();
        service.Server.Given(Request.Create()).RespondWith(Response.Create().WithDelay(TimeSpan.FromHours(1)));
        var call = Fetch.SendAsync(service);
        Assert.That(await Task.WhenAny(call, Task.Delay(200)), Is.Not.SameAs(call));
    }

    [Test]
    public async Task A_stub_can_answer_once()
    {
        using var service = Start();
        service.Server.Given(Request.Create().WithPath(Fetch.Target)).InScenario("once").WillSetStateTo("done").RespondWith(Response.Create().WithStatusCode(503));
        Assert.That((await Fetch.SendAsync(service)).Status, Is.EqualTo(503));
        Assert.That((await Fetch.SendAsync(service)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Without_stubs_every_request_reaches_the_emulator()
    {
        using var service = Start();
        service.Server.Given(Request.Create()).RespondWith(Response.Create().WithStatusCode(503));
        service.Reset();
        Assert.That((await Fetch.SendAsync(service)).Status, Is.EqualTo(503), "a reset of the emulator keeps the stubs");
        service.AddConversation(Operations.ConversationSid, null, "alice");
        service.Server.Reset();
        Assert.That((await Fetch.SendAsync(service)).Status, Is.EqualTo(200));
        service.Server.Given(Request.Create().WithPath("/elsewhere")).RespondWith(Response.Create());
        Assert.That((await Fetch.SendAsync(service)).Status, Is.EqualTo(200));
    }

    private static ConversationsEmulator Start()
    {
        var service = ConversationsEmulator.Start();
        service.AddConversation(Operations.ConversationSid, null, "alice");
        return service;
    }
}
