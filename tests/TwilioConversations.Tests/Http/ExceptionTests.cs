using System.Net;
using System.Threading.RateLimiting;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>One base for every call that does not succeed, and whether the change may have been made.</summary>
public class ExceptionTests
{
    private static readonly HttpRequestException Lost = new("the response is lost");

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("a response that is lost", EmulatorFault.ResponseLost, typeof(ConversationsConnectionException), true);
        yield return Case("status 500", EmulatorFault.Error(500, 20500, "no"), typeof(ConversationsResponseException), true);
        yield return Case("status 408", EmulatorFault.Error(408, 20408, "late"), typeof(ConversationsResponseException), true);
        yield return Case("status 400", EmulatorFault.Error(400, 20001, "no"), typeof(ConversationsResponseException), false);
        yield return Case("status 429", EmulatorFault.Error(429, 20429, "wait"), typeof(ConversationsResponseException), false);
        yield return Case("a body that is no JSON", EmulatorFault.Respond(201, "<html>"), typeof(InvalidResponseException), true);

        static TestCaseData Case(string name, EmulatorFault fault, Type type, bool mayHaveBeenDone) => new TestCaseData(fault, type, mayHaveBeenDone).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_failed_create_reports_whether_it_may_have_been_done(EmulatorFault fault, Type type, bool mayHaveBeenDone)
    {
        using var emulated = new EmulatorFixture(new() { ChecksOpenApiDocument = false }, options => options.Retry.MaxAttempts = 1);
        emulated.Emulator.InjectFault(fault);
        var error = await Assert.CatchAsync<ConversationsException>(() => emulated.Participants.CreateAsync(new() { Identity = "bob" }));
        Assert.That((error!.GetType(), error.MayHaveBeenDone, error.Operation), Is.EqualTo((type, mayHaveBeenDone, "CreateConversationParticipant")));
    }

    [Test]
    public async Task A_read_and_a_request_without_a_connection_have_done_nothing()
    {
        using var emulated = new EmulatorFixture(new() { ChecksOpenApiDocument = false }, options => options.Retry.MaxAttempts = 1);
        emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        var read = await Assert.CatchAsync<ConversationsConnectionException>(() => emulated.Participants.FetchAsync("alice"));
        using var unreachable = StubServer.CreateClient(new Uri("http://127.0.0.1:1"), options => options.Retry.MaxAttempts = 1, null);
        var create = await Assert.CatchAsync<ConversationsConnectionException>(() => unreachable.Conversations.CreateAsync(new()));
        Assert.That((read!.MayHaveBeenDone, create!.MayHaveBeenDone), Is.EqualTo((false, false)));
        Assert.That(create.InnerException, Is.TypeOf<HttpRequestException>().With.Property(nameof(HttpRequestException.HttpRequestError)).EqualTo(HttpRequestError.ConnectionError));
    }

    [Test]
    public async Task An_earlier_attempt_counts_even_if_the_last_one_did_nothing()
    {
        var errors = new List<Exception>();
        using var limiter = new FixedWindowRateLimiter(new() { PermitLimit = 1, Window = TimeSpan.FromHours(1), AutoReplenishment = false });
        using var emulated = new EmulatorFixture(new() { ChecksOpenApiDocument = false }, options =>
            (options.RateLimiter, options.Retry.MaxAttempts, options.Retry.Delay, options.Retry.OnRetry) =
                (limiter, 4, TimeSpan.FromMilliseconds(1), attempt => errors.Add(attempt.Error)));
        emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        var error = await Assert.CatchAsync<ConversationsRateLimiterException>(() => emulated.Participants.DeleteAsync(ParticipantSid));
        Assert.That((error!.MayHaveBeenDone, error.InnerException), Is.EqualTo((true, errors.Single())));
        Assert.That(errors.Single(), Is.TypeOf<ConversationsConnectionException>().With.Property(nameof(ConversationsException.MayHaveBeenDone)).True);
    }

    [Test]
    public async Task A_time_limit_names_its_option()
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        using var handler = new RecordingHandler { Before = async (_, cancellationToken) => await never.Task.WaitAsync(cancellationToken) };
        Assert.That(await LimitAsync(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(50)), Is.EqualTo("AttemptTimeout"));
        Assert.That(await LimitAsync(options => options.TotalTimeout = TimeSpan.FromMilliseconds(50)), Is.EqualTo("TotalTimeout"));

        async Task<string?> LimitAsync(Action<ConversationsClientOptions> set)
        {
            using var httpClient = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            var options = new ConversationsClientOptions { Credentials = StubServer.Credentials, Retry = { MaxAttempts = 1 } };
            set(options);
            using var client = new ConversationsClient(options, httpClient);
            return (await Assert.CatchAsync<ConversationsTimeoutException>(() => client.Conversations.FetchAsync("support")))!.Limit;
        }
    }

    [Test]
    public async Task A_resource_with_another_key_has_the_status_the_headers_and_the_request_ID_of_the_response()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, Examples.Participant, ("Twilio-Request-Id", "RQ7"), ("X-Cache", "hit")));
        var error = await Assert.ThrowsAsync<KeyMismatchException>(
            () => server.Client.Conversation(ConversationSid).Participants.FetchAsync("MBffffffffffffffffffffffffffffffff"));
        Assert.That((error!.StatusCode, error.RequestId, error.Headers["x-cache"][0]), Is.EqualTo((HttpStatusCode.Created, "RQ7", "hit")));
    }

    [Test]
    public async Task An_exception_from_the_credentials_provider_is_passed_through()
    {
        using var server = new StubServer();
        using var client = server.CreateClient(options => (options.Credentials, options.CredentialsProvider, options.Retry.MaxAttempts) = (null, _ => throw Lost, 1));
        Assert.That(await Assert.CatchAsync<HttpRequestException>(() => client.Conversations.FetchAsync("support")), Is.SameAs(Lost));
    }

    [Test]
    public void Every_exception_can_be_made_in_a_test()
    {
        ConversationsException[] errors =
        [
            new ConversationsResponseException("Fetch", HttpStatusCode.NotFound) { MayHaveBeenDone = true },
            new InvalidResponseException("Fetch", HttpStatusCode.OK, "no JSON") { MayHaveBeenDone = true },
            new KeyMismatchException("Fetch", HttpStatusCode.OK, "SID") { MayHaveBeenDone = true },
            new ConversationsConnectionException("Fetch", Lost) { MayHaveBeenDone = true },
            new ConversationsTimeoutException("Fetch", "TotalTimeout") { MayHaveBeenDone = true },
            new ConversationsTimeoutException("Fetch") { MayHaveBeenDone = true },
            new ConversationsRateLimiterException("Fetch", TimeSpan.FromSeconds(7)) { MayHaveBeenDone = true },
        ];
        Assert.That(errors, Is.All.Matches<ConversationsException>(error => error!.MayHaveBeenDone && error.Operation == "Fetch" && error.Message.StartsWith("Fetch: ", StringComparison.Ordinal)));
        Assert.That(errors[4].Message, Is.EqualTo("Fetch: TotalTimeout ran out."));
    }

    [Test]
    public void Every_public_exception_of_a_call_has_the_base()
    {
        var exceptions = typeof(ConversationsClient).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Exception)) && type != typeof(FieldUnavailableException));
        Assert.That(exceptions.Where(type => type != typeof(ConversationsException) && !type.IsSubclassOf(typeof(ConversationsException))), Is.Empty);
    }
}
