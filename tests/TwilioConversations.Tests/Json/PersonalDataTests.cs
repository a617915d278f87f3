using System.Net;
using Newtonsoft.Json;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.FaultyServer;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Exceptions and their inner exceptions never contain the values that .NET's and Newtonsoft's own messages would quote.</summary>
public class PersonalDataTests
{
    private const string Marked = "hunter2";

    private sealed record Seat(int Number, DayOfWeek Day, Uri? Link);

    [TestCase($"{{\"Number\":\"{Marked}\"}}")]
    [TestCase($"{{\"Day\":\"{Marked}\"}}")]
    [TestCase($"{{\"Link\":[\"{Marked}\"]}}")]
    [TestCase($"{{\"{Marked}\":{{\"Number\":}}}}")]
    [TestCase($"\"{Marked}\"")]
    [TestCase(Marked)]
    public void Attributes_that_do_not_fit_the_type_are_not_quoted(string attributes)
    {
        var error = Assert.Catch<JsonException>(() => new Participant { Attributes = attributes }.GetAttributes<Seat>());
        Assert.That($"{error}", Does.Not.Contain(Marked).And.Contain(nameof(Seat)));
    }

    [TestCase($"{Marked} 220 ready\r\n\r\n")]
    [TestCase($"HTTP/1.1 2{Marked} OK\r\n\r\n")]
    [TestCase($"HTTP/1.1 200 OK\r\n{Marked} there\r\n\r\n")]
    [TestCase($"HTTP/1.1 200 OK\r\nX-{Marked} y: 1\r\n\r\n")]
    [TestCase($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Marked}\r\n")]
    [TestCase($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{{}}{Marked}\r\n")]
    [TestCase($"HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n{Marked}\r\n")]
    [TestCase($"HTTP/1.1 200 OK\r\nContent-Length: {Marked}\r\n\r\n{{}}")]
    public async Task A_response_that_is_not_HTTP_is_not_quoted(string response)
    {
        using var server = new FaultyServer(connection => SendAsync(connection, response));
        using var client = server.CreateClient();
        var error = await Assert.CatchAsync<Exception>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That($"{error}", Does.Not.Contain(Marked));
        Assert.That(error, Is.InstanceOf<ConversationsException>());
    }

    [Test]
    public async Task A_header_of_both_the_response_and_its_content_is_kept_once_with_both_values()
    {
        using var httpClient = new HttpClient(new Twice());
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, Retry = { MaxAttempts = 1 } }, httpClient);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That((error!.StatusCode, string.Join(' ', error.Headers["x-trace"])), Is.EqualTo((HttpStatusCode.BadRequest, "one two")));
    }

    private sealed class Twice : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("{}") };
            response.Headers.Add("X-Trace", "one");
            response.Content.Headers.Add("x-trace", "two");
            return Task.FromResult(response);
        }
    }
}
