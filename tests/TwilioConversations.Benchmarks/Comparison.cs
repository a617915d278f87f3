using System.Net;
using System.Text;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>What each client makes of a few situations: the table of the repository's README.</summary>
internal static class Comparison
{
    public const string Verb = "compare";

    private static readonly string Body = Encoding.UTF8.GetString(Payloads.Participant);

    private static readonly string[] Clients = ["stj", "refit", "nswag", "ours"];

    private static readonly (string Situation, Func<Contender, Script, Task<string>> TryAsync)[] Situations =
    [
        ("removing the participant `..` sends", async (client, script) =>
        {
            script.Answer(HttpStatusCode.NoContent);
            var error = await ErrorAsync(() => client.DeleteAsync(".."));
            return script.Sent.SingleOrDefault() ?? $"nothing: `{error}`";
        }),
        ("a 429, the next answer a 200", async (client, script) =>
        {
            script.Answer(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.Zero);
            script.Answer(HttpStatusCode.OK, Body);
            return await ErrorAsync(client.FetchAsync) is { } error ? $"`{error}`" : "the participant";
        }),
        ("an answer without `sid` is", async (client, script) =>
        {
            script.Answer(HttpStatusCode.OK, Body.Replace("\"sid\"", "\"other\"", StringComparison.Ordinal));
            return await ErrorAsync(client.FetchAsync) is { } error ? $"`{error}`" : "a participant without a SID";
        }),
        ("a page is read", async (client, script) =>
        {
            script.Answer(HttpStatusCode.OK, Encoding.UTF8.GetString(Payloads.Page(0, 100)));
            await client.PageAsync(100);
            return script.IsBlocked ? "blocking a thread" : "asynchronously";
        }),
    ];

    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"| | {string.Join(" | ", Clients)} |\n| --- |{string.Concat(Clients.Select(_ => " --- |"))}");
        foreach (var (situation, tryAsync) in Situations)
        {
            var cells = new List<string>();
            foreach (var name in Clients)
            {
                using var script = new Script();
                using var client = Contender.Make(name, script, "http://localhost");
                cells.Add(await tryAsync(client, script));
            }

            Console.WriteLine($"| {situation} | {string.Join(" | ", cells)} |");
        }

        return 0;
    }

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

    /// <summary>Gives the answers that it was handed, in order, and keeps what was asked.</summary>
    private sealed class Script : HttpMessageHandler
    {
        private readonly Queue<HttpResponseMessage> _answers = new();

        public List<string> Sent { get; } = [];

        /// <summary>Whether the body of the last answer was read in a way that holds a thread until it comes, and hears of no cancellation.</summary>
        public bool IsBlocked { get; set; }

        public void Answer(HttpStatusCode status, string body = "", TimeSpan? retryAfter = null)
        {
            var answer = new HttpResponseMessage(status) { Content = new StreamContent(new Watched(this, Encoding.UTF8.GetBytes(body))) };
            answer.Content.Headers.ContentType = new("application/json");
            answer.Headers.RetryAfter = retryAfter is { } wait ? new(wait) : null;
            _answers.Enqueue(answer);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add($"`{request.Method} {request.RequestUri!.AbsolutePath.Replace(Payloads.Conversation, "CH…", StringComparison.Ordinal)}`");
            var answer = _answers.Dequeue();
            answer.RequestMessage = request;
            return Task.FromResult(answer);
        }
    }

    /// <summary>A body, as a network gives it, that tells its script how it is read.</summary>
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
