using System.Collections.Concurrent;
using System.Net.Sockets;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>A server that reads a request and closes the connection: the handler underneath must send nothing again by itself.</summary>
public class ResendTests
{
    [TestCase("FetchConversationParticipant", 1)]
    [TestCase("DeleteConversationParticipant", 1)]
    [TestCase("CreateConversationParticipant", 1)]
    [TestCase("FetchConversationParticipant", 3)]
    [TestCase("DeleteConversationParticipant", 3)]
    public async Task A_connection_that_is_closed_without_a_byte_costs_one_request_for_each_attempt(string operation, int attempts)
    {
        var requests = 0;
        using var server = new FaultyServer(connection =>
        {
            Interlocked.Increment(ref requests);
            connection.Shutdown(SocketShutdown.Both);
            return Task.CompletedTask;
        });
        using var client = server.CreateClient(options => (options.Retry.MaxAttempts, options.Retry.Delay) = (attempts, TimeSpan.FromMilliseconds(1)));
        await Assert.CatchAsync<ConversationsConnectionException>(() => CallAsync(operation, client.Operations));
        Assert.That(requests, Is.EqualTo(attempts));
    }

    [TestCase("GET")]
    [TestCase("DELETE")]
    public async Task The_emulator_has_a_fault_that_shows_it(string method)
    {
        using var emulated = EmulatorFixture.ByClock(new Clock(), options => options.Retry.MaxAttempts = 1);
        emulated.Emulator.InjectFault(EmulatorFault.EmptyResponse);
        await Assert.CatchAsync<ConversationsConnectionException>(() => method == "GET" ? emulated.Participants.FetchAsync("alice") : emulated.Participants.DeleteAsync(ParticipantSid));
        Assert.That(emulated.Emulator.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_delete_before_the_connection_closed_is_done_and_every_attempt_is_seen()
    {
        var attempts = new ConcurrentQueue<int>();
        using var emulator = ConversationsEmulator.Start();
        emulator.AddConversation(ConversationSid, null, "alice");
        using var client = new ConversationsClient(new()
        {
            Credentials = emulator.Credentials,
            BaseAddress = emulator.BaseAddress,
            Retry = { Delay = TimeSpan.FromMilliseconds(1), OnRetry = retry => attempts.Enqueue(retry.Attempt) },
        });
        var alice = await client.Conversation(ConversationSid).Participants.FetchAsync("alice");
        emulator.InjectFault(EmulatorFault.ResponseLost);
        await client.Conversation(ConversationSid).Participants.DeleteAsync(alice);
        Assert.That((emulator.Requests.Count(request => request.Method == "DELETE"), attempts), Is.EqualTo((2, new[] { 1 })));
    }
}
