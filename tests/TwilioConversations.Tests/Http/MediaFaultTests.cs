using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Transfers of files that are disturbed: no file is cut short unseen, in either direction.</summary>
public class MediaFaultTests
{
    private const string MediaSid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const int Size = 100_000;

    [Test]
    public async Task After_a_read_that_was_canceled_or_timed_out_the_next_one_throws([Values] bool isCanceled)
    {
        var clock = new Clock { Step = TimeSpan.FromMinutes(1) };
        using var files = new FaultyServer(async connection =>
        {
            await FaultyServer.SendAsync(connection, $"HTTP/1.1 200 OK\r\nContent-Length: {Size}\r\n\r\n12");
            await connection.ReceiveAsync(new byte[1]);
        });
        using var server = ServerOf(files.BaseAddress);
        using var client = Client(server, clock.UseIn);
        await using var file = await client.Service(ServiceSid).Media.OpenReadAsync(MediaSid);
        await file.ReadExactlyAsync(new byte[2]);
        using var cancel = new CancellationTokenSource();
        var reading = file.ReadAsync(new byte[1], cancel.Token).AsTask();
        if (isCanceled)
        {
            await cancel.CancelAsync();
            await Assert.CatchAsync<OperationCanceledException>(() => reading);
        }
        else
        {
            await Assert.ThrowsAsync<ConversationsTimeoutException>(() => clock.RunAsync(reading));
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await file.ReadExactlyAsync(new byte[1]));
    }

