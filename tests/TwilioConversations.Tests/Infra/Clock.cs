using Microsoft.Extensions.Time.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>A clock that stands still until a test lets it run, faster than any real one.</summary>
internal sealed class Clock : FakeTimeProvider
{
    /// <summary>Lets the clock run until a call is done.</summary>
    public async Task<T> RunAsync<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            Advance(TimeSpan.FromMilliseconds(100));
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
