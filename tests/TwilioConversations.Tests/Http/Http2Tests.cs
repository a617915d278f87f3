using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Behavior of HTTP/2 alone: rejected streams, connections that end or die, and requests that .NET sends again by itself.</summary>
public class Http2Tests
{
    private const int Refused = 7;
    private const int Size = 1_000_000;
    private const string Uploaded = $$"""{"sid":"MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","service_sid":"{{ServiceSid}}","content_type":"image/png","size":1000000,"links":{ } }""";

    private static readonly string[] UploadFaults = ["refused at the headers", "refused within the body", "refused after the body", "connection ended within the body"];

    [Test]
    public async Task An_upload_that_cannot_seek_fails_when_its_request_has_to_be_sent_again([ValueSource(nameof(UploadFaults))] string fault)
    {
        var uploads = new Uploads(fault);
        using var server = new Http2Server(uploads.OnFrameAsync);
        using var client = server.CreateClient();
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer);
        var error = await Assert.CatchAsync<ConversationsConnectionException>(() => client.Service(ServiceSid).Media.UploadAsync(pipe.Reader.AsStream(), "image/png"));
        await pipe.Reader.CompleteAsync();
        await writing;
        Assert.That(error!.Message, Does.Contain("cannot seek"));
        Assert.That(uploads.Stored, Is.Empty, "nothing is reported as whole that is not");
    }

    [Test]
    public async Task An_upload_that_can_seek_is_stored_as_a_whole_when_its_request_is_sent_again([ValueSource(nameof(UploadFaults))] string fault)
    {
        var uploads = new Uploads(fault);
        using var server = new Http2Server(uploads.OnFrameAsync);
        using var client = server.CreateClient();
        await client.Service(ServiceSid).Media.UploadAsync(new MemoryStream(new byte[Size]), "image/png");
        Assert.That(uploads.Stored, Is.EqualTo(new[] { Size }));
    }

    [Test]
    public async Task A_refused_create_was_not_processed_and_is_sent_again_and_each_request_is_counted()
    {
        var requests = 0;
        using var server = new Http2Server((connection, frame) =>
            !frame.IsEndOfStream ? Task.CompletedTask
            : Interlocked.Increment(ref requests) <= 5 ? connection.ResetAsync(frame.Stream, Refused)
            : connection.RespondAsync(frame.Stream, 201, Examples.Participant));
        var retries = 0;
        using var client = server.CreateClient(options => options.Retry.OnRetry = _ => retries++);
        var counted = 0L;
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => { if (instrument.Name == "twilio.conversations.attempts") { self.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => { if (tags[0].Value is "participants.create") { Interlocked.Add(ref counted, count); } });
        listener.Start();
        await client.Conversation(ConversationSid).Participants.CreateAsync(new() { Identity = "alice" });
        Assert.That((requests, retries), Is.EqualTo((6, 1)), "the first attempt takes four: .NET sends it again three times");
        Assert.That(counted, Is.GreaterThanOrEqualTo(6), "other tests may count at the same time");
    }

    [Test]
    public async Task With_one_attempt_a_refused_create_may_not_have_been_done()
    {
        using var server = new Http2Server((connection, frame) => frame.IsEndOfStream ? connection.ResetAsync(frame.Stream, Refused) : Task.CompletedTask);
        using var client = server.CreateClient(options => options.Retry.MaxAttempts = 1);
        var result = await client.Conversation(ConversationSid).Participants.CreateManyAsync([new() { Identity = "alice" }]).SingleAsync();
        Assert.That((result.Status, result.MayHaveBeenDone), Is.EqualTo((BulkStatus.Failed, false)));
    }

    [Test]
    public async Task On_connections_with_few_streams_concurrent_creates_are_processed_once_or_reported()
    {
        var open = new ConcurrentDictionary<(int, int), bool>();
        var done = new ConcurrentDictionary<(int, int), bool>();
        using var server = new Http2Server(
            async (connection, frame) =>
            {
                var stream = (connection.Number, frame.Stream);
                if (frame.Type == Http2Frame.Headers && open.Keys.Count(key => key.Item1 == connection.Number) >= 5)
                {
                    await connection.ResetAsync(frame.Stream, Refused);
                    return;
                }

                if (frame.Type == Http2Frame.Headers)
                {
                    open[stream] = true;
                }

                if (frame.IsEndOfStream && open.TryRemove(stream, out _))
                {
                    done[stream] = true;
                    await connection.RespondAsync(frame.Stream, 201, Examples.Participant);
                }
            },
            streams: 5);
        using var client = server.CreateClient(options => options.Retry.MaxAttempts = 20);
        var participants = client.Conversation(ConversationSid).Participants;
        var unknown = 0;
        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            try
            {
                await participants.CreateAsync(new() { Identity = $"u{i}" });
            }
            // On a busy machine, .NET may find one connection after another full, and gives up without a sign that nothing was sent.
            catch (ConversationsConnectionException e) when (e.MayHaveBeenDone)
            {
                Interlocked.Increment(ref unknown);
            }
        }));
        Assert.That(done, Is.Not.Empty.And.Count.EqualTo(60 - unknown), "each was processed once");
    }

    [Test]
    public async Task A_connection_that_dies_without_a_word_costs_a_call_one_attempt()
    {
        using var server = new Http2Server(async (connection, frame) =>
        {
            if (frame.IsEndOfStream)
            {
                await connection.RespondAsync(frame.Stream, 200, Examples.Participant);
                connection.IsSilent = connection.Number == 1;
            }
        });
        var failed = new ConcurrentQueue<Exception>();
        using var client = server.CreateClient(
            options => options.Retry.OnRetry = retry => failed.Enqueue(retry.Error),
            handler => (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout) = (handler.KeepAlivePingDelay / 10, handler.KeepAlivePingTimeout / 10));
        var participants = client.Conversation(ConversationSid).Participants;
        await participants.FetchAsync(ParticipantSid);
        await participants.FetchAsync(ParticipantSid);
        Assert.That(failed, Has.Count.EqualTo(1).And.All.InstanceOf<ConversationsConnectionException>());
        Assert.That(server.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task A_download_that_ends_before_its_size_is_an_error()
    {
        Http2Server server = null!;
        var requests = 0;
        server = new Http2Server((connection, frame) => frame is not { Type: Http2Frame.Headers } && !frame.IsEndOfStream ? Task.CompletedTask
            : Interlocked.Increment(ref requests) switch
            {
                1 => Task.CompletedTask,
                2 => connection.RespondAsync(frame.Stream, 200, Uploaded.Replace("{ }", $$"""{"content_direct_temporary":"{{server.BaseAddress}}"}""")),
                _ => connection.RespondAsync(frame.Stream, 200, new string('x', 40_000), Size),
            });
        using (server)
        {
            using var client = server.CreateClient();
            await using var file = await client.Service(ServiceSid).Media.OpenReadAsync("MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            var error = await Assert.CatchAsync<ConversationsConnectionException>(() => file.CopyToAsync(Stream.Null));
            Assert.That(error!.Message, Is.EqualTo("DownloadMedia: the response ended after 40000 of 1000000 bytes."));
        }
    }

    private static async Task WriteAsync(PipeWriter writer)
    {
        for (var i = 0; i < 10; i++)
        {
            if ((await writer.WriteAsync(new byte[Size / 10])).IsCompleted)
            {
                return;
            }
        }

        await writer.CompleteAsync();
    }

    /// <summary>Shows a fault to the first request, and stores what comes with the others.</summary>
    private sealed class Uploads(string fault)
    {
        private readonly ConcurrentDictionary<(int Connection, int Stream), int> _lengths = [];
        private bool _isShown;

        public ConcurrentQueue<int> Stored { get; } = [];

        public async Task OnFrameAsync(Http2Connection connection, Http2Frame frame)
        {
            var length = _lengths.AddOrUpdate((connection.Number, frame.Stream), 0, (_, before) => before + frame.Length);
            var isFirst = connection.Number == 1 && frame.Stream == 1;
            if (isFirst)
            {
                var isDue = fault switch
                {
                    "refused at the headers" => true,
                    "refused after the body" => frame.IsEndOfStream,
                    _ => length > 200_000,
                };
                if (isDue && !_isShown)
                {
                    _isShown = true;
                    await (fault.StartsWith("connection", StringComparison.Ordinal) ? connection.GoAwayAsync(0) : connection.ResetAsync(frame.Stream, Refused));
                }
            }
            else if (frame.IsEndOfStream)
            {
                Stored.Enqueue(length);
                await connection.RespondAsync(frame.Stream, 201, Uploaded);
            }
        }
    }
}
