using System.Net;
using System.Net.Sockets;
using CsCheck;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.FaultyServer;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The exception or result for each faulty response. The guide has the same table.</summary>
public class FaultyServerTests
{
    private static readonly string Participant = Examples.Participant;

    /// <summary>One kind of fault: the two columns of the guide's table, the check of the exception, and responses of that kind, made from a valid body.</summary>
    private sealed record Fault(string Server, string Caller, Func<Exception?, bool> IsSeen, params Func<Socket, string, Task>[] Responses)
    {
        /// <summary>Responses that are right up to the body: an operation that promises no body is done.</summary>
        public Func<Socket, string, Task>[] InBody { get; init; } = [];

        /// <summary>Long, for a busy machine; short only for a stall, which nothing else ends.</summary>
        public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);
    }

    private static readonly Fault[] Faults =
    [
        new("resets or closes the connection before, in or after the header", "`ConversationsConnectionException`", IsBroken,
            (connection, _) => Sync(() => Reset(connection)),
            (connection, _) => Sync(connection.Close),
            async (connection, body) => { await SendAsync(connection, Ok(body)[..20]); Reset(connection); })
        {
            InBody = [async (connection, body) => { await SendAsync(connection, Ok(body)[..^body.Length]); await Task.Delay(50); Reset(connection); }],
        },
        new("stops in the middle of the header or the body", "`ConversationsConnectionException`", IsBroken,
            (connection, _) => SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Le"))
        {
            InBody = [(connection, body) => SendAsync(connection, Ok(body)[..^1])],
        },
        new("sends something other than HTTP", "`ConversationsConnectionException`", IsBroken, (connection, _) => SendAsync(connection, "220 smtp.example ESMTP\r\n\r\n")),
        new("stalls, before or within the response", "`ConversationsTimeoutException`", e => e is ConversationsTimeoutException,
            (_, _) => Task.Delay(20_000),
            async (connection, body) => { await SendAsync(connection, Ok(body)[..20]); await Task.Delay(20_000); })
        {
            InBody = [async (connection, body) => { await SendAsync(connection, Ok(body)[..200]); await Task.Delay(20_000); }],
            AttemptTimeout = TimeSpan.FromSeconds(3),
        },
        new("returns 500, and stalls within the body", "`ConversationsResponseException`, status 500, no code", e => e is ConversationsResponseException { StatusCode: HttpStatusCode.InternalServerError, Code: null },
            async (connection, _) => { await SendAsync(connection, Ok("{\"code\":").Replace("200 OK", "500 Oh").Replace("Length: 8", "Length: 80")); await Task.Delay(20_000); })
        {
            AttemptTimeout = TimeSpan.FromSeconds(3),
        },
        new("sends a byte at a time", "the participant", IsNothing, async (connection, body) => { foreach (var c in Ok(body)) { await SendAsync(connection, $"{c}"); } }),
        new("sends more than the limit, or without end", "`InvalidResponseException`", e => e is InvalidResponseException { Message: var text } && text.Contains("longer than 100000 bytes", StringComparison.Ordinal))
        {
            InBody =
            [
                (connection, body) => SendAsync(connection, Ok(body + new string(' ', 100_000))),
                (connection, _) => EndlessAsync(connection),
            ],
        },
        new("announces a wrong length", "`InvalidResponseException`, or `ConversationsConnectionException` if less comes", e => e is InvalidResponseException or ConversationsConnectionException)
        {
            InBody = [.. new[] { 100, 10_000, long.MaxValue }.Select(length => (Func<Socket, string, Task>)((connection, body) => SendAsync(connection, Ok(body).Replace($"Content-Length: {body.Length}", $"Content-Length: {length}"))))],
        },
        new("announces a negative length", "the participant", IsNothing, (connection, body) => SendAsync(connection, Ok(body).Replace($"Content-Length: {body.Length}", "Content-Length: -5"))),
        new("sends invalid UTF-8", "`InvalidResponseException`", e => e is InvalidResponseException { Message: var text } && text.Contains("not valid UTF-8", StringComparison.Ordinal))
        {
            InBody = [(connection, body) => SendAsync(connection, Ok(body.Replace("driver", "driv\u00ffr")))],
        },
        new("nests too deep", "`InvalidResponseException`", e => e is InvalidResponseException) { InBody = [(connection, _) => SendAsync(connection, Ok("{\"x\":" + new string('[', 5000)))] },
        new("returns 200 with HTML or an empty body", "`InvalidResponseException`", e => e is InvalidResponseException)
        {
            InBody = [(connection, _) => SendAsync(connection, Ok("<html>busy</html>")), (connection, _) => SendAsync(connection, Ok(""))],
        },
        new("returns 204 instead of a participant", "`InvalidResponseException`", e => e is InvalidResponseException) { InBody = [(connection, _) => SendAsync(connection, "HTTP/1.1 204 No Content\r\n\r\n")] },
        new("returns 502 with HTML", "`ConversationsResponseException`, status 502, no code", e => e is ConversationsResponseException { StatusCode: HttpStatusCode.BadGateway, Code: null }, (connection, _) => SendAsync(connection, Ok("<html>bad</html>").Replace("200 OK", "502 Bad Gateway"))),
        new("returns 500 with an empty body, or with less than it announced", "`ConversationsResponseException`, status 500, no code", e => e is ConversationsResponseException { StatusCode: HttpStatusCode.InternalServerError, Code: null },
            (connection, _) => SendAsync(connection, Ok("").Replace("200 OK", "500 Oh")),
            (connection, _) => SendAsync(connection, Ok("").Replace("200 OK", "500 Oh").Replace("Length: 0", "Length: 10"))),
        new("returns 429, with Retry-After or without", "`ConversationsResponseException`, `IsRateLimited`", e => e is ConversationsResponseException { IsRateLimited: true, Code: 20429 },
            (connection, _) => SendAsync(connection, Ok("{\"code\":20429}", "Retry-After: 3\r\n").Replace("200 OK", "429 Slow Down")),
            (connection, _) => SendAsync(connection, Ok("{\"code\":20429}").Replace("200 OK", "429 Slow Down"))),
        new("redirects to any address", "`ConversationsResponseException`, status 3xx", e => e is ConversationsResponseException { StatusCode: HttpStatusCode.TemporaryRedirect }, (connection, _) => SendAsync(connection, Ok("", "Location: http://127.0.0.1:1/\r\n").Replace("200 OK", "307 Elsewhere"))),
        new("sends a header twice, or hints (1xx) first", "the participant", IsNothing, (connection, body) => SendAsync(connection, "HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n" + Ok(body, "X-A: 1\r\nX-A: 2\r\nTwilio-Request-Id: RQ1\r\nTwilio-Request-Id: RQ2\r\n"))),
    ];

    /// <summary>Rows with a test of their own: here, and for the last one in <see cref="ListingTests"/>.</summary>
    private static readonly (string Server, string Caller)[] TestedApart =
    [
        ("rejects the connection", "`ConversationsConnectionException`"),
        ("cuts the body at any byte", "`ConversationsConnectionException`; if it announced no length, `InvalidResponseException`"),
        ("returns a body for a delete", "success"),
        ("names a next page on another host", "the next page of the configured host"),
    ];

    private static IEnumerable<TestCaseData> Cases => Faults.Select(fault => new TestCaseData(fault).SetArgDisplayNames(fault.Server));

    [TestCaseSource(nameof(Cases))]
    public async Task Each_fault_reaches_the_caller_as_the_documented_exception(object fault)
    {
        var kind = (Fault)fault;
        // A connection for each call: one that was closed after a call must not be taken for another.
        using var httpClient = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero });
        // All at once, so that the stalls cost one time limit.
        await Task.WhenAll(kind.Responses.Select(respond => (respond, false)).Concat(kind.InBody.Select(respond => (respond, true))).Select(async each =>
        {
            var (respond, isInBody) = each;
            using var server = new FaultyServer((connection, request) => respond(connection, BodyFor(request)));
            using var client = server.CreateClient(options => (options.AttemptTimeout, options.MaxResponseContentBufferSize) = (kind.AttemptTimeout, 100_000), httpClient);
            await Task.WhenAll(Operations.All.Select(async operation =>
            {
                var error = await ErrorAsync(client, operation);
                Assert.That(isInBody && operation.ResponseSchema is null ? error is null : kind.IsSeen(error), $"{operation.Name}: {error}");
            }));
        }));
    }

    [Test]
    public async Task A_server_that_rejects_the_connection_is_a_connection_exception()
    {
        var server = new FaultyServer(_ => Task.CompletedTask);
        server.Dispose();
        using var client = server.CreateClient();
        Assert.That(await ErrorAsync(client), Is.InstanceOf<ConversationsConnectionException>());
    }

    [Test]
    public async Task A_DELETE_whose_response_has_a_body_succeeds()
    {
        using var server = new FaultyServer(connection => SendAsync(connection, Ok("{\"unexpected\":1}")));
        using var client = server.CreateClient();
        await client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
    }

    [Test]
    public async Task A_body_cut_at_any_byte_is_a_connection_exception()
    {
        var whole = Ok("""{"code":1}""");
        var cut = 0;
        using var server = new FaultyServer(connection => SendAsync(connection, whole[..cut]));
        using var client = server.CreateClient();
        for (cut = 0; cut < whole.Length; cut++)
        {
            Assert.That(await ErrorAsync(client), Is.InstanceOf<ConversationsConnectionException>(), $"after {cut} bytes");
        }

        Assert.That(await ErrorAsync(client), Is.InstanceOf<InvalidResponseException>(), "whole, but not a participant");
    }

    [Test]
    public async Task A_body_without_a_length_that_is_cut_at_any_byte_is_an_InvalidResponseException()
    {
        var cut = 0;
        using var server = new FaultyServer(connection => SendAsync(connection, $"HTTP/1.1 200 OK\r\n\r\n{Participant[..cut]}"));
        using var client = server.CreateClient();
        for (cut = 0; cut < Participant.Length; cut += 40)
        {
            Assert.That(await ErrorAsync(client), Is.InstanceOf<InvalidResponseException>(), $"after {cut} bytes");
        }
    }

    [Test]
    public void The_guide_has_the_table()
    {
        var lines = File.ReadLines(Repository.PathOf("build/docs/guides/errors-and-retries.md")).SkipWhile(line => line != "| The server … | You get |").Skip(2).TakeWhile(line => line.StartsWith('|'));
        Assert.That(lines, Is.EqualTo(Faults.Select(fault => (fault.Server, fault.Caller)).Concat(TestedApart).Select(row => $"| {row.Server} | {row.Caller} |")));
    }

    [Test]
    public void Any_bytes_cause_only_the_documented_exceptions()
    {
        using var handler = new Bytes();
        using var httpClient = new HttpClient(handler);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, Retry = { MaxAttempts = 1 } }, httpClient);
        var calls = Operations.All.Select(operation => (Operation: operation, Body: System.Text.Encoding.UTF8.GetBytes(operation.Response.Body ?? "{}"))).ToArray();
        var mutated = Gen.Select(Gen.OneOf(calls), Gen.Select(Gen.Int, Gen.Byte, Gen.Int[0, 3]).Array[0, 8]).Select((call, changes) =>
        {
            var bytes = call.Body.ToList();
            foreach (var (at, value, how) in changes)
            {
                if (bytes.Count == 0)
                {
                    break;
                }

                var place = (int)((uint)at % bytes.Count);
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

            return (call.Operation, Bytes: bytes.ToArray());
        });
        var random = Gen.Select(Gen.OneOf(calls), Gen.Byte.Array[0, 200]).Select((call, bytes) => (call.Operation, Bytes: bytes));
        Gen.Select(Gen.OneOf(mutated, random), Gen.OneOf(HttpStatusCode.OK, HttpStatusCode.BadRequest)).Sample(
            (call, status) =>
            {
                (handler.Content, handler.Status) = (call.Bytes, status);
                try
                {
                    call.Operation.CallAsync(client.Operations, new()).GetAwaiter().GetResult();
                    return status == HttpStatusCode.OK;
                }
                catch (InvalidResponseException)
                {
                    return status == HttpStatusCode.OK && call.Operation.ResponseSchema is not null;
                }
                catch (ConversationsResponseException)
                {
                    return status != HttpStatusCode.OK;
                }
            },
            iter: 10_000,
            threads: 1);
    }

    /// <summary>A valid body for the operation that the request is for; for one that promises none, any.</summary>
    private static string BodyFor(string request)
    {
        var line = request.Split(' ', 3);
        return Operations.Of(line[0], line[1].Split('?')[0]).ResponseSchema is { } schema ? Sample.Of(schema, text: "driver").ToString(Newtonsoft.Json.Formatting.None) : Participant;
    }

    private static async Task<Exception?> ErrorAsync(ConversationsClient client, ApiOperation? operation = null)
    {
        try
        {
            await (operation ?? Operations.Named("FetchConversationParticipant")).CallAsync(client.Operations, new());
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

    private static bool IsBroken(Exception? error) => error is ConversationsConnectionException;

    private static bool IsNothing(Exception? error) => error is null;

    /// <summary>Responds with bytes that no text stands for.</summary>
    private sealed class Bytes : HttpMessageHandler
    {
        public byte[] Content { get; set; } = [];

        public HttpStatusCode Status { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(Status) { Content = new ByteArrayContent(Content) });
    }
}