    [Test]
    public async Task A_stream_that_was_disposed_of_throws_and_a_read_under_way_ends_at_once()
    {
        using var files = new FaultyServer(async connection =>
        {
            await FaultyServer.SendAsync(connection, $"HTTP/1.1 200 OK\r\nContent-Length: {Size}\r\n\r\n12");
            await connection.ReceiveAsync(new byte[1]);
        });
        using var server = ServerOf(files.BaseAddress);
        using var client = Client(server);
        var file = await client.Service(ServiceSid).Media.OpenReadAsync(MediaSid);
        await file.ReadExactlyAsync(new byte[2]);
        var reading = file.ReadAsync(new byte[1]).AsTask();
        await file.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await file.ReadExactlyAsync(new byte[1]));
    }

    [Test]
    public async Task A_reader_may_take_its_time_between_reads()
    {
        var clock = new Clock();
        using var files = new FaultyServer(connection => FaultyServer.SendAsync(connection, $"HTTP/1.1 200 OK\r\nContent-Length: {Size}\r\n\r\n{new string('1', Size)}"));
        using var server = ServerOf(files.BaseAddress);
        using var client = Client(server, clock.UseIn);
        await using var file = await client.Service(ServiceSid).Media.OpenReadAsync(MediaSid);
        clock.Advance(TimeSpan.FromHours(1));
        await file.ReadExactlyAsync(new byte[2]);
        clock.Advance(TimeSpan.FromHours(1));
        await file.ReadExactlyAsync(new byte[Size - 2]);
        Assert.That(await file.ReadAsync(new byte[1]), Is.Zero);
    }

    [TestCase("HTTP/1.1 200 OK\r\n\r\n", "12", typeof(ConversationsConnectionException))]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "12", typeof(ConversationsConnectionException))]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", "gzip, cut", typeof(ConversationsConnectionException))]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", "\u001f\u008b garbage, and more of it", typeof(InvalidResponseException))]
    [TestCase("HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\n", "12", typeof(InvalidResponseException))]
    [TestCase("HTTP/1.1 204 No Content\r\n\r\n", "", typeof(InvalidResponseException))]
    public async Task A_file_that_is_not_whole_is_an_error(string header, string body, Type error)
    {
        using var files = new FaultyServer(async connection =>
        {
            await FaultyServer.SendAsync(connection, header);
            await (body == "gzip, cut" ? connection.SendAsync(Packed()[..200]) : connection.SendAsync(System.Text.Encoding.Latin1.GetBytes(body)));
            connection.Shutdown(SocketShutdown.Both);
        });
        using var server = ServerOf(files.BaseAddress);
        using var client = Client(server);
        var thrown = await Assert.CatchAsync(async () =>
        {
            await using var file = await client.Service(ServiceSid).Media.OpenReadAsync(MediaSid);
            await file.CopyToAsync(Stream.Null);
        });
        Assert.That(thrown, Is.TypeOf(error), $"{thrown}");
    }

    [Test]
    public async Task A_compressed_file_is_whole_when_all_of_it_is_unpacked()
    {
        using var files = new FaultyServer(async connection =>
        {
            await FaultyServer.SendAsync(connection, $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {Packed().Length}\r\n\r\n");
            await connection.SendAsync(Packed());
        });
        using var server = ServerOf(files.BaseAddress);
        using var client = Client(server);
        await using var file = await client.Service(ServiceSid).Media.OpenReadAsync(MediaSid);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        Assert.That(copy.Length, Is.EqualTo(Size));
    }

    [Test]
    public async Task A_handler_that_sends_an_upload_again_gets_the_whole_file_or_an_exception([Values] bool canSeek)
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.ServiceUnavailable), new StubResponse(HttpStatusCode.Created, Resource("https://example.com")));
        using var handler = new SendingAgain { InnerHandler = ConversationsClient.CreateHandler() };
        using var httpClient = new HttpClient(handler);
        using var client = Client(server, httpClient: httpClient);
        Stream content = canSeek ? new MemoryStream("0123456"u8.ToArray()) : new OneWay("0123456"u8.ToArray());
        if (canSeek)
        {
            await client.Service(ServiceSid).Media.UploadAsync(content, "text/plain");
            Assert.That(server.Requests.Select(request => request.Body), Is.All.EqualTo("0123456").And.Exactly(2).Items);
        }
        else
        {
            var error = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Service(ServiceSid).Media.UploadAsync(content, "text/plain"));
            Assert.That($"{error}", Does.Contain("cannot seek"));
            Assert.That(server.Requests, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task An_upload_that_found_no_connection_is_retried_even_if_it_cannot_seek()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, Resource("https://example.com")));
        var failures = 1;
        using var handler = (SocketsHttpHandler)ConversationsClient.CreateHandler();
        handler.ConnectCallback = async (context, ct) =>
        {
            if (failures-- > 0)
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var httpClient = new HttpClient(handler);
        using var client = Client(server, options => options.Retry.Delay = TimeSpan.FromMilliseconds(1), httpClient);
        await client.Service(ServiceSid).Media.UploadAsync(new OneWay("0123456"u8.ToArray()), "text/plain");
        Assert.That(server.Request.Body, Is.EqualTo("0123456"));
    }

    private static readonly Exception[] SourceErrors = [new InvalidDataException("a"), new TimeoutException("b"), new InvalidOperationException("c"), new OperationCanceledException("d"), new IOException("e")];

    [Test]
    public async Task A_content_that_fails_to_read_is_a_connection_exception_with_its_cause([ValueSource(nameof(SourceErrors))] Exception cause)
    {
        using var server = new StubServer();
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Service(ServiceSid).Media.UploadAsync(new OneWay([1], cause), "text/plain"));
        Assert.That(error!.InnerException!.InnerException, Is.SameAs(cause));
    }

    [Test]
    public async Task A_position_beyond_the_end_is_an_empty_file()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, Resource("https://example.com")));
        using var client = Client(server);
        await client.Service(ServiceSid).Media.UploadAsync(new MemoryStream([1, 2]) { Position = 12 }, "text/plain");
        Assert.That(server.Request.Headers["Content-Length"], Is.EqualTo("0"));
    }

    [Test]
    public async Task After_the_last_byte_of_an_upload_its_end_has_time_to_leave_the_buffers()
    {
        var clock = new Clock();
        using var server = new SlowServer();
        using var client = new ConversationsClient(new()
        {
            Credentials = StubServer.Credentials,
            BaseAddress = server.BaseAddress,
            MediaBaseAddress = server.BaseAddress,
            TimeProvider = clock,
            Retry = { MaxAttempts = 1 },
        });
        var isWritten = new TaskCompletionSource();
        var uploading = client.Service(ServiceSid).Media.UploadAsync(new OneWay(new byte[4 * 1024 * 1024], atEnd: isWritten.SetResult), "text/plain");
        using var connection = await server.AcceptAsync();
        var draining = DrainAsync(connection);
        await isWritten.Task;
        // The end of the request comes after the last limit has begun.
        await draining;
        clock.Advance(TimeSpan.FromSeconds(30 + 63));
        Assert.That(uploading.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<ConversationsTimeoutException>(() => uploading);
    }

    private static async Task DrainAsync(Socket connection)
    {
        var bytes = new byte[65536];
        var end = "";
        while (!end.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await connection.ReceiveAsync(bytes);
            end += System.Text.Encoding.Latin1.GetString(bytes, 0, count);
            end = end[^Math.Min(end.Length, 7)..];
        }
    }

    private static byte[] Packed()
    {
        var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.NoCompression))
        {
            packing.Write(new byte[Size]);
        }

        return packed.ToArray();
    }

    private static StubServer ServerOf(Uri file) => new(StubResponse.Ok(Resource(file.AbsoluteUri)));

    private static string Resource(string file) =>
        $$"""{"sid":"{{MediaSid}}","service_sid":"{{ServiceSid}}","content_type":"text/plain","size":{{Size}},"links":{"content_direct_temporary":"{{file}}"} }""";

    private static ConversationsClient Client(StubServer server, Action<ConversationsClientOptions>? configure = null, HttpClient? httpClient = null) => server.CreateClient(
        options =>
        {
            options.MediaBaseAddress = server.BaseAddress;
            configure?.Invoke(options);
        },
        httpClient);

    private sealed class SendingAgain : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A stream that cannot seek, and fails at once if it has a cause to.</summary>
    private sealed class OneWay(byte[] bytes, Exception? cause = null, Action? atEnd = null) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            var read = cause is null ? Read(buffer, offset, count) : throw cause;
            if (read == 0)
            {
                atEnd?.Invoke();
            }

            return Task.FromResult(read);
        }
    }
}
