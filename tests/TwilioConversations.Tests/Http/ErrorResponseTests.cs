using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>An error response becomes one exception, with any body.</summary>
public class ErrorResponseTests
{
    private const string Body = """{"code":50433,"message":"Participant alice already exists","more_info":"https://www.twilio.com/docs/errors/50433","status":409,"details":{"a":[1]}}""";

    private readonly StubServer _server = new();

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task Every_operation_reports_the_details_of_an_error(string operation)
    {
        _server.Reset(new StubResponse(HttpStatusCode.Conflict, Body, ("Twilio-Request-Id", "RQ1"), ("Retry-After", "7"), ("Twilio-Concurrent-Requests", "3")));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Operations.CallAsync(operation, _server.Client.Operations));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Operation, Is.EqualTo(operation));
            Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(error.Code, Is.EqualTo(50433));
            Assert.That(error.ServiceMessage, Is.EqualTo("Participant alice already exists"));
            Assert.That(error.MoreInfo, Is.EqualTo("https://www.twilio.com/docs/errors/50433"));
            Assert.That(error.RequestId, Is.EqualTo("RQ1"));
            Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(error.Headers["twilio-concurrent-requests"], Is.EqualTo(new[] { "3" }));
            Assert.That(error.Headers["content-type"], Is.EqualTo(new[] { "application/json" }));
            Assert.That(error.Message, Is.EqualTo($"{operation}: the service returned 409 Conflict, Twilio error 50433 (https://www.twilio.com/docs/api/errors/50433). Request RQ1."));
            Assert.That(error.ToString(), Does.Not.Contain("alice"));
        });
    }

    [TestCase(null, TestName = "Nothing")]
    [TestCase("<html><body>alice: bad gateway</body></html>", TestName = "HTML")]
    [TestCase("""{"code":20404,"message":"ali""", TestName = "JSON_cut_short")]
    [TestCase("[1,2]", TestName = "An_array")]
    [TestCase("""{"code":"alice"}""", TestName = "Fields_of_other_types")]
    [TestCase("\"alice\"", TestName = "A_text")]
    public async Task The_status_is_reported_if_the_body_is_not_the_services_own(string? body)
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.BadGateway, body, ("Content-Type", "text/html")));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync("alice"));
        Assert.Multiple(() =>
        {
            Assert.That(error!.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
            Assert.That((error.Code, error.ServiceMessage, error.MoreInfo, error.RequestId, error.RetryAfter), Is.EqualTo(((int?)null, (string?)null, (string?)null, (string?)null, (TimeSpan?)null)));
            Assert.That(error.Message, Is.EqualTo("FetchConversationParticipant: the service returned 502 BadGateway."));
            Assert.That(error.ToString(), Does.Not.Contain("alice"));
        });
    }

    [Test]
    public async Task Every_field_of_an_error_body_can_be_read_even_if_another_one_is_malformed()
    {
        const string Newer = """{"type":"https://example.com/e","title":"Conflict","detail":"alice is here","status":[409],"code":null,"details":{"a":[1]},"user_error":true}""";
        using var server = new StubServer(new(HttpStatusCode.Conflict, Newer), new(HttpStatusCode.Conflict, """{"code":"50433","message":{"a":1},"title":"Conflict","more_info":"https://example.com/m"}"""));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        var odd = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.Multiple(() =>
        {
            Assert.That((error!.Code, error.ServiceMessage), Is.EqualTo(((int?)null, "alice is here")));
            Assert.That((error.Error!.Type, error.Error.Title, error.Error.Detail), Is.EqualTo(("https://example.com/e", "Conflict", "alice is here")));
            Assert.That((error.Error.AdditionalFields["details"], error.Error.AdditionalFields["user_error"]), Is.EqualTo(("""{"a":[1]}""", "true")));
            Assert.That(() => error.Error.Status, Throws.TypeOf<FieldUnavailableException>());
            Assert.That(error.ToString(), Does.Not.Contain("alice"));
            Assert.That((odd!.Code, odd.ServiceMessage, odd.MoreInfo, odd.Error!.AdditionalFields["code"]), Is.EqualTo(((int?)null, "Conflict", "https://example.com/m", "\"50433\"")));
        });
    }

    [Test]
    public async Task No_more_than_64_KB_of_a_huge_error_body_is_read()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.BadRequest, $$"""{"message":"{{new string('x', 64 * 1024)}}","code":1}"""));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That((error!.StatusCode, error.Code), Is.EqualTo((HttpStatusCode.BadRequest, (int?)null)));
    }

    [Test]
    public async Task A_date_to_retry_after_becomes_the_time_until_then()
    {
        var clock = new Clock();
        using var server = new StubServer(
            new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", clock.GetUtcNow().AddHours(1).ToString("R"))),
            new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", "Thu, 21 Oct 1999 07:28:00 GMT")),
            new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", "soon")));
        using var client = server.CreateClient(options => (options.TimeProvider, options.Retry.MaxAttempts) = (clock, 1));
        var waits = new List<TimeSpan?>();
        for (var i = 0; i < 3; i++)
        {
            waits.Add((await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid)))!.RetryAfter);
        }

        Assert.Multiple(() =>
        {
            Assert.That(waits[0], Is.EqualTo(TimeSpan.FromHours(1)).Within(TimeSpan.FromSeconds(1)), "by the clock of the options, a date in whole seconds");
            Assert.That(waits[1], Is.EqualTo(TimeSpan.Zero));
            Assert.That(waits[2], Is.Null);
        });
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task A_response_that_cannot_be_decompressed_is_reported_with_its_status(string encoding)
    {
        using var server = new StubServer(
            new StubResponse(HttpStatusCode.OK, Examples.Participant, ("Content-Encoding", encoding)), new StubResponse(HttpStatusCode.BadGateway, "{}", ("Content-Encoding", encoding)));
        var invalid = await Assert.ThrowsAsync<InvalidResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(invalid!.Message, Does.StartWith("FetchConversationParticipant: the 200 response is invalid: it cannot be unpacked"));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(error!.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
    }

    [Test]
    public async Task A_redirect_is_reported_and_not_followed()
    {
        using var elsewhere = new StubServer(StubResponse.Ok(Examples.Participant));
        using var server = new StubServer(new StubResponse(HttpStatusCode.TemporaryRedirect, null, ("Location", elsewhere.BaseAddress.AbsoluteUri)));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That((error!.StatusCode, elsewhere.Requests.Count), Is.EqualTo((HttpStatusCode.TemporaryRedirect, 0)));
    }

    [Test]
    public async Task A_service_that_is_not_reached_is_an_HttpRequestException()
    {
        var server = new StubServer();
        server.Dispose();
        using var client = server.CreateClient(options => options.Retry.MaxAttempts = 1);
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
    }

    [TestCase(404, 20404, true, false, false, false)]
    [TestCase(404, null, true, false, false, false)]
    [TestCase(409, 50433, false, true, false, false)]
    [TestCase(409, 50416, false, false, false, false)]
    [TestCase(400, 50433, false, true, false, false)]
    [TestCase(429, 20429, false, false, true, false)]
    [TestCase(429, null, false, false, true, false)]
    [TestCase(401, null, false, false, false, true)]
    [TestCase(403, 20003, false, false, false, true)]
    public async Task Each_detail_that_callers_act_on_is_a_property(int status, int? code, bool isNotFound, bool isAlreadyExists, bool isRateLimited, bool isAuthenticationFailure)
    {
        using var server = new StubServer(new StubResponse((HttpStatusCode)status, code is null ? null : $$"""{"code":{{code}}}"""));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(
            (error!.IsNotFound, error.IsDuplicate, error.IsRateLimited, error.IsUnauthorized),
            Is.EqualTo((isNotFound, isAlreadyExists, isRateLimited, isAuthenticationFailure)));
    }

    [TestCase(50416, "already exists in Conversation CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [TestCase(50416, "already exists", null)]
    [TestCase(50416, "in CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0", null)]
    [TestCase(50433, "in Conversation CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", null)]
    public async Task The_conversation_that_blocks_an_address_is_read_from_the_services_words(int code, string message, string? sid)
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Conflict, $$"""{"code":{{code}},"message":"{{message}}"}"""));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.CreateAsync(new() { Identity = "alice" }));
        Assert.That(error!.BlockingConversationSid, Is.EqualTo(sid));
    }

    [Test]
    public async Task A_body_that_ends_early_is_an_HttpRequestException()
    {
        using var slow = new SlowServer();
        using var client = slow.CreateClient();
        var call = client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid);
        using (var connection = await slow.AcceptAsync())
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sid\":"u8.ToArray());
        }

        await Assert.ThrowsAsync<ConversationsConnectionException>(() => call);
    }

    [Test]
    public void An_exception_can_be_made_for_a_test()
    {
        var error = new ConversationsResponseException("FetchConversationParticipant", HttpStatusCode.NotFound, new ApiError { Code = 20404, Message = "gone" });
        Assert.That((error.StatusCode, error.Code, error.ServiceMessage, error.Headers.Count), Is.EqualTo((HttpStatusCode.NotFound, (int?)20404, "gone", 0)));
    }
}
