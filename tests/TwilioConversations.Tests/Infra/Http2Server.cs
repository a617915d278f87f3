using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TwilioConversations.Tests.Infra;

/// <summary>A server that speaks HTTP/2 frame by frame, for faults that no ordinary server can be made to show.</summary>
internal sealed class Http2Server : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = LoopbackCertificate.Create();
    private readonly Func<Http2Connection, Http2Frame, Task> _onFrame;
    private readonly int? _streams;
    private int _connections;

    /// <param name="onFrame">Called with each HEADERS and DATA frame, one at a time for a connection.</param>
    /// <param name="streams">The number of streams that it allows on a connection; null to leave it open.</param>
    public Http2Server(Func<Http2Connection, Http2Frame, Task> onFrame, int? streams = null)
    {
        (_onFrame, _streams) = (onFrame, streams);
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri BaseAddress => new($"https://{_listener.LocalEndpoint}");

    public int Connections => _connections;

    /// <summary>A client with its own connections, as its constructor makes them.</summary>
    public ConversationsClient CreateClient(Action<ConversationsClientOptions>? configure = null, Action<SocketsHttpHandler>? connect = null)
    {
        var options = new ConversationsClientOptions { Credentials = StubServer.Credentials, BaseAddress = BaseAddress, MediaBaseAddress = BaseAddress, Retry = { Delay = TimeSpan.FromMilliseconds(1) } };
        configure?.Invoke(options);
        var handler = LoopbackCertificate.HandlerTrusting(_certificate);
        connect?.Invoke(handler);
        return new ConversationsClient(options, new HttpMessageInvoker(handler), isOwner: true);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(), Interlocked.Increment(ref _connections));
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        try
        {
            using (client)
            await using (var stream = new SslStream(client.GetStream()))
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] });
                var connection = new Http2Connection(stream, number);
                await stream.ReadExactlyAsync(new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length]);
                await connection.SendSettingsAsync(_streams);
                while (true)
                {
                    var frame = await connection.ReadAsync();
                    if (frame.Type is Http2Frame.Headers or Http2Frame.Data && !connection.IsSilent)
                    {
                        await _onFrame(connection, frame);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client closed the connection.
        }
    }
}

/// <summary>A frame that came.</summary>
internal sealed record Http2Frame(byte Type, byte Flags, int Stream, int Length)
{
    public const byte Data = 0;
    public const byte Headers = 1;

    public bool IsEndOfStream => (Flags & 1) != 0;
}

/// <summary>The server's side of one connection.</summary>
internal sealed class Http2Connection(SslStream stream, int number)
{
    private const int MaximumFrame = 16_384;

    /// <summary>The number of the connection, from 1.</summary>
    public int Number => number;

    /// <summary>True if the server no longer responds, not even to a ping.</summary>
    public bool IsSilent { get; set; }

    private SemaphoreSlim Sending { get; } = new(1);

    public Task SendSettingsAsync(int? streams)
    {
        var payload = new byte[streams is null ? 0 : 6];
        if (streams is { } count)
        {
            payload[1] = 3;
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(2), count);
        }

        return SendAsync(4, 0, 0, payload);
    }

    /// <summary>Responds with a status and a body, or with the beginning of one, and ends the stream.</summary>
    public async Task RespondAsync(int stream, int status, string body, int? contentLength = null)
    {
        var headers = new List<byte> { 8, 3 };
        headers.AddRange(Encoding.ASCII.GetBytes($"{status}"));
        if (contentLength is { } length)
        {
            var digits = Encoding.ASCII.GetBytes($"{length}");
            headers.AddRange([0x0F, 0x0D, (byte)digits.Length, .. digits]);
        }

        await SendAsync(Http2Frame.Headers, 4, stream, [.. headers]);
        var chunks = Encoding.UTF8.GetBytes(body).Chunk(MaximumFrame).ToArray();
        for (var i = 0; i < chunks.Length; i++)
        {
            await SendAsync(Http2Frame.Data, (byte)(i == chunks.Length - 1 ? 1 : 0), stream, chunks[i]);
        }
    }

    public Task ResetAsync(int stream, int error) => SendAsync(3, 0, stream, Number32(error));

    /// <summary>Says that the connection ends, and which stream is the last one that was processed.</summary>
    public Task GoAwayAsync(int lastStream) => SendAsync(7, 0, 0, [.. Number32(lastStream), .. Number32(0)]);

    public async Task<Http2Frame> ReadAsync()
    {
        var header = new byte[9];
        await stream.ReadExactlyAsync(header);
        var payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
        await stream.ReadExactlyAsync(payload);
        var frame = new Http2Frame(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload.Length);
        switch (frame.Type)
        {
            case 4 or 6 when frame.Flags == 0:
                await SendAsync(frame.Type, 1, 0, frame.Type == 6 ? payload : []);
                break;
            case Http2Frame.Data when frame.Length > 0:
                await SendAsync(8, 0, 0, Number32(frame.Length));
                await SendAsync(8, 0, frame.Stream, Number32(frame.Length));
                break;
        }

        return frame;
    }

    private static byte[] Number32(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private async Task SendAsync(byte type, byte flags, int id, byte[] payload)
    {
        if (IsSilent)
        {
            return;
        }

        byte[] frame = [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, .. Number32(id), .. payload];
        await Sending.WaitAsync();
        try
        {
            await stream.WriteAsync(frame);
        }
        finally
        {
            Sending.Release();
        }
    }
}
