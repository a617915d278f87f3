using System.Threading.Channels;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The sources of a bulk operation's inputs, and the enumeration of its results.</summary>
public class BulkInputTests
{
    [Test]
    public async Task The_results_can_be_enumerated_once()
    {
        using var emulated = new EmulatorFixture();
        var results = emulated.Participants.CreateManyAsync([new() { Identity = "alice" }]);
        await results.CountAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await results.CountAsync());
        Assert.That(error!.Message, Does.Contain("enumerated once"));
        Assert.That(emulated.Recorder.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Options_that_change_after_the_call_have_no_effect_on_it()
    {
        using var emulated = new EmulatorFixture(new RecordingHandler { ChecksOpenApiDocument = false });
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.Zero));
        var options = new BulkOptions { MaxAttempts = 1 };
        var results = emulated.Participants.CreateManyAsync([new() { Identity = "alice" }], options);
        options.MaxAttempts = 8;
        Assert.That((await results.SingleAsync()).Status, Is.EqualTo(BulkStatus.Failed));
    }

    [Test]
    public async Task The_result_of_an_asynchronous_input_is_available_before_the_next_input()
    {
        using var emulated = new EmulatorFixture();
        var inputs = Channel.CreateUnbounded<CreateParticipantRequest>();
        var progress = new ProgressList();
        await using var results = emulated.Participants.CreateManyAsync(inputs.Reader.ReadAllAsync(), progress: progress).GetAsyncEnumerator();
        foreach (var identity in new[] { "alice", "bob", "carol" })
        {
            await inputs.Writer.WriteAsync(new() { Identity = identity });
            Assert.That(await results.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.That(results.Current.Result?.Identity, Is.EqualTo(identity));
        }

        inputs.Writer.Complete();
        Assert.That(await results.MoveNextAsync(), Is.False);
        Assert.That(progress.Reports, Is.EqualTo(Enumerable.Range(1, 3).Select(i => new BulkProgress { Completed = i })));

        var removed = await emulated.Participants.DeleteManyAsync(AsAsync("alice", "nobody", "carol")).ToListAsync();
        Assert.That(removed.Select(result => result.Status), Is.EqualTo(new[] { BulkStatus.Done, BulkStatus.AlreadyGone, BulkStatus.Done }));
    }

    [Test]
    public async Task Canceling_ends_the_wait_for_an_input_that_does_not_come()
    {
        using var emulated = new EmulatorFixture();
        using var cancel = new CancellationTokenSource();
        var inputs = Channel.CreateUnbounded<ParticipantKey>();
        await inputs.Writer.WriteAsync("nobody");
        await using var results = emulated.Participants.DeleteManyAsync(inputs.Reader.ReadAllAsync(), cancellationToken: cancel.Token).GetAsyncEnumerator();
        Assert.That(await results.MoveNextAsync());
        var next = results.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task Leaving_the_loop_disposes_of_the_inputs()
    {
        using var emulated = new EmulatorFixture();
        var isDisposed = false;
        await foreach (var _ in emulated.Participants.DeleteManyAsync(Endless()))
        {
            break;
        }

        Assert.That(isDisposed);

        async IAsyncEnumerable<ParticipantKey> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            try
            {
                yield return "nobody";
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    private static async IAsyncEnumerable<ParticipantKey> AsAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await Task.Yield();
            yield return key;
        }
    }
}
