using System.Net;
using System.Net.Sockets;
using System.Text;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The memory that the transfer of a file takes.</summary>
[NonParallelizable] // Counts what the whole process allocates.
public class MediaMemoryTests
{
    private const string MediaSid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Test]
    public async Task Sixty_four_megabytes_go_both_ways_without_being_held()
    {
        const int Size = 64 * 1024 * 1024;
        using var server = new BulkServer(Size);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, MediaBaseAddress = server.BaseAddress });
        var media = client.Service(ServiceSid).Media;
        var content = new MemoryStream(new byte[Size]);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await media.UploadAsync(content, "video/mp4");
        var uploaded = GC.GetTotalAllocatedBytes(precise: true) - before;
        await using var download = await media.OpenReadAsync(MediaSid);
        var length = 0L;
        var buffer = new byte[80 * 1024];
        while (await download.ReadAsync(buffer) is var count and > 0)
        {
            length += count;
        }

        var downloaded = GC.GetTotalAllocatedBytes(precise: true) - before - uploaded;
        Assert.That((server.Received, length), Is.EqualTo(((long)Size, (long)Size)));
        Assert.That(Math.Max(uploaded, downloaded), Is.LessThan(Size / 8));
    }

    /// <summary>A server that counts the bytes that it receives, sends as many as requested, and keeps neither.</summary>
    private sealed class BulkServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _buffer = new byte[64 * 1024];
        private readonly int _size;

        public BulkServer(int size)
        {
            _size = size;
            _listener.Start();
            BaseAddress = new Uri($"http://{_listener.LocalEndpoint}");
            _ = ServeAsync();
        }

        public Uri BaseAddress { get; }

        /// <summary>The length of the last request's body.</summary>
        public long Received { get; private set; }

        public void Dispose() => _listener.Dispose();

        // One connection after the other: each response closes its own.
        private async Task ServeAsync()
        {
            while (true)
            {
                using var connection = await _listener.AcceptSocketAsync();
                var count = await connection.ReceiveAsync(_buffer);
                var head = Encoding.Latin1.GetString(_buffer, 0, count);
                if (head.StartsWith("POST", StringComparison.Ordinal))
                {
                    for (Received = count - head.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4; Received < _size && count > 0; Received += count)
                    {
                        count = await connection.ReceiveAsync(_buffer);
                    }
                }

                var json = $$"""{"sid":"{{MediaSid}}","service_sid":"{{ServiceSid}}","links":{"content_direct_temporary":"{{BaseAddress}}bytes"},"content_type":"video/mp4","size":1}""";
                var isContent = head.StartsWith("GET /bytes", StringComparison.Ordinal);
                await FaultyServer.SendAsync(connection, $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {(isContent ? _size : json.Length)}\r\n\r\n{(isContent ? "" : json)}");
                for (var sent = 0; isContent && sent < _size; sent += _buffer.Length)
                {
                    await connection.SendAsync(_buffer);
                }
            }
        }
    }
}
