using System.Text;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>A caller of any operation that no longer waits gets an OperationCanceledException with its own token.</summary>
public class OperationCancellationTests
{
    [Test]
    public async Task A_canceled_token_sends_nothing()
    {
        using var server = new StubServer();
        foreach (var operation in Operations.All)
        {
            var token = new CancellationToken(true);
            var error = await Assert.ThrowsAsync<OperationCanceledException>(() => operation.CallAsync(server.Client.Operations, new() { CancellationToken = token }), operation.Name);
            Assert.That(error!.CancellationToken, Is.EqualTo(token));
        }

        Assert.That(server.Requests, Is.Empty);
    }

    [TestCase("", TestName = "All_before_the_header")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"sid\":", TestName = "All_within_the_body")]
    [TestCase("HTTP/1.1 500 Oh\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"code\":", TestName = "All_within_the_body_of_an_error")]
    public async Task Canceling_ends_a_call_that_is_under_way(string sent)
    {
        using var slow = new SlowServer();
        using var client = slow.CreateClient();
        foreach (var operation in Operations.All)
        {
            if (operation.ResponseSchema is null && sent.Contains("200", StringComparison.Ordinal))
            {
                // Done as soon as the header has come.
                continue;
            }

            using var cancel = new CancellationTokenSource();
            var call = operation.CallAsync(client.Operations, new() { CancellationToken = cancel.Token });
            using var connection = await slow.AcceptAsync();
            await connection.SendAsync(Encoding.ASCII.GetBytes(sent));
            await cancel.CancelAsync();
            var error = await Assert.ThrowsAsync<OperationCanceledException>(() => call, operation.Name);
            Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
        }
    }
}
