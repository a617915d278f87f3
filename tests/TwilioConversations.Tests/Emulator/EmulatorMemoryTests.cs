using System.Net.Sockets;
using System.Text;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The memory that the emulator keeps for requests.</summary>
[NonParallelizable] // Measures the memory of the whole process.
public class EmulatorMemoryTests
{
    private const int Batch = 100;

    [Test]
    public async Task Memory_stays_flat_once_the_log_is_full()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", null, Enumerable.Range(0, 1000).Select(i => $"u{i}"));
        using var connection = new TcpClient(service.BaseAddress.Host, service.BaseAddress.Port);
        await FetchAsync(connection.GetStream(), ConversationsEmulator.LogCapacity + 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await FetchAsync(connection.GetStream(), 20_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(service.Requests, Has.Count.EqualTo(ConversationsEmulator.LogCapacity));
        Assert.That(service.RequestCount, Is.EqualTo(ConversationsEmulator.LogCapacity + 21_000));
        Assert.That(grown, Is.LessThan(2 * 1024 * 1024), "100 bytes for a request would be a leak");
    }

    /// <summary>Sends fetches one after the other without waiting for the responses, which takes a fraction of the time of a client that waits.</summary>
    private static async Task FetchAsync(NetworkStream stream, int count)
    {
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < count; i += Batch)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(i, Batch).Select(number =>
                    $"GET /v1/Conversations/support/Participants/u{number * 7 % 1000} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {RawRequest.Credentials}\r\n\r\n"))));
            }
        });
        using var reader = new StreamReader(stream, leaveOpen: true);
        for (var responses = 0; responses < count;)
        {
            var line = await reader.ReadLineAsync() ?? throw new IOException("The connection was closed.");
            // A body has no end of line: the status of the next response follows it.
            responses += line.Contains("HTTP/1.1 200 OK", StringComparison.Ordinal) ? 1 : 0;
        }

        await sending;
    }
}
