using System.Net;
using System.Text;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>The behavior of each client in a few situations: the tables of the READMEs.</summary>
internal static class Comparison
{
    public const string Verb = "compare";

    private static readonly string Body = Encoding.UTF8.GetString(Payloads.Participant);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly string[] Clients = ["stj", "refit", "nswag", "kiota", "twilio", "ours"];

    private static readonly (string Situation, Func<Contender, Script, Task<string>> TryAsync)[] Situations =
    [
        ("Deleting the participant `..` sends", async (client, script) =>
        {
            script.Respond(HttpStatusCode.NoContent);
            var error = await ErrorAsync(() => client.DeleteAsync(".."));
            return script.Sent.SingleOrDefault() ?? $"nothing: `{error}`";
        }),
        ("A fetch that receives 429, then 200, returns", async (client, script) =>
        {
            script.Respond(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.Zero);
            script.Respond(HttpStatusCode.OK, Body);
            return await ErrorAsync(client.FetchAsync) is { } error ? $"`{error}`" : "the participant";
        }),
        ("A fetch without `sid` in its response returns", async (client, script) =>
        {
            script.Respond(HttpStatusCode.OK, Body.Replace("\"sid\"", "\"other\"", StringComparison.Ordinal));
            return await ErrorAsync(client.FetchAsync) is { } error ? $"`{error}`" : "a participant without a SID";
        }),
        ("A next page named on another host is requested from", async (client, script) =>
        {
            script.Respond(HttpStatusCode.OK, Page(0).Replace("conversations.twilio.com", "elsewhere.example", StringComparison.Ordinal));
            script.Respond(HttpStatusCode.OK, Page(900));
            await client.AllAsync();
            return script.Hosts[^1] == "localhost" ? "the configured host" : $"`{script.Hosts[^1]}`{(script.IsAuthorized ? ", with the credentials" : "")}";
        }),
        ("While the next page is on its way", async (client, script) =>
        {
            script.Respond(HttpStatusCode.OK, Page(0));
            script.Respond(HttpStatusCode.OK, Page(900), script.Gate.Task);
            // A call that holds its thread comes back only when the gate opens by itself.
            using var opening = new Timer(_ => script.Gate.TrySetResult(), null, Patience, Timeout.InfiniteTimeSpan);
            var call = client.AllAsync();
            var isBlocked = !script.Gate.TrySetResult();
            await call;
            return isBlocked ? "a thread is blocked" : "no thread is blocked";
        }),
        ("A response's body is read", async (client, script) =>
        {
            script.Respond(HttpStatusCode.OK, Page(0));
            await client.PageAsync(100);
            return script.IsBlocked ? "blocking a thread" : "asynchronously";
        }),
    ];

    /// <summary>Prints the table for the clients that are named, or for all, without the rows in which they do not differ.</summary>
    public static async Task<int> RunAsync(string[] clients)
    {
        clients = clients.Length > 0 ? clients : Clients;
        Console.WriteLine($"| | {string.Join(" | ", clients)} |\n| --- |{string.Concat(clients.Select(_ => " --- |"))}");
        foreach (var (situation, tryAsync) in Situations)
        {
            var cells = new List<string>();
            foreach (var name in clients)
            {
                using var script = new Script();
                using var client = Contender.Make(name, script, "http://localhost");
                cells.Add(await tryAsync(client, script));
            }

            if (cells.Distinct().Count() > 1)
            {
                Console.WriteLine($"| {situation} | {string.Join(" | ", cells)} |");
            }
        }

        return 0;
    }

    private static string Page(int start) => Encoding.UTF8.GetString(Payloads.Page(start, 100));

    private static async Task<string?> ErrorAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }

    /// <summary>Gives the responses that it was handed, in order, and keeps what was asked.</summary>
    private sealed class Script : HttpMessageHandler
    {
        private readonly Queue<(HttpResponseMessage Response, Task Ready)> _responses = new();

        public List<string> Sent { get; } = [];

        public List<string> Hosts { get; } = [];

        /// <summary>True if the last request had credentials.</summary>
        public bool IsAuthorized { get; private set; }

        /// <summary>True if the last response's body was read synchronously, which blocks a thread and cannot be canceled.</summary>
        public bool IsBlocked { get; set; }

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Respond(HttpStatusCode status, string body = "", Task? ready = null, TimeSpan? retryAfter = null)
        {
            var response = new HttpResponseMessage(status) { Content = new StreamContent(new Watched(this, Encoding.UTF8.GetBytes(body))) };
            response.Content.Headers.ContentType = new("application/json");
            response.Headers.RetryAfter = retryAfter is { } wait ? new(wait) : null;
            _responses.Enqueue((response, ready ?? Task.CompletedTask));
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add($"`{request.Method} {request.RequestUri!.AbsolutePath.Replace(Payloads.Conversation, "CH…", StringComparison.Ordinal)}`");
            Hosts.Add(request.RequestUri.Host);
            IsAuthorized = request.Headers.Authorization is not null;
            var (response, ready) = _responses.Dequeue();
            await ready;
            response.RequestMessage = request;
            return response;
        }
    }

    /// <summary>A body, as a network delivers it, that reports to its script how it is read.</summary>
    private sealed class Watched(Script script, byte[] bytes) : Stream
    {
        private readonly MemoryStream _bytes = new(bytes);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            script.IsBlocked = true;
            return _bytes.Read(buffer, offset, count);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => _bytes.ReadAsync(buffer, offset, count, cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _bytes.ReadAsync(buffer, cancellationToken);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _bytes.Dispose();
            base.Dispose(disposing);
        }
    }
}
