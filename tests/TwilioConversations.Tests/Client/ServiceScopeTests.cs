using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>One surface for a conversation's participants, whichever service it is in.</summary>
public class ServiceScopeTests
{
    [TestCase(null, "/v1/Conversations/support%20%231/Participants")]
    [TestCase(ServiceSid, "/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Conversations/support%20%231/Participants")]
    public async Task The_same_verbs_reach_the_right_scope(string? service, string path)
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Page), StubResponse.Ok(Examples.Participant), StubResponse.Ok(Examples.Participant), StubResponse.Ok(Examples.Participant), StubResponse.NoContent);
        var participants = (service is null ? server.Client.Conversation("support #1") : server.Client.Service(service).Conversation("support #1")).Participants;
        await participants.ListAsync().ToListAsync();
        await participants.CreateAsync(new() { Identity = "alice" }, new RequestOptions { WebhookEnabled = true });
        await participants.FetchAsync(ParticipantSid);
        await participants.UpdateAsync(ParticipantSid, new() { Identity = "alice" }, new RequestOptions { WebhookEnabled = true });
        await participants.DeleteAsync(ParticipantSid, new RequestOptions { WebhookEnabled = true });
        Assert.That(
            server.Requests.Select(request => $"{request.Method} {request.Target} {request.Headers.GetValueOrDefault("X-Twilio-Webhook-Enabled")}"),
            Is.EqualTo(new[] { $"GET {path}?PageSize=100 ", $"POST {path} true", $"GET {path}/{ParticipantSid} ", $"POST {path}/{ParticipantSid} true", $"DELETE {path}/{ParticipantSid} true" }));
    }

    [Test]
    public async Task The_clients_default_for_webhooks_applies_to_every_change_without_its_own_setting()
    {
        var seen = new List<string?>();
        using var emulated = new EmulatorFixture(
            new RecordingHandler
            {
                Before = (request, _) =>
                {
                    seen.Add($"{request.Method} {(request.Headers.TryGetValues("X-Twilio-Webhook-Enabled", out var values) ? values.Single() : "-")}");
                    return Task.FromResult<HttpResponseMessage?>(null);
                },
            },
            options => options.WebhookEnabled = true);
        var alice = await emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await emulated.Participants.FetchAsync(alice);
        await emulated.Participants.UpdateAsync(alice, new(), new RequestOptions { WebhookEnabled = false });
        await emulated.Client.Conversation(ConversationSid).Participants.DeleteAsync(alice);
        Assert.That(seen, Is.EqualTo(new[] { "POST true", "GET -", "POST false", "DELETE true" }));
    }

    [Test]
    public void A_scope_that_would_reach_another_resource_is_rejected_at_once()
    {
        using var server = new StubServer();
        Assert.Throws<ArgumentException>(() => server.Client.Conversation(".."));
        Assert.Throws<ArgumentException>(() => server.Client.Conversation(""));
        Assert.Throws<ArgumentException>(() => server.Client.Service(ConversationSid));
        Assert.Throws<ArgumentException>(() => server.Client.Service(ServiceSid).Conversation("."));
    }
}
