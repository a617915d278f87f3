using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Cancellation of bulk operations: the status of inputs that were never sent, silent sources and failing callbacks.</summary>
public class BulkCancellationTests
{
    [Test]
    public async Task Inputs_that_wait_for_a_connection_when_the_operation_is_canceled_were_not_sent()
    {
        using var cancel = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        using var server = new EmulatorServer(new EmulatorOptions(), async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var handler = (SocketsHttpHandler)ConversationsClient.CreateHandler();
        handler.MaxConnectionsPerServer = 1;
        using var httpClient = new HttpClient(handler);
        using var client = StubServer.CreateClient(server.Address, null, httpClient);
        var results = await CanceledAsync(client, arrived.Task, cancel);
        Assert.That(results.Count(result => result is { Status: BulkStatus.Unknown, MayHaveBeenDone: true }), Is.EqualTo(1));
        Assert.That(results.Count(result => result is { Status: BulkStatus.NotSent, MayHaveBeenDone: false }), Is.EqualTo(19));
    }

    [Test]
    public async Task Inputs_of_a_canceled_operation_were_not_sent_if_no_TLS_handshake_completes()
    {
        using var cancel = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, BaseAddress = new Uri($"https://{listener.LocalEndpoint}") });
        var results = await CanceledAsync(client, listener.AcceptSocketAsync(), cancel);
        Assert.That(results.Select(result => result.Status), Is.All.EqualTo(BulkStatus.NotSent).And.Exactly(20).Items);
    }

    [Test]
    public async Task A_canceled_operation_ends_even_if_its_source_is_silent_and_ignores_the_cancellation()
    {
        using var emulated = new EmulatorFixture();
        using var cancel = new CancellationTokenSource();
        var channel = Channel.CreateUnbounded<CreateParticipantRequest>();
        await channel.Writer.WriteAsync(new() { Identity = "a" });
        await channel.Writer.WriteAsync(new() { Identity = "b" });
        var isDisposed = new TaskCompletionSource();
        var results = emulated.Participants.CreateManyAsync(DeafAsync(channel.Reader, isDisposed), cancellationToken: cancel.Token).GetAsyncEnumerator();
        Assert.That(await results.MoveNextAsync() && await results.MoveNextAsync());
        var ending = results.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => ending.WaitAsync(TimeSpan.FromSeconds(60)));
        channel.Writer.Complete();
        await isDisposed.Task.WaitAsync(TimeSpan.FromSeconds(60));

        static async IAsyncEnumerable<CreateParticipantRequest> DeafAsync(ChannelReader<CreateParticipantRequest> reader, TaskCompletionSource isDisposed)
        {
            try
            {
                await foreach (var request in reader.ReadAllAsync())
                {
                    yield return request;
                }
            }
            finally
            {
                isDisposed.SetResult();
            }
        }
    }

    [Test]
    public async Task A_progress_callback_that_throws_is_logged_and_loses_no_result()
    {
        var logs = new LogList();
        using var emulated = new EmulatorFixture(configure: options => options.LoggerFactory = logs);
        var results = await emulated.Participants.CreateManyAsync(Enumerable.Range(0, 20).Select(i => new CreateParticipantRequest { Identity = $"u{i}" }), progress: new Throwing()).ToListAsync();
        Assert.That(results.Select(result => result.Status), Is.All.EqualTo(BulkStatus.Done).And.Exactly(20).Items);
        Assert.That(string.Concat(logs.Entries), Does.Contain("NotSupportedException").And.Not.Contain("q7Z"));
    }

    private static async Task<List<BulkResult<CreateParticipantRequest, Participant>>> CanceledAsync(ConversationsClient client, Task arrived, CancellationTokenSource cancel)
    {
        var results = new List<BulkResult<CreateParticipantRequest, Participant>>();
        var requests = Enumerable.Range(0, 20).Select(i => new CreateParticipantRequest { Identity = $"u{i}" });
        var running = Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in client.Conversation(Operations.ConversationSid).Participants.CreateManyAsync(requests, cancellationToken: cancel.Token))
            {
                results.Add(result);
            }
        });
        await arrived;
        await cancel.CancelAsync();
        await running;
        return results;
    }

    private sealed class Throwing : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => throw new NotSupportedException("q7Zmarked");
    }
}
