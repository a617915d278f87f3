using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Bulk operations send as many requests a second for a conversation as the service takes: never more, and no fewer.</summary>
public class BulkRateTests
{
    private readonly ConcurrentQueue<int> _sent = [];
    private PermitTime _time = new();

    [SetUp]
    public void Reset()
    {
        _time = new();
        _sent.Clear();
    }

    [Test]
    public async Task The_default_limit_is_thirty_requests_a_second()
    {
        using var emulated = Emulated();
        var creating = CreateAsync(emulated.Participants, 100);
        for (var batch = 1; batch <= 3; batch++)
        {
            await UntilAsync(() => _time.Permits == batch * 30);
            _time.Advance(TimeSpan.FromMilliseconds(999));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.That((await creating).Select(result => result.Status), Is.All.EqualTo(BulkStatus.Done));
        Assert.That(_sent, Is.EqualTo(Times((30, 0), (30, 1000), (30, 2000), (10, 3000))));
    }

    [Test]
    public async Task A_slow_response_does_not_lower_the_rate_once_its_latency_is_known()
    {
        using var emulated = Emulated(latency: TimeSpan.FromMilliseconds(100));
        var creating = CreateAsync(emulated.Participants, 240, new() { Concurrency = 64 });

        // At first connections may be opened, and the service may count a request just before it responds.
        for (var sent = 30; sent <= 240; sent += 30)
        {
            await UntilAsync(() => _sent.Count == sent);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await UntilAsync(() => _time.Permits == sent);
            _time.Advance(TimeSpan.FromMilliseconds(sent <= 150 ? 999 : 899));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await creating;
        Assert.That(_sent, Is.EqualTo(Times((30, 0), (30, 1100), (30, 2200), (30, 3300), (30, 4400), (30, 5500), (30, 6500), (30, 7500))));
    }

    [Test]
    public async Task Operations_of_one_client_share_the_limit_of_a_conversation_and_other_conversations_have_their_own()
    {
        using var emulated = Emulated();
        var elsewhere = emulated.Client.Conversation(emulated.Emulator.AddConversation("elsewhere")).Participants;
        await CreateAsync(emulated.Participants, 30);
        await CreateAsync(elsewhere, 30);
        var second = CreateAsync(emulated.Participants, 30, first: 30);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await second;
        Assert.That(_sent, Is.EqualTo(Times((60, 0), (30, 1000))));
    }

    [Test]
    public async Task A_lookup_and_an_attempt_that_gets_429_count()
    {
        using var emulated = Emulated(perSecond: 1);
        await emulated.Emulator.Client.Conversation(Operations.ConversationSid).Participants.CreateAsync(new() { Identity = "p0" });
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.FromMilliseconds(1)), when: request => request.Method == "GET");
        var deleting = emulated.Participants.DeleteManyAsync(["p0"]).SingleAsync().AsTask();
        for (var sent = 1; sent < 3; sent++)
        {
            // The permit comes back by the clock a moment after the request was recorded.
            await UntilAsync(() => _sent.Count == sent);
            while (_sent.Count == sent)
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
                await Task.Delay(1);
            }
        }

        Assert.That((await deleting).Status, Is.EqualTo(BulkStatus.Done));
        Assert.That(_sent.Zip(_sent.Skip(1), (one, next) => next - one), Has.All.GreaterThanOrEqualTo(1000));
    }

    [Test]
    public async Task Waiting_for_the_limit_does_not_count_towards_the_time_limit_of_an_input()
    {
        using var emulated = Emulated(perSecond: 1, totalTimeout: TimeSpan.FromMilliseconds(1500));
        var creating = CreateAsync(emulated.Participants, 6);
        for (var completed = 1; completed < 6; completed++)
        {
            await UntilAsync(() => _time.Permits == completed);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That((await creating).Select(result => result.Status), Is.All.EqualTo(BulkStatus.Done));
    }

    [Test]
    public async Task Canceling_the_wait_for_the_limit_passes_the_turn_to_another_operation()
    {
        using var emulated = Emulated(perSecond: 1);
        using var cancel = new CancellationTokenSource();
        var first = CreateAsync(emulated.Participants, 3, cancellationToken: cancel.Token);
        await UntilAsync(() => _time.Permits == 1);
        var second = CreateAsync(emulated.Participants, 1, first: 3);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await second).Single().Status, Is.EqualTo(BulkStatus.Done));
        Assert.That(_sent, Is.EqualTo(Times((1, 0), (1, 1000))));
    }

    [Test]
    public async Task None_means_no_limit()
    {
        using var emulated = Emulated(configure: options => options.ConversationRateLimiter = ConversationRateLimits.None);
        await CreateAsync(emulated.Participants, 100);
        Assert.That(_sent, Is.EqualTo(Times((100, 0))));
    }

    [Test]
    public void A_limit_out_of_its_range_is_rejected() => Assert.Multiple(() =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConversationRateLimits.PerSecond(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConversationRateLimits.PerSecond(1001));
    });

    private static IEnumerable<int> Times(params (int Count, int Milliseconds)[] batches) => batches.SelectMany(batch => Enumerable.Repeat(batch.Milliseconds, batch.Count));

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private EmulatorFixture Emulated(TimeSpan latency = default, TimeSpan? totalTimeout = null, int? perSecond = null, Action<ConversationsClientOptions>? configure = null) => new(
        new RecordingHandler
        {
            ChecksOpenApiDocument = false,
            Before = async (_, cancellationToken) =>
            {
                var delay = Task.Delay(latency, _time, cancellationToken);
                _sent.Enqueue((int)(_time.GetUtcNow() - _time.Start).TotalMilliseconds);
                await delay;
                return null;
            },
        },
        options =>
        {
            (options.TimeProvider, options.TotalTimeout) = (_time, totalTimeout ?? options.TotalTimeout);
            options.ConversationRateLimiter = perSecond is { } requests ? ConversationRateLimits.PerSecond(requests, _time) : null;
            configure?.Invoke(options);
        });

    private static Task<List<BulkResult<CreateParticipantRequest, Participant>>> CreateAsync(
        ParticipantsApi participants, int count, BulkOptions? options = null, int first = 0, CancellationToken cancellationToken = default) =>
        participants.CreateManyAsync(Enumerable.Range(first, count).Select(i => new CreateParticipantRequest { Identity = $"u{i}" }), options, cancellationToken: cancellationToken).ToListAsync(cancellationToken).AsTask();

    /// <summary>A clock that counts the permits that wait to serve another request; limits of time are longer, and latencies shorter.</summary>
    private sealed class PermitTime : FakeTimeProvider
    {
        private int _permits;

        public int Permits => Volatile.Read(ref _permits);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.FromMilliseconds(800) && dueTime <= TimeSpan.FromSeconds(1))
            {
                Interlocked.Increment(ref _permits);
            }

            return timer;
        }
    }
}
