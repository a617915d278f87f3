using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Files that messages hold, uploaded to the media service and read from where it keeps them.</summary>
public class MediaTests
{
    private const string MediaSid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string MediaPath = $"/v1/Services/{ServiceSid}/Media";
    private const string Filename = "q7Z marked & co.png";

    private static readonly string AfterUpload = Resource("""{"content":"/v1/Content"}""");

    [Test]
    public async Task A_file_is_uploaded_for_a_message_of_the_default_service_and_downloaded()
    {
        const string Conversation = $$"""
            {"sid":"{{ConversationSid}}","account_sid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","chat_service_sid":"{{ServiceSid}}","messaging_service_sid":null,"friendly_name":null,
            "unique_name":"support","attributes":"{}","state":"active","date_created":"2026-03-14T13:10:38Z","date_updated":"2026-03-14T13:10:38Z","timers":{ },"bindings":null,
            "url":"https://conversations.example","links":{ } }
            """;
        using var elsewhere = new StubServer(StubResponse.Ok("the bytes"));
        using var mediaServer = new StubServer(new StubResponse(HttpStatusCode.Created, AfterUpload), StubResponse.Ok(Linked(elsewhere)));
        using var server = new StubServer(StubResponse.Ok(Conversation), new StubResponse(HttpStatusCode.BadRequest));
        using var twilio = server.CreateClient(options => options.MediaBaseAddress = mediaServer.BaseAddress);
        var photo = new MemoryStream([1]);
        var copy = new MemoryStream();

        var conversation = await twilio.Conversations.FetchAsync("support");
        var media = twilio.Service(conversation.ChatServiceSid).Media;
        var uploaded = await media.UploadAsync(photo, "image/jpeg", "photo.jpg");
        await Assert.ThrowsAsync<ConversationsResponseException>(() => twilio.Conversation("support").Messages.CreateAsync(new() { MediaSid = uploaded.Sid }));
        await using var download = await media.OpenReadAsync(uploaded.Sid);
        await download.CopyToAsync(copy);

        Assert.That(copy.ToArray(), Is.EqualTo("the bytes"u8.ToArray()));
        Assert.That(server.Requests[1].Form["MediaSid"], Is.EqualTo(MediaSid));
        Assert.That(mediaServer.Requests.Select(request => request.Target), Has.All.StartWith(MediaPath));
    }

