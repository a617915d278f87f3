using System.Net;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>A call sends exactly the values that were validated.</summary>
public class CheckedRequestTests
{
    [Test]
    public async Task An_update_by_identity_sends_the_validated_form_even_if_the_request_changes()
    {
        var alice = Newtonsoft.Json.Linq.JObject.Parse(Examples.Participant);
        alice["identity"] = "alice";
        using var server = new StubServer(StubResponse.Ok($"{alice}"), StubResponse.Ok($"{alice}"));
        var request = new UpdateParticipantRequest { Attributes = """{"seat":7}""", AdditionalFields = { ["Note"] = "as checked" } };
        using var limiter = new Changing(() =>
        {
            (request.Attributes, request.LastReadMessageIndex) = ("not JSON", 3);
            request.AdditionalFields["Note"] = "changed";
        });
        using var client = server.CreateClient(options => options.RateLimiter = limiter);
        await client.Conversation(Operations.ConversationSid).Participants.UpdateAsync("alice", request);
        Assert.That(server.Requests[^1].Form, Is.EqualTo(new Dictionary<string, string> { ["Attributes"] = """{"seat":7}""", ["Note"] = "as checked" }));
    }

    [Test]
    public async Task A_value_that_the_service_would_treat_as_a_removal_is_rejected_with_the_reason()
    {
        using var server = new StubServer();
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            server.Client.Conversation(Operations.ConversationSid).Participants.UpdateAsync(Operations.ParticipantSid, new() { MessagingBindingProxyAddress = "null" }));
        Assert.That(error!.Message, Is.EqualTo("MessagingBinding.ProxyAddress must not be the string \"null\", which the service takes for the removal of the value: to remove it, use FieldUpdate<string>.Remove. (Parameter 'request')"));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task The_string_null_is_a_plain_value_in_other_fields()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, Examples.Participant));
        await server.Client.Conversation(Operations.ConversationSid).Participants.CreateAsync(new() { Identity = "null" });
        Assert.That(server.Request.Body, Is.EqualTo("Identity=null"));
    }

    /// <summary>Changes something while the lookup waits for its permit.</summary>
    private sealed class Changing(Action change) : System.Threading.RateLimiting.RateLimiter
    {
        private static readonly System.Threading.RateLimiting.ConcurrencyLimiter Unlimited = new(new() { PermitLimit = 1000 });

        public override TimeSpan? IdleDuration => null;

        public override System.Threading.RateLimiting.RateLimiterStatistics? GetStatistics() => null;

        protected override ValueTask<System.Threading.RateLimiting.RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            change();
            return Unlimited.AcquireAsync(permitCount, cancellationToken);
        }

        protected override System.Threading.RateLimiting.RateLimitLease AttemptAcquireCore(int permitCount) => Unlimited.AttemptAcquire(permitCount);
    }
}
