using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TwilioConversations.Tests.Infra;

/// <summary>A server that responds when the test lets it.</summary>
internal sealed class SlowServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SlowServer()
    {
        _listener.Start();
        BaseAddress = new Uri($"http://{_listener.LocalEndpoint}");
    }

    public Uri BaseAddress { get; }

    public ConversationsClient CreateClient(HttpClient? httpClient = null) =>
        StubServer.CreateClient(BaseAddress, options => options.Retry.MaxAttempts = 1, httpClient);

    /// <summary>A connection on which a request has come.</summary>
    public async Task<Socket> AcceptAsync()
    {
        var connection = await _listener.AcceptSocketAsync();
        await ReceiveAsync(connection);
        return connection;
    }

    public static async Task ReceiveAsync(Socket connection) => await connection.ReceiveAsync(new byte[8192]);

    public static async Task RespondAsync(Socket connection, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {bytes.Length}\r\n\r\n"));
        await connection.SendAsync(bytes);
    }

    public void Dispose() => _listener.Dispose();
}
