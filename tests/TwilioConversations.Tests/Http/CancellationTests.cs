using System.Text;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>A caller that no longer waits, leaves a loop, or has a limit: the call ends at once, and for the right reason.</summary>
public class CancellationTests
{
    [TestCase("", TestName = "Before_the_header")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"sid\":", TestName = "Within_the_body")]
    [TestCase("HTTP/1.1 500 Oh\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"code\":", TestName = "Within_the_body_of_an_error")]
    public async Task Canceling_ends_a_call_that_is_under_way_with_a_plain_OperationCanceledException(string sent)
    {
        using var slow = new SlowServer();
        using var client = slow.CreateClient();
        using var cancel = new CancellationTokenSource();
        var call = client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid, cancellationToken: cancel.Token);
        using var connection = await slow.AcceptAsync();
        await connection.SendAsync(Encoding.ASCII.GetBytes(sent));
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => call);
        Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(false, false)]
    public async Task Canceling_reaches_the_page_that_is_under_way(bool givenToTheList, bool halfWayThroughTheBody)
    {
        using var slow = new SlowServer();
        using var client = slow.CreateClient();
        using var cancel = new CancellationTokenSource();
        var list = client.Conversation(ConversationSid).Participants.ListAsync(new() { PageSize = 1, ReadAhead = false }, givenToTheList ? cancel.Token : default);
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in list.WithCancellation(givenToTheList ? default : cancel.Token))
            {
            }
        });
        using var connection = await slow.AcceptAsync();
        await SlowServer.RespondAsync(connection, Examples.PageOf(["a"], "?PageToken=1").Body!);
        await SlowServer.ReceiveAsync(connection);
        if (halfWayThroughTheBody)
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"participants\":["u8.ToArray());
        }

        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => reading);
        Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task Canceling_between_two_items_of_a_page_ends_the_enumeration()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(3);
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in emulated.Participants.ListAsync().WithCancellation(cancel.Token))
            {
                seen++;
                await cancel.CancelAsync();
            }
        });
        Assert.That(seen, Is.EqualTo(1));
    }

    [Test]
    public async Task Leaving_early_ends_the_request_that_was_sent_ahead()
    {
        using var slow = new SlowServer();
        using var client = slow.CreateClient();
        var second = new TaskCompletionSource();
        var leaving = Task.Run(async () =>
        {
            await foreach (var _ in client.Conversation(ConversationSid).Participants.ListAsync(new() { PageSize = 1 }))
            {
                await second.Task;
                break;
            }
        });
        using var connection = await slow.AcceptAsync();
        await SlowServer.RespondAsync(connection, Examples.PageOf(["a"], "?PageToken=1").Body!);
        await SlowServer.ReceiveAsync(connection);
        second.SetResult();
        await leaving;
        Assert.That(await connection.ReceiveAsync(new byte[1]), Is.Zero, "the connection of the abandoned request is closed");
    }

    [TestCase("", TestName = "No_response")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sid\":", TestName = "A_body_that_stalls")]
    public async Task A_time_limit_is_a_TimeoutException_and_not_the_callers_cancellation(string sent)
    {
        using var slow = new SlowServer();
        using var httpClient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        using var client = slow.CreateClient(httpClient);
        var call = client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid);
        using var connection = await slow.AcceptAsync();
        await connection.SendAsync(Encoding.ASCII.GetBytes(sent));
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);
        Assert.That(error!.Message, Is.EqualTo("FetchConversationParticipant: no complete response came within the time limit of 00:00:00.2000000."));
    }
}
