using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using CsCheck;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.FaultyServer;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>For any answer of the server, what the caller sees; the README's table is this one.</summary>
public class FaultyServerTests
{
    private static readonly string Participant = Examples.Participant;

    private sealed record Misbehaviour(string Server, string Caller, Func<Exception?, bool> IsSeen, params Func<Socket, Task>[] Answers);

    private static readonly Misbehaviour[] Misbehaviours =
    [
        new("resets or closes the connection before, in or after the header", "`HttpRequestException`", IsBroken,
            connection => Sync(() => Reset(connection)),
            connection => Sync(connection.Close),
            async connection => { await SendAsync(connection, Ok(Participant)[..20]); Reset(connection); },
            async connection => { await SendAsync(connection, Ok(Participant)[..^Participant.Length]); await Task.Delay(50); Reset(connection); }),
        new("stops in the middle of the header or the body", "`HttpRequestException`", IsBroken,
            connection => SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Le"),
            connection => SendAsync(connection, Ok(Participant)[..^1])),
        new("answers something that is not HTTP", "`HttpRequestException`", IsBroken, connection => SendAsync(connection, "220 smtp.example ESMTP\r\n\r\n")),
        new("stalls, before or within the answer", "`TimeoutException`", e => e is TimeoutException,
            _ => Task.Delay(20_000),
            async connection => { await SendAsync(connection, Ok(Participant)[..200]); await Task.Delay(20_000); }),
        new("sends a byte at a time", "the participant", IsNothing, async connection => { foreach (var c in Ok(Participant)) { await SendAsync(connection, $"{c}"); } }),
        new("sends more than the limit, or without end", "`InvalidResponseException`", e => e is InvalidResponseException { Message: var text } && text.Contains("longer than 100000 bytes", StringComparison.Ordinal),
            connection => SendAsync(connection, Ok(Participant + new string(' ', 100_000))),
            EndlessAsync),
        new("says a wrong length", "`InvalidResponseException`, or `HttpRequestException` where less comes", e => e is InvalidResponseException or HttpRequestException,
            connection => SendAsync(connection, Ok(Participant).Replace($"{Participant.Length}", "100")),
            connection => SendAsync(connection, Ok(Participant).Replace($"{Participant.Length}", "10000")),
            connection => SendAsync(connection, Ok(Participant).Replace($"{Participant.Length}", $"{long.MaxValue}"))),
        new("sends invalid UTF-8", "`InvalidResponseException`", e => e is InvalidResponseException { Message: var text } && text.Contains("not valid UTF-8", StringComparison.Ordinal), connection => SendAsync(connection, Ok(Participant.Replace("driver", "driv\u00ffr")))),
        new("nests too deep", "`InvalidResponseException`", e => e is InvalidResponseException, connection => SendAsync(connection, Ok("{\"x\":" + new string('[', 5000)))),
        new("answers 200 with HTML, or with nothing", "`InvalidResponseException`", e => e is InvalidResponseException,
            connection => SendAsync(connection, Ok("<html>busy</html>")),
            connection => SendAsync(connection, Ok(""))),
        new("answers 204 where a participant was promised", "`InvalidResponseException`", e => e is InvalidResponseException, connection => SendAsync(connection, "HTTP/1.1 204 No Content\r\n\r\n")),
        new("answers 502 with HTML", "`ConversationsException`, status 502, no code", e => e is ConversationsException { StatusCode: HttpStatusCode.BadGateway, Code: null }, connection => SendAsync(connection, Ok("<html>bad</html>").Replace("200 OK", "502 Bad Gateway"))),
        new("answers 500 with nothing, or with less than it said", "`ConversationsException`, status 500, no code", e => e is ConversationsException { StatusCode: HttpStatusCode.InternalServerError, Code: null },
            connection => SendAsync(connection, Ok("").Replace("200 OK", "500 Oh")),
            connection => SendAsync(connection, Ok("").Replace("200 OK", "500 Oh").Replace("Length: 0", "Length: 10"))),
        new("answers 429, with Retry-After or without", "`ConversationsException`, `IsRateLimited`", e => e is ConversationsException { IsRateLimited: true, Code: 20429 },
            connection => SendAsync(connection, Ok("{\"code\":20429}", "Retry-After: 3\r\n").Replace("200 OK", "429 Slow Down")),
            connection => SendAsync(connection, Ok("{\"code\":20429}").Replace("200 OK", "429 Slow Down"))),
        new("redirects, wherever to", "`ConversationsException`, status 3xx", e => e is ConversationsException { StatusCode: HttpStatusCode.TemporaryRedirect }, connection => SendAsync(connection, Ok("", "Location: http://127.0.0.1:1/\r\n").Replace("200 OK", "307 Elsewhere"))),
        new("sends a header twice, or hints (1xx) first", "the participant", IsNothing, connection => SendAsync(connection, "HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n" + Ok(Participant, "X-A: 1\r\nX-A: 2\r\nTwilio-Request-Id: RQ1\r\nTwilio-Request-Id: RQ2\r\n"))),
    ];

