using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Error responses whose body stalls: the status that has come decides.</summary>
public class StalledErrorTests
{
    [Test]
    public async Task A_create_that_received_429_is_retried_even_if_the_body_stalls()
    {
        var requests = 0;
        var (participant, error) = await CallAsync(
            "429 Slow Down\r\nRetry-After: 0",
            client => client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" }),
            () => Interlocked.Increment(ref requests));
        Assert.That((participant?.Identity, error, requests), Is.EqualTo(("alice", (Exception?)null, 2)));
    }

    [TestCase("400 Bad Request")]
    [TestCase("401 Unauthorized")]
    [TestCase("404 Not Found")]
    public async Task A_rejected_input_was_not_done_even_if_the_body_stalls(string status)
    {
        var (result, _) = await CallAsync(status, client => client.Conversation(ConversationSid).Participants.DeleteManyAsync([ParticipantSid]).SingleAsync().AsTask());
        Assert.That(result!.MayHaveBeenDone, Is.False);
        Assert.That((int?)(result.Error as ConversationsResponseException)?.StatusCode ?? 404, Is.EqualTo(int.Parse(status[..3], null)));
        Assert.That(result.Status, Is.EqualTo(status.StartsWith("404", StringComparison.Ordinal) ? BulkStatus.AlreadyGone : BulkStatus.Failed));
    }

    [Test]
    public async Task A_delete_of_a_missing_resource_is_an_error_even_if_the_body_stalls()
    {
        var (_, error) = await CallAsync("404 Not Found", async client =>
        {
            await client.Conversation("support").Participants.DeleteAsync(ParticipantSid);
            return "";
        });
        Assert.That((error as ConversationsResponseException)?.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>Calls a server that responds with this status and a body that stalls, and to the next request with the resource.</summary>
    private static async Task<(T? Result, Exception? Error)> CallAsync<T>(string status, Func<ConversationsClient, Task<T>> call, Action? onRequest = null)
        where T : class
    {
        var clock = new Clock();
        var logs = new LogList();
        var isFirst = true;
        using var server = new FaultyServer(async (connection, request) =>
        {
            onRequest?.Invoke();
            if (!isFirst)
            {
                await FaultyServer.SendAsync(connection, FaultyServer.Ok(request.StartsWith("GET", StringComparison.Ordinal) ? Examples.Page : Examples.Participant.Replace("\"identity\":null", "\"identity\":\"alice\"")));
                return;
            }

            isFirst = false;
            await FaultyServer.SendAsync(connection, $"HTTP/1.1 {status}\r\nContent-Length: 500\r\n\r\n{{");
            await connection.ReceiveAsync(new byte[1]);
        });
        using var client = server.CreateClient(options =>
        {
            clock.UseIn(options);
            (options.LoggerFactory, options.Retry.MaxAttempts) = (logs, 4);
        });
        var calling = call(client);
        for (var i = 0; i < 10_000 && !logs.Entries.Any(entry => entry.Text.Contains($"received status {status[..3]}", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(1);
        }

        clock.Advance(TimeSpan.FromMinutes(10));
        try
        {
            return (await calling, null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }
}
