using System.Net;
using System.Reflection;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The settings of a single call, which every operation takes.</summary>
public class RequestOptionsTests
{
    private const string Name = "X-Correlation-Id";

    private static readonly RequestOptions Correlated = new() { Headers = { [Name] = "order-7" } };

    [Test]
    public void Every_operation_takes_options_before_its_token()
    {
        var operations = typeof(ConversationsClient).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Api", StringComparison.Ordinal) || type == typeof(ConversationsOperations))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal)).ToList();
        Assert.That(operations, Has.Count.GreaterThan(150));
        Assert.That(operations.Where(method => !TakesOptions(method)).Select(method => $"{method.DeclaringType!.Name}.{method}"), Is.Empty);

        // After the options, a page of a list has its tokens, and a bulk operation its progress.
        static bool TakesOptions(MethodInfo method) => method.GetParameters() is [.., { ParameterType: var last }] parameters
            && last == typeof(CancellationToken)
            && parameters.SkipLast(1).Last(parameter => parameter.Name is not ("page" or "pageToken" or "progress")) is { Name: "options", HasDefaultValue: true } options
            && options.ParameterType.IsAssignableTo(typeof(RequestOptions));
    }

    [Test]
    public async Task A_header_of_one_call_is_sent_only_with_that_call()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant), StubResponse.Ok(Examples.Participant));
        await server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid, Correlated);
        await server.Client.Operations.FetchConversationParticipantAsync(ConversationSid, ParticipantSid);
        Assert.That(server.Requests.Select(request => request.Headers.GetValueOrDefault(Name)), Is.EqualTo(new[] { "order-7", null }));
    }

    [TestCase("Authorization", "Basic eA==")]
    [TestCase("authorization", "Basic eA==")]
    [TestCase("Host", "example.com")]
    [TestCase("Content-Type", "text/plain")]
    [TestCase("content-length", "7")]
    [TestCase("Transfer-Encoding", "chunked")]
    [TestCase("Connection", "close")]
    [TestCase("Accept", "text/html")]
    [TestCase("User-Agent", "curl")]
    [TestCase("X-Twilio-Webhook-Enabled", "true")]
    [TestCase("Expires", "0")]
    [TestCase("X Y", "1")]
    [TestCase("", "1")]
    [TestCase("X\r\nY", "1")]
    [TestCase("X-Trace", "a\r\nAuthorization: Basic eA==")]
    [TestCase("X-Trace", "a\nb")]
    [TestCase("X-Trace", "é")]
    [TestCase("X-Trace", null)]
    public void A_header_that_is_not_the_callers_is_rejected_before_a_request(string name, string? value)
    {
        using var server = new StubServer();
        var options = new RequestOptions { Headers = { [name] = value! } };
        var error = Assert.Catch<ArgumentException>(() => server.Client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid, options));
        Assert.That(error!.ParamName, Is.EqualTo("options"));
        Assert.That(error.Message, Does.Not.Contain("eA=="));
        Assert.That(server.Requests, Is.Empty);
    }

    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(5, 5)]
    public async Task The_attempts_of_a_call_replace_those_of_the_client(int attempts, int requests)
    {
        using var server = new StubServer([.. Enumerable.Repeat(new StubResponse(HttpStatusCode.ServiceUnavailable), 6)]);
        using var client = server.CreateClient(options => (options.Retry.MaxAttempts, options.Retry.Delay) = (3, TimeSpan.FromMilliseconds(1)));
        await Assert.CatchAsync<ConversationsException>(() => client.Conversations.FetchAsync("support", new() { MaxAttempts = attempts }));
        Assert.That(server.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task The_time_limit_of_a_call_replaces_that_of_the_client()
    {
        using var server = new SlowServer();
        using var client = server.CreateClient();
        var error = await Assert.CatchAsync<ConversationsTimeoutException>(() => client.Conversations.FetchAsync("support", new() { Timeout = TimeSpan.FromMilliseconds(100) }));
        Assert.That(error!.Message, Does.Contain("00:00:00.1000000"));
    }

    [Test]
    public async Task A_time_limit_of_a_call_applies_to_each_input_in_bulk()
    {
        using var server = new SlowServer();
        using var client = server.CreateClient();
        // The conversation's SID is looked up first, with the same limit: the client's own would be 30 seconds.
        using var guard = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        var results = await client.Conversation("support").Participants.DeleteManyAsync([ParticipantSid], new() { Timeout = TimeSpan.FromMilliseconds(100) }, cancellationToken: guard.Token).ToListAsync();
        Assert.That(results.Single().Error, Is.InstanceOf<ConversationsTimeoutException>());
    }

    [Test]
    public void Values_out_of_their_range_are_rejected()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestOptions { Timeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestOptions { Timeout = TimeSpan.FromDays(25) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestOptions { MaxAttempts = 0 });
        Assert.DoesNotThrow(() => new RequestOptions { Timeout = Timeout.InfiniteTimeSpan, MaxAttempts = null });
    }

    [Test]
    public async Task The_final_response_shows_its_status_request_ID_and_headers()
    {
        using var server = new StubServer(
            new StubResponse(HttpStatusCode.ServiceUnavailable, null, ("Twilio-Request-Id", "RQ1")),
            new StubResponse(HttpStatusCode.OK, Examples.Participant, ("Twilio-Request-Id", "RQ2"), ("X-Shown", "yes")),
            new StubResponse(HttpStatusCode.NotFound, null, ("Twilio-Request-Id", "RQ3")),
            new StubResponse(HttpStatusCode.NoContent));
        using var client = server.CreateClient(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        var participants = client.Conversation(ConversationSid).Participants;
        var shown = new List<ResponseInfo>();
        var options = new RequestOptions { OnResponse = shown.Add };
        await participants.FetchAsync(ParticipantSid, options);
        Assert.That(await participants.FindAsync(ParticipantSid, options), Is.Null);
        await participants.DeleteAsync(ParticipantSid, options);
        Assert.That(
            shown.Select(response => ((int)response.StatusCode, response.RequestId)),
            Is.EqualTo(new[] { (200, "RQ2"), (404, "RQ3"), (204, null) }), "the attempt that was followed by another is not shown");
        Assert.That(shown[0].Headers["x-shown"], Is.EqualTo(new[] { "yes" }));
        Assert.That(shown[0].Headers.Keys, Does.Contain("Content-Type"));
        Assert.That(shown[0].ToString(), Is.EqualTo("200 RQ2"));
    }

    [Test]
    public async Task Each_page_of_a_list_is_shown_and_has_the_headers()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(5);
        var shown = new List<HttpStatusCode>();
        var options = new ListParticipantsOptions { PageSize = 2, OnResponse = response => shown.Add(response.StatusCode), Headers = { [Name] = "list" } };
        var before = emulated.Emulator.Requests.Count;
        Assert.That(await emulated.Participants.ListAsync(options).CountAsync(), Is.EqualTo(5));
        Assert.That(shown, Is.EqualTo(Enumerable.Repeat(HttpStatusCode.OK, 3)));
        Assert.That(emulated.Emulator.Requests.Skip(before).Select(request => request.Headers[Name]), Is.EqualTo(Enumerable.Repeat("list", 3)));
    }

    [Test]
    public async Task An_exception_from_a_callback_reaches_the_caller_and_is_not_retried()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant), new StubResponse(HttpStatusCode.NotFound));
        using var client = server.CreateClient();
        var participants = client.Conversation(ConversationSid).Participants;
        var options = new RequestOptions { OnResponse = _ => throw new HttpRequestException("mine") };
        foreach (var _ in server.Requests.Append(null!).Append(null!))
        {
            var error = await Assert.ThrowsAsync<HttpRequestException>(() => participants.FetchAsync(ParticipantSid, options));
            Assert.That(error!.Message, Is.EqualTo("mine"));
        }

        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Without_a_response_the_callback_is_not_called()
    {
        var isCalled = false;
        using var client = StubServer.CreateClient(new Uri("http://localhost:1"), options => options.Retry.MaxAttempts = 1, null);
        await Assert.CatchAsync<ConversationsConnectionException>(() => client.Conversations.FetchAsync("support", new() { OnResponse = _ => isCalled = true }));
        Assert.That(isCalled, Is.False);
    }

    [Test]
    public async Task Options_are_read_when_the_call_begins()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.PageOf(["alice"], null).Body!));
        var options = new ListParticipantsOptions { Headers = { [Name] = "before" } };
        var list = server.Client.Conversation(ConversationSid).Participants.ListAsync(options);
        options.Headers[Name] = "after";
        options.OnResponse = _ => throw new InvalidOperationException("set too late");
        Assert.That(await list.CountAsync(), Is.EqualTo(1));
        Assert.That(server.Request.Headers[Name], Is.EqualTo("before"));
    }

    [Test]
    public async Task Options_of_a_method_of_several_requests_are_read_when_the_call_begins()
    {
        using var server = new StubServer(
            new StubResponse(HttpStatusCode.Conflict, """{"code":50433}"""), new StubResponse(HttpStatusCode.NotFound, """{"code":20404}"""), StubResponse.Ok(Examples.Participant));
        using var client = server.CreateClient(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        var options = new RequestOptions { MaxAttempts = 1 };
        options.OnResponse = _ => options.MaxAttempts = 4;
        await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.GetOrCreateAsync("alice", options));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_method_of_several_requests_has_the_settings_for_each()
    {
        using var emulated = new EmulatorFixture();
        await emulated.Client.Conversations.CreateAsync(new() { UniqueName = "desk" });
        await emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        await emulated.Conversation.Messages.CreateAsync(new() { Body = "Hi" });
        var before = emulated.Emulator.Requests.Count;
        var shown = 0;
        var options = new BulkOptions { Headers = { [Name] = "all" }, OnResponse = _ => Interlocked.Increment(ref shown) };
        await emulated.Client.Conversations.GetOrCreateAsync("desk", options);
        await emulated.Users.GetOrCreateAsync("alice", options);
        await emulated.Participants.GetOrCreateAsync("alice", options);
        await emulated.Participants.UpdateAsync("alice", new() { Attributes = "{}" }, options);
        await emulated.Participants.FindByAddressAsync("+15558675310", options: options);
        await emulated.Conversation.Messages.ListAfterAsync(-1, options).CountAsync();
        await emulated.Client.Conversations.WaitUntilActiveAsync("desk", options);
        await emulated.Client.User("alice").Conversations.MarkAllReadAsync(options).CountAsync();
        await emulated.Participants.CreateManyAsync([new() { Identity = "bob" }], options).CountAsync();
        await emulated.Participants.DeleteManyAsync(["nobody", "bob"], options).CountAsync();
        var person = new ListParticipantConversationsOptions { Identity = "alice", Headers = { [Name] = "all" }, OnResponse = options.OnResponse };
        await emulated.Client.ParticipantConversations.DeleteParticipantsAsync(person, options).CountAsync();
        var requests = emulated.Emulator.Requests.Skip(before).ToList();
        Assert.That(requests.Where(request => request.Headers.GetValueOrDefault(Name) != "all").Select(request => request.Operation), Is.Empty);
        Assert.That((requests.Count, shown), Is.EqualTo((requests.Count, requests.Count)));
        Assert.That(requests, Has.Count.GreaterThan(15));
    }

    [Test]
    public async Task The_host_of_a_temporary_address_does_not_get_the_headers()
    {
        using var emulated = ConversationsEmulator.Start();
        emulated.AddService(ServiceSid);
        var media = emulated.Client.Service(ServiceSid).Media;
        using var content = new MemoryStream([1, 2, 3]);
        var uploaded = await media.UploadAsync(content, "image/png", options: Correlated);
        using var recorder = new RecordingHandler { ChecksOpenApiDocument = false };
        var sent = new List<(string Path, bool HasHeader)>();
        recorder.After = (request, _) => sent.Add((request.RequestUri!.AbsolutePath, request.Headers.Contains(Name)));
        using var http = new HttpClient(recorder);
        using var client = new ConversationsClient(new() { Credentials = emulated.Credentials, BaseAddress = emulated.BaseAddress, MediaBaseAddress = emulated.BaseAddress }, http);
        (await client.Service(ServiceSid).Media.OpenReadAsync(uploaded.Sid, Correlated)).Dispose();
        Assert.That(sent.Select(request => request.HasHeader), Is.EqualTo(new[] { true, false }));
    }
}