    /// <summary>Rows with a test of their own: here, and for the last one in <see cref="ListingTests"/>.</summary>
    private static readonly (string Server, string Caller)[] TestedApart =
    [
        ("refuses the connection", "`HttpRequestException`"),
        ("cuts the body at any byte", "`HttpRequestException`"),
        ("answers a removal with a body", "nothing: it is done"),
        ("names a next page on another host", "the next page of the configured address"),
    ];

    private static IEnumerable<TestCaseData> Cases => Misbehaviours.Select(misbehaviour => new TestCaseData(misbehaviour).SetArgDisplayNames(misbehaviour.Server));

    [TestCaseSource(nameof(Cases))]
    public async Task What_the_caller_sees_of_each(object misbehaviour)
    {
        var (_, _, isSeen, answers) = (Misbehaviour)misbehaviour;
        foreach (var answer in answers)
        {
            using var server = new FaultyServer(answer);
            using var client = server.CreateClient(options => (options.AttemptTimeout, options.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(3), 100_000));
            var error = await ErrorAsync(client);
            Assert.That(isSeen(error), $"{error}");
        }
    }

    [Test]
    public async Task A_server_that_refuses_the_connection_is_an_HttpRequestException()
    {
        var server = new FaultyServer(_ => Task.CompletedTask);
        server.Dispose();
        using var client = server.CreateClient();
        Assert.That(await ErrorAsync(client), Is.InstanceOf<HttpRequestException>());
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task A_packed_answer_is_unpacked_and_bounded_as_it_comes_out(string encoding)
    {
        static byte[] Pack(string text, string encoding)
        {
            var packed = new MemoryStream();
            using (Stream packing = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Optimal) : new GZipStream(packed, CompressionLevel.Optimal))
            {
                packing.Write(System.Text.Encoding.UTF8.GetBytes(text));
            }

            return packed.ToArray();
        }

        var body = "";
        using var server = new FaultyServer(async connection =>
        {
            var packed = Pack(body, encoding);
            await SendAsync(connection, $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {packed.Length}\r\n\r\n");
            await connection.SendAsync(packed);
        });
        using var client = server.CreateClient(options => options.MaxResponseContentBufferSize = 100_000);
        body = Participant;
        Assert.That(await ErrorAsync(client), Is.Null);
        // A few hundred bytes that would fill the memory.
        body = Participant + new string(' ', 10_000_000);
        Assert.That(await ErrorAsync(client), Is.InstanceOf<InvalidResponseException>());
    }

    [Test]
    public async Task A_DELETE_that_is_answered_with_a_body_is_done()
    {
        using var server = new FaultyServer(connection => SendAsync(connection, Ok("{\"unexpected\":1}")));
        using var client = server.CreateClient();
        await client.Operations.DeleteConversationParticipantAsync(ConversationSid, ParticipantSid);
    }

    [Test]
    public async Task A_body_cut_at_any_byte_is_an_HttpRequestException()
    {
        var whole = Ok("""{"code":1}""");
        var cut = 0;
        using var server = new FaultyServer(connection => SendAsync(connection, whole[..cut]));
        using var client = server.CreateClient();
        for (cut = 0; cut < whole.Length; cut++)
        {
            Assert.That(await ErrorAsync(client), Is.InstanceOf<HttpRequestException>(), $"after {cut} bytes");
        }

        Assert.That(await ErrorAsync(client), Is.InstanceOf<InvalidResponseException>(), "whole, but not a participant");
    }

    [Test]
    public void The_README_has_the_table()
    {
        var lines = File.ReadLines(Repository.PathOf("README.md")).SkipWhile(line => line != "| The server … | You get |").Skip(2).TakeWhile(line => line.StartsWith('|'));
        Assert.That(lines, Is.EqualTo(Misbehaviours.Select(misbehaviour => (misbehaviour.Server, misbehaviour.Caller)).Concat(TestedApart).Select(row => $"| {row.Server} | {row.Caller} |")));
    }

    [Test]
    public void Whatever_the_bytes_nothing_but_the_documented_exceptions_comes_out()
    {
        using var handler = new Bytes();
        using var httpClient = new HttpClient(handler);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, Retry = { MaxAttempts = 1 } }, httpClient);
        var page = System.Text.Encoding.UTF8.GetBytes(Examples.Page);
        var mutated = Gen.Select(Gen.Int[0, page.Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 8].Select(changes =>
        {
            var bytes = page.ToList();
            foreach (var (at, value, how) in changes)
            {
                var place = Math.Min(at, bytes.Count - 1);
                switch (how)
                {
                    case 0:
                        bytes[place] = value;
                        break;
                    case 1:
                        bytes.Insert(place, value);
                        break;
                    case 2:
                        bytes.RemoveAt(place);
                        break;
                    default:
                        bytes.RemoveRange(place, Math.Min(value, bytes.Count - place - 1));
                        break;
                }
            }

            return bytes.ToArray();
        });
        Gen.Select(Gen.OneOf(mutated, Gen.Byte.Array[0, 200]), Gen.OneOf(HttpStatusCode.OK, HttpStatusCode.BadRequest)).Sample(
            (bytes, status) =>
            {
                (handler.Content, handler.Status) = (bytes, status);
                try
                {
                    client.Operations.ListConversationParticipantAsync(ConversationSid).GetAwaiter().GetResult();
                    return status == HttpStatusCode.OK;
                }
                catch (InvalidResponseException)
                {
                    return status == HttpStatusCode.OK;
                }
                catch (ConversationsException)
                {
                    return status != HttpStatusCode.OK;
                }
            },
            iter: 20_000,
            threads: 1);
    }

    private static async Task<Exception?> ErrorAsync(ConversationsClient client)
    {
        try
        {
            await client.Operations.FetchConversationParticipantAsync(ConversationSid, ParticipantSid);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static Task Sync(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task EndlessAsync(Socket connection)
    {
        await SendAsync(connection, "HTTP/1.1 200 OK\r\n\r\n{\"x\":\"");
        for (var i = 0; i < 10_000; i++)
        {
            await SendAsync(connection, new string('x', 10_000));
        }
    }

    private static bool IsBroken(Exception? error) => error is HttpRequestException;

    private static bool IsNothing(Exception? error) => error is null;

    /// <summary>Answers with bytes that no text stands for.</summary>
    private sealed class Bytes : HttpMessageHandler
    {
        public byte[] Content { get; set; } = [];

        public HttpStatusCode Status { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(Status) { Content = new ByteArrayContent(Content) });
    }
}
