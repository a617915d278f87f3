using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TwilioConversations.Tests.Infra;

/// <summary>A server that misbehaves on purpose, byte by byte, as no ordinary server can be made to.</summary>
internal sealed class FaultyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Socket, string, Task> _respond;

    /// <param name="respond">Handles a connection once a request has come.</param>
    public FaultyServer(Func<Socket, Task> respond)
        : this((connection, _) => respond(connection))
    {
    }

    /// <param name="respond">Handles a connection once a request has come, with the text of the request.</param>
    public FaultyServer(Func<Socket, string, Task> respond)
    {
        _respond = respond;
        _listener.Start();
        BaseAddress = new Uri($"http://{_listener.LocalEndpoint}");
        _ = AcceptAsync();
    }

    /// <summary>The server's address; after its disposal, connections to it are rejected.</summary>
    public Uri BaseAddress { get; }

    public ConversationsClient CreateClient(Action<ConversationsClientOptions>? configure = null, HttpClient? httpClient = null) => StubServer.CreateClient(BaseAddress, options =>
    {
        options.Retry.MaxAttempts = 1;
        configure?.Invoke(options);
    }, httpClient);

    public void Dispose() => _listener.Dispose();

    /// <summary>Sends a text as Latin-1, so that it can hold any byte.</summary>
    public static async Task SendAsync(Socket connection, string text) => await connection.SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Closes the connection with a reset instead of an end.</summary>
    public static void Reset(Socket connection)
    {
        connection.LingerState = new LingerOption(true, 0);
        connection.Close();
    }

    public static string Ok(string body, string headers = "") => $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RespondAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task RespondAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                var request = new byte[8192];
                var length = await connection.ReceiveAsync(request);
                await _respond(connection, Encoding.Latin1.GetString(request, 0, length));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The client did not wait for the rest.
            }
        }
    }
}
