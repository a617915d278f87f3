using System.Diagnostics;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Many calls at once through faults at random: every call is accounted for on both sides, and nothing is left behind.</summary>
[NonParallelizable]
public class StressTests
{
    private const int Callers = 64;

    [Test]
    public Task Three_thousand_calls() => SoakAsync(3_000);

    [Test]
    [Explicit("takes minutes")]
    [Category("Soak")]
    public Task A_hundred_thousand_calls() => SoakAsync(100_000);

    private static async Task SoakAsync(int calls)
    {
        var random = new Random(20261123);
        var faults = new[] { EmulatorFault.TooManyRequests(), EmulatorFault.Error(503, 20503, "busy"), EmulatorFault.Html(502), EmulatorFault.TruncatedBody, EmulatorFault.DroppedConnection, EmulatorFault.ResponseLost, EmulatorFault.Latency(TimeSpan.FromMilliseconds(5)) };
        var sockets = OpenSockets();
        using (var emulated = new EmulatorFixture(
            new RecordingHandler { ChecksOpenApiDocument = false },
            options => (options.Retry.MaxAttempts, options.Retry.Delay, options.Retry.MaxDelay) = (5, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20))))
        {
            foreach (var fault in faults)
            {
                emulated.Emulator.InjectFault(fault, times: null, every: random.Next(20, 60));
            }

            // As large from the beginning as at the end.
            var outcomes = new string?[calls];
            var sent = 0L;
            var completed = 0L;
            var half = 0L;
            await Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, ct) =>
            {
                string outcome;
                try
                {
                    outcome = await CallAsync(emulated.Participants, i, ct);
                }
                catch (Exception e) when (e is ConversationsException)
                {
                    outcome = e.GetType().Name;
                }

                Assert.That(Interlocked.CompareExchange(ref outcomes[i], outcome, null), Is.Null, $"call {i} ended twice");
                if (Interlocked.Increment(ref completed) == calls / 2)
                {
                    sent = Drain(emulated.Recorder);
                    half = GC.GetTotalMemory(forceFullCollection: true);
                }
            });

            Assert.That(outcomes, Has.None.Null);
            Assert.That(outcomes.Count(outcome => outcome == "done"), Is.GreaterThan(calls * 8 / 10));
            Assert.That(emulated.Emulator.RequestCount, Is.EqualTo(sent + Drain(emulated.Recorder)), "what was sent is what came");
            // What the test keeps is gone here as it was there; the emulator's log may still have grown, by a request with its headers, path parameters and response for each call.
            var grown = GC.GetTotalMemory(forceFullCollection: true) - half;
            await TestContext.Out.WriteLineAsync($"{grown:N0} bytes more than halfway");
            Assert.That(grown, Is.LessThan(2_000_000 + (1_600L * calls)));
        }

        var patience = Stopwatch.StartNew();
        while (OpenSockets() > sockets + 8 && patience.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(100);
        }

        Assert.That(OpenSockets(), Is.LessThanOrEqualTo(sockets + 8));
    }

    private static async Task<string> CallAsync(ParticipantsApi participants, int i, CancellationToken cancellationToken)
    {
        var identity = $"u{i % 200}";
        switch (i % 4)
        {
            case 0:
                await participants.GetOrCreateAsync(identity, cancellationToken: cancellationToken);
                break;
            case 1:
                await participants.FindAsync(identity, cancellationToken: cancellationToken);
                break;
            case 2:
                await participants.ListAsync(new() { Limit = 20, PageSize = 10 }, cancellationToken).CountAsync(cancellationToken);
                break;
            default:
                if (await participants.FindAsync(identity, cancellationToken: cancellationToken) is { } found)
                {
                    try
                    {
                        await participants.DeleteAsync(found, cancellationToken: cancellationToken);
                    }
                    catch (ConversationsResponseException e) when (e.IsNotFound)
                    {
                        // Somebody else was faster.
                    }
                }

                break;
        }

        return "done";
    }

    /// <summary>Forgets the recorded requests, and returns their number.</summary>
    private static int Drain(RecordingHandler recorder)
    {
        var count = 0;
        while (recorder.Requests.TryDequeue(out _))
        {
            count++;
        }

        return count;
    }

    // Only Linux shows them as files; elsewhere the count is always the same.
    private static int OpenSockets() => Directory.Exists("/proc/self/fd")
        ? Directory.EnumerateFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
        : 0;
}