    [Test]
    public async Task Upload_sends_the_bytes_with_their_type_and_name()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, AfterUpload));
        using var client = Client(server);
        var info = await client.Service(ServiceSid).Media.UploadAsync(new MemoryStream([1, 2, 0, 255]), "image/png; a=b", Filename);
        Assert.Multiple(() =>
        {
            Assert.That((server.Request.Method, server.Request.Target), Is.EqualTo(("POST", $"{MediaPath}?Filename=q7Z%20marked%20%26%20co.png")));
            Assert.That(server.Request.BodyBytes, Is.EqualTo(new byte[] { 1, 2, 0, 255 }));
            Assert.That(server.Request.Headers["Content-Type"], Is.EqualTo("image/png; a=b"));
            Assert.That(server.Request.Headers["Content-Length"], Is.EqualTo("4"));
            Assert.That(server.Request.Headers["Authorization"], Does.StartWith("Basic "));
            Assert.That(info.Sid, Is.EqualTo(MediaSid));
            Assert.That(info.TemporaryUrl, Is.Null);
        });
    }

    [Test]
    public async Task Upload_starts_at_the_position_of_the_stream_and_leaves_it_open()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, AfterUpload));
        using var client = Client(server);
        using var content = new MemoryStream([1, 2, 3]) { Position = 1 };
        await client.Service(ServiceSid).Media.UploadAsync(content, "image/png");
        Assert.That((server.Request.Target, server.Request.Body, content.CanRead), Is.EqualTo((MediaPath, "\x2\x3", true)));
    }

    [Test]
    public async Task Fetch_reads_every_field()
    {
        using var server = new StubServer(StubResponse.Ok(Resource("""{"content":"/v1/Content","content_direct_temporary":"https://media.example/1"}""")));
        using var client = Client(server);
        var info = await client.Service(ServiceSid).Media.FetchAsync(MediaSid);
        Assert.Multiple(() =>
        {
            Assert.That((server.Request.Method, server.Request.Target), Is.EqualTo(("GET", $"{MediaPath}/{MediaSid}")));
            Assert.That((info.Sid, info.ChatServiceSid, info.ConversationSid, info.MessageSid), Is.EqualTo((MediaSid, ServiceSid, ConversationSid, (string?)null)));
            Assert.That((info.ContentType, info.Size, info.Filename, info.Author, info.Category), Is.EqualTo(("image/png", 153611L, Filename, "q7Zmarked", "media")));
            Assert.That((info.DateCreated, info.DateUpdated), Is.EqualTo((new DateTimeOffset(2026, 3, 14, 20, 10, 38, 897, TimeSpan.Zero), (DateTimeOffset?)null)));
            Assert.That(info.TemporaryUrl, Is.EqualTo("https://media.example/1"));
            Assert.That(info.AdditionalFields["is_multipart_upstream"], Is.EqualTo("false"));
            Assert.That(info.ToString(), Is.EqualTo($"MediaInfo {{ Sid = {MediaSid} ChatServiceSid = {ServiceSid} }}"));
        });
    }

    [Test]
    public async Task The_temporary_address_gets_no_credentials()
    {
        using var elsewhere = new StubServer(StubResponse.Ok("the bytes"));
        using var server = new StubServer(StubResponse.Ok(Linked(elsewhere, "c/1?Signature=a%2Bb")));
        using var client = Client(server);
        using var reader = new StreamReader(await client.Service(ServiceSid).Media.OpenReadAsync(MediaSid));
        Assert.Multiple(() =>
        {
            Assert.That(reader.ReadToEnd(), Is.EqualTo("the bytes"));
            Assert.That(server.Request.Headers, Does.ContainKey("Authorization"));
            Assert.That(elsewhere.Request.Target, Is.EqualTo("/c/1?Signature=a%2Bb"));
            Assert.That(elsewhere.Request.Headers.Keys, Has.None.EqualTo("Authorization").IgnoreCase.And.None.EqualTo("Accept").IgnoreCase);
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_redirect_is_not_followed(bool fromTheService)
    {
        using var target = new StubServer();
        var redirect = new StubResponse(HttpStatusCode.TemporaryRedirect, null, ("Location", target.BaseAddress.AbsoluteUri));
        using var elsewhere = new StubServer(redirect);
        using var server = new StubServer(fromTheService ? redirect : StubResponse.Ok(Linked(elsewhere)));
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Service(ServiceSid).Media.OpenReadAsync(MediaSid));
        Assert.That((error!.StatusCode, target.Requests.Count), Is.EqualTo((HttpStatusCode.TemporaryRedirect, 0)));
    }

    [TestCase("""{"content":"/v1/Content"}""")]
    [TestCase("""{"content_direct_temporary":null}""")]
    [TestCase("""{"content_direct_temporary":"/relative"}""")]
    [TestCase("""{"content_direct_temporary":"http://media.example/q7Zmarked"}""")]
    [TestCase("""{"content_direct_temporary":"file:///etc/q7Zmarked"}""")]
    [TestCase("null")]
    public async Task A_temporary_address_that_is_not_https_is_not_opened(string links)
    {
        using var server = new StubServer(StubResponse.Ok(Resource(links)));
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<InvalidResponseException>(() => client.Service(ServiceSid).Media.OpenReadAsync(MediaSid));
        Assert.That(error!.Message, Does.Contain("content_direct_temporary is not an https address").And.Not.Contain("q7Zmarked"));
    }

    [Test]
    public async Task An_upload_that_can_seek_is_sent_again_after_a_429_as_a_whole()
    {
        using var server = new StubServer(TooManyRequests(), new StubResponse(HttpStatusCode.Created, AfterUpload));
        using var client = Client(server, options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        await client.Service(ServiceSid).Media.UploadAsync(new MemoryStream("0123456"u8.ToArray()) { Position = 3 }, "text/plain");
        Assert.That(server.Requests.Select(request => request.Body), Is.EqualTo(new[] { "3456", "3456" }));
    }

    [Test]
    public async Task An_upload_that_cannot_seek_is_sent_in_chunks_and_once()
    {
        using var server = new StubServer(TooManyRequests());
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Service(ServiceSid).Media.UploadAsync(new OneWayStream("0123456"u8.ToArray()), "text/plain"));
        Assert.Multiple(() =>
        {
            Assert.That((error!.IsRateLimited, server.Request.Body), Is.EqualTo((true, "0123456")));
            Assert.That(server.Request.Headers["Transfer-Encoding"], Is.EqualTo("chunked"));
        });
    }

    [Test]
    public async Task An_upload_that_may_have_been_done_is_not_sent_again()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.ServiceUnavailable));
        using var client = Client(server);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Service(ServiceSid).Media.UploadAsync(new MemoryStream(), "text/plain"));
        Assert.That((error!.Operation, error.StatusCode, server.Requests.Count), Is.EqualTo(("UploadMedia", HttpStatusCode.ServiceUnavailable, 1)));
    }

    [Test]
    public async Task A_download_that_fails_before_its_first_byte_is_tried_again()
    {
        using var elsewhere = new StubServer(new StubResponse(HttpStatusCode.ServiceUnavailable), StubResponse.Ok("the bytes"));
        using var server = new StubServer(StubResponse.Ok(Linked(elsewhere)));
        using var client = Client(server, options => options.Retry.Delay = TimeSpan.FromMilliseconds(1));
        using var reader = new StreamReader(await client.Service(ServiceSid).Media.OpenReadAsync(MediaSid));
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("the bytes"));
    }

    [Test]
    public async Task No_message_has_the_name_or_the_temporary_address()
    {
        var logs = new LogList();
        using var elsewhere = new StubServer(new StubResponse(HttpStatusCode.Forbidden, "q7Zmarked"));
        using var server = new StubServer(
            TooManyRequests(), new StubResponse(HttpStatusCode.BadRequest, """{"code":50512,"message":"q7Zmarked"}"""), StubResponse.Ok(Linked(elsewhere, "q7Zmarked")));
        using var client = Client(server, options => (options.LoggerFactory, options.Retry.Delay) = (logs, TimeSpan.FromMilliseconds(1)));
        var upload = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Service(ServiceSid).Media.UploadAsync(new MemoryStream(), "image/png", Filename));
        var download = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Service(ServiceSid).Media.OpenReadAsync(MediaSid));
        Assert.That(upload!.Code, Is.EqualTo(50512));
        Assert.That(download!.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That($"{upload}{download}{string.Concat(logs.Entries)}", Does.Contain("UploadMedia").And.Not.Contain("q7Z"));
    }

    [Test]
    public async Task An_upload_outlasts_the_time_limits_while_bytes_move()
    {
        var clock = new Clock();
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, AfterUpload));
        using var client = Client(server, options => (options.TimeProvider, options.AttemptTimeout, options.TotalTimeout) = (clock, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11)));
        var content = new OneWayStream(new byte[20], () => clock.Advance(TimeSpan.FromMinutes(6)));
        await client.Service(ServiceSid).Media.UploadAsync(content, "image/png");
        Assert.That(server.Request.BodyBytes, Has.Length.EqualTo(20));
    }

    [Test]
    public async Task A_stalled_upload_ends_at_the_time_limit_of_the_attempt()
    {
        var clock = new Clock();
        using var server = new StubServer();
        using var client = Client(server, options => (options.TimeProvider, options.AttemptTimeout) = (clock, TimeSpan.FromMinutes(10)));
        var content = new OneWayStream(new byte[20], () => clock.Advance(TimeSpan.FromMinutes(11)));
        var error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => client.Service(ServiceSid).Media.UploadAsync(content, "image/png"));
        Assert.That(error!.Message, Does.StartWith("UploadMedia: ").And.Contain("00:10:00"));
    }

    [Test]
    public async Task Cancellation_ends_an_upload()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new StubServer();
        using var client = Client(server);
        var content = new OneWayStream(new byte[20], cancel.Cancel);
        var error = await Assert.CatchAsync<OperationCanceledException>(() => client.Service(ServiceSid).Media.UploadAsync(content, "image/png", null, cancellationToken: cancel.Token));
        Assert.That(error!.CancellationToken, Is.EqualTo(cancel.Token));
    }

    [Test]
    public async Task A_read_ends_when_the_connection_breaks_the_time_is_up_or_it_is_canceled()
    {
        var clock = new Clock { Step = TimeSpan.FromMinutes(1) };
        var isBroken = true;
        using var elsewhere = new FaultyServer(async connection =>
        {
            await FaultyServer.SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12");
            if (!isBroken)
            {
                await connection.ReceiveAsync(new byte[1]);
            }
        });
        var linked = StubResponse.Ok(Resource($$"""{"content_direct_temporary":"{{elsewhere.BaseAddress}}"}"""));
        using var server = new StubServer(linked, linked, linked, linked);
        using var client = Client(server, clock.UseIn);
        var media = client.Service(ServiceSid).Media;

        await using var broken = await media.OpenReadAsync(MediaSid);
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => broken.CopyToAsync(Stream.Null));

        isBroken = false;
        await using var stalled = await media.OpenReadAsync(MediaSid);
        var timeout = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => clock.RunAsync(stalled.CopyToAsync(Stream.Null)));
        Assert.That(timeout!.Message, Does.StartWith("DownloadMedia: "));

        using var cancel = new CancellationTokenSource();
        await using var canceled = await media.OpenReadAsync(MediaSid);
        var copy = canceled.CopyToAsync(Stream.Null, cancel.Token);
        await cancel.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => copy);

        await using var open = await media.OpenReadAsync(MediaSid);
        copy = open.CopyToAsync(Stream.Null);
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => copy);
    }

    [TestCase("png")]
    [TestCase("image/png\r\nX-Evil: 1")]
    [TestCase("")]
    [TestCase("image/png; name=\"a\r\nX-Other: b\"")]
    public void An_invalid_content_type_is_rejected(string contentType)
    {
        using var client = Client(new Uri("http://127.0.0.1:1"));
        var error = Assert.ThrowsAsync<ArgumentException>(() => client.Service(ServiceSid).Media.UploadAsync(new MemoryStream(), contentType));
        Assert.That(error.Result!.ParamName, Is.EqualTo("contentType"));
    }

    private static StubResponse TooManyRequests() => new(HttpStatusCode.TooManyRequests);

    private static ConversationsClient Client(StubServer server, Action<ConversationsClientOptions>? configure = null) => Client(server.BaseAddress, configure);

    private static ConversationsClient Client(Uri address, Action<ConversationsClientOptions>? configure = null)
    {
        var options = new ConversationsClientOptions { Credentials = StubServer.Credentials, MediaBaseAddress = address };
        configure?.Invoke(options);
        return new ConversationsClient(options);
    }

    private static string Linked(StubServer elsewhere, string path = "") => Resource($$"""{"content_direct_temporary":"{{elsewhere.BaseAddress}}{{path}}"}""", "the bytes".Length);

    private static string Resource(string links, int size = 153611) => $$"""
        {"sid":"{{MediaSid}}","service_sid":"{{ServiceSid}}","date_created":"2026-03-14T13:10:38.897-07:00","date_updated":null,"links":{{links}},"size":{{size}},
        "content_type":"image/png","filename":"{{Filename}}","author":"q7Zmarked","category":"media","message_sid":null,"channel_sid":"{{ConversationSid}}","is_multipart_upstream":false}
        """;

    /// <summary>A stream that cannot seek, read ten bytes at a time.</summary>
    private sealed class OneWayStream(byte[] bytes, Action? beforeRead = null) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            beforeRead?.Invoke();
            return base.ReadAsync(buffer, offset, Math.Min(count, 10), cancellationToken);
        }
    }
}
