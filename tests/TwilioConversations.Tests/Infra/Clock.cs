using Microsoft.Extensions.Time.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>A clock that stands still until a test lets it run, faster than any real one.</summary>
internal sealed class Clock : FakeTimeProvider
{
    /// <summary>The length of one step of the clock.</summary>
    public TimeSpan Step { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns true while the clock must not advance, because on a slow machine it would use up the time limit of a request in progress.</summary>
    public Func<bool> StandsStill { get; set; } = () => false;

    /// <summary>Lets a client wait by this clock, with limits so wide that a slow machine does not reach them while the clock runs.</summary>
    public void UseIn(ConversationsClientOptions options)
    {
        options.TimeProvider = this;
        options.AttemptTimeout = TimeSpan.FromMinutes(10);
        options.TotalTimeout = TimeSpan.FromMinutes(30);
    }

    /// <summary>Lets the clock run until a call is done.</summary>
    public async Task<T> RunAsync<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            if (!StandsStill())
            {
                Advance(Step);
            }

            await Task.Delay(1);
        }

        return await call;
    }

    public async Task RunAsync(Task call) => await RunAsync(AsResult(call));

    private static async Task<bool> AsResult(Task call)
    {
        await call;
        return true;
    }
}
