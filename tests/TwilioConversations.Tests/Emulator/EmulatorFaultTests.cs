using System.Net;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Faults on demand: what the caller sees of each, and whether the request was processed all the same.</summary>
public class EmulatorFaultTests
{
    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("429", EmulatorFault.TooManyRequests(), false, e => e is ConversationsResponseException { IsRateLimited: true, Code: 20429, RetryAfter: null });
        yield return Case("429_with_Retry-After", EmulatorFault.TooManyRequests(TimeSpan.FromSeconds(7)), false, e => e is ConversationsResponseException { RetryAfter.TotalSeconds: 7 });
        yield return Case("503", EmulatorFault.Error(503, 20503, "Service unavailable"), false, e => e is ConversationsResponseException { StatusCode: HttpStatusCode.ServiceUnavailable, Code: 20503 });
        yield return Case("HTML", EmulatorFault.Html(502), false, e => e is ConversationsResponseException { StatusCode: HttpStatusCode.BadGateway, Code: null });
        yield return Case("Dropped", EmulatorFault.DroppedConnection, false, e => e is ConversationsConnectionException);
        yield return Case("Truncated", EmulatorFault.TruncatedBody, true, e => e is ConversationsConnectionException);
        yield return Case("Lost", EmulatorFault.ResponseLost, true, e => e is ConversationsConnectionException);
        yield return Case("Empty", EmulatorFault.EmptyResponse, true, e => e is ConversationsConnectionException { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } });
        yield return Case("Spurious_404", EmulatorFault.SpuriousNotFound, true, e => e is ConversationsResponseException { IsNotFound: true, Code: 20404 });

        static TestCaseData Case(string name, EmulatorFault fault, bool isProcessed, Func<Exception, bool> isRight) => new TestCaseData(fault, isProcessed, isRight).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Each_fault_does_what_its_name_says(EmulatorFault fault, bool isProcessed, Func<Exception, bool> isRight)
    {
        using var emulated = Unchecked();
        emulated.Emulator.InjectFault(fault);
        var error = await Assert.CatchAsync<Exception>(() => emulated.Participants.CreateAsync(new() { Identity = "alice" }));
        Assert.That(isRight(error!), error!.ToString());
        Assert.That(emulated.Emulator.Requests, Has.Count.EqualTo(1));
        Assert.That(await emulated.Participants.ExistsAsync("alice"), Is.EqualTo(isProcessed));
    }

    [Test]
    public async Task An_empty_response_makes_HttpClient_send_a_GET_again_but_no_POST()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation(Operations.ConversationSid, null, "alice");
        service.InjectFault(EmulatorFault.EmptyResponse);
        Assert.That((await new RawRequest("GET", $"{Operations.ParticipantsPath}/alice").SendAsync(service)).Status, Is.EqualTo(200));
        Assert.That(service.Requests, Has.Count.EqualTo(2));
        service.InjectFault(EmulatorFault.EmptyResponse);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => new RawRequest("POST", Operations.ParticipantsPath, "Identity=bob").SendAsync(service));
        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.ResponseEnded), "closed, and not reset");
        Assert.That(service.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_truncated_response_without_a_body_breaks_the_connection()
    {
        using var emulated = Unchecked();
        var alice = (await emulated.SeedAsync(1)).Single();
        emulated.Emulator.InjectFault(EmulatorFault.TruncatedBody);
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => emulated.Participants.DeleteAsync(alice));
        Assert.That(await emulated.Participants.ExistsAsync(alice), Is.False);
    }

    [Test]
    public async Task A_spurious_404_names_the_requested_path()
    {
        using var emulated = Unchecked();
        emulated.Emulator.InjectFault(EmulatorFault.SpuriousNotFound);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => emulated.Participants.CreateAsync(new() { Identity = "alice" }));
        Assert.That(error!.ServiceMessage, Is.EqualTo($"The requested resource /Conversations/{Operations.ConversationSid}/Participants was not found"));
    }

    [Test]
    public async Task Latency_delays_the_response_and_ends_with_the_call()
    {
        using var emulated = Unchecked();
        await emulated.SeedAsync(1);
        emulated.Emulator.InjectFault(EmulatorFault.Latency(TimeSpan.FromMilliseconds(1)));
        await emulated.Participants.FetchAsync("p0");
        emulated.Emulator.InjectFault(EmulatorFault.Latency(TimeSpan.FromHours(1)));
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAsync<OperationCanceledException>(() => emulated.Participants.FetchAsync("p0", cancellationToken: cancel.Token));
    }

    [Test]
    public async Task A_fault_applies_to_the_next_few_every_nth_or_the_matching_requests()
    {
        using var emulated = Unchecked();
        await emulated.SeedAsync(1);
        emulated.Emulator.InjectFault(EmulatorFault.Html(502), times: 2);
        Assert.That(await FetchAsync(4), Is.EqualTo("xx.."));
        emulated.Emulator.InjectFault(EmulatorFault.Html(502), times: null, every: 3);
        Assert.That(await FetchAsync(7), Is.EqualTo("..x..x."));
        emulated.Emulator.Reset();
        emulated.Emulator.AddConversation(Operations.ConversationSid, null, "p0");
        emulated.Emulator.InjectFault(EmulatorFault.Html(502), times: 1, when: request => request.Operation == "ListConversationParticipant");
        Assert.That(await FetchAsync(2), Is.EqualTo(".."));
        await Assert.ThrowsAsync<ConversationsResponseException>(async () => await emulated.Participants.ListAsync().ToListAsync());
        Assert.That(await emulated.Participants.ListAsync().CountAsync(), Is.EqualTo(1));

        async Task<string> FetchAsync(int count)
        {
            var seen = "";
            for (var i = 0; i < count; i++)
            {
                try
                {
                    await emulated.Participants.FetchAsync("p0");
                    seen += ".";
                }
                catch (ConversationsResponseException)
                {
                    seen += "x";
                }
            }

            return seen;
        }
    }

    [Test]
    public async Task A_fault_that_is_used_up_is_not_matched_again()
    {
        using var emulated = Unchecked();
        var asked = 0;
        emulated.Emulator.InjectFault(EmulatorFault.Html(502), times: 2, when: _ => ++asked > 0);
        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<ConversationsResponseException>(() => emulated.Participants.FetchAsync("alice"));
        }

        Assert.That(asked, Is.EqualTo(2));
    }

    [Test]
    public async Task GetOrCreate_finds_what_a_create_with_an_unknown_outcome_has_created()
    {
        using var emulated = Unchecked();
        emulated.Emulator.InjectFault(EmulatorFault.SpuriousNotFound);
        var alice = await emulated.Participants.GetOrCreateAsync("alice");
        emulated.Emulator.InjectFault(EmulatorFault.ResponseLost);
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => emulated.Participants.GetOrCreateAsync("bob"));
        var bob = await emulated.Participants.GetOrCreateAsync("bob");
        Assert.That(await emulated.Participants.ListAsync().ToListAsync(), Is.EqualTo(new[] { alice, bob }));
    }

    [Test]
    public void A_fault_that_would_apply_to_no_request_is_rejected()
    {
        using var service = ConversationsEmulator.Start();
        Assert.Throws<ArgumentNullException>(() => service.InjectFault(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => service.InjectFault(EmulatorFault.ResponseLost, times: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => service.InjectFault(EmulatorFault.ResponseLost, every: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmulatorFault.Error(200, 0, "not an error"));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmulatorFault.Latency(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => EmulatorFault.TooManyRequests(TimeSpan.FromTicks(-1)));
        foreach (var status in new[] { 0, 199, 204, 304, 600 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => EmulatorFault.Html(status));
        }
    }

    // What goes wrong here is not in the document.
    private static EmulatorFixture Unchecked() => new(new RecordingHandler { ChecksOpenApiDocument = false });
}
