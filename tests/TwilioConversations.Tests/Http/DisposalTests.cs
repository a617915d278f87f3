using System.Text;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Calls whose client is disposed.</summary>
public class DisposalTests
{
    private const string HalfABody = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sid\":";

    [TestCase("CreateConversationParticipant", "", true)]
    [TestCase("FetchConversationParticipant", "", true)]
    [TestCase("FetchConversationParticipant", HalfABody, true)]
    [TestCase("CreateConversationParticipant", "", false)]
    [TestCase("FetchConversationParticipant", "", false)]
    [TestCase("FetchConversationParticipant", HalfABody, false)]
    public async Task A_call_that_is_under_way_ends_with_an_ObjectDisposedException(string operation, string sent, bool ownsConnections)
    {
        using var slow = new SlowServer();
        using var httpClient = new HttpClient();
        var client = slow.CreateClient(ownsConnections ? null : httpClient);
        var call = CallAsync(operation, client.Operations);
        using var connection = await slow.AcceptAsync();
        await connection.SendAsync(Encoding.ASCII.GetBytes(sent));
        client.Dispose();
        Assert.That(await EndOf(call), Is.InstanceOf<ObjectDisposedException>().With.Property("ObjectName").EqualTo(nameof(ConversationsClient)));
    }

    [Test]
    public async Task A_wait_between_two_attempts_ends_with_an_ObjectDisposedException()
    {
        var waiting = new TaskCompletionSource();
        using var emulated = EmulatorFixture.ByClock(new Clock(), options => options.Retry.OnRetry = _ => waiting.TrySetResult());
        emulated.Emulator.InjectFault(TwilioConversations.Testing.EmulatorFault.TooManyRequests());
        var call = emulated.Participants.FetchAsync("alice");
        await waiting.Task;
        emulated.Client.Dispose();
        Assert.That(await EndOf(call), Is.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task A_call_after_the_disposal_sends_nothing()
    {
        using var server = new StubServer();
        using var httpClient = new HttpClient();
        var client = server.CreateClient(httpClient: httpClient);
        client.Dispose();
        Assert.That(await EndOf(client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid)), Is.InstanceOf<ObjectDisposedException>());
        Assert.That(server.Requests, Is.Empty);
    }

    private static async Task<Exception?> EndOf(Task call)
    {
        // A call that does not end at all must fail the test and not hold it up.
        await Task.WhenAny(call, Task.Delay(TimeSpan.FromSeconds(20)));
        return call.IsCompleted ? call.Exception?.InnerException : new TimeoutException("the call has not ended");
    }
}
