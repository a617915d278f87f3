using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>A server with one conversation, under any name, that takes a number of requests in any second and responds 429 to the others.</summary>
internal sealed class CountingServer : IDisposable
{
    private readonly EmulatorServer _server;
    private readonly int _perSecond;
    private readonly string _conversation = With(Examples.Response("FetchConversation", "fetch"), "sid");
    private readonly string _participant = With(JObject.Parse(Examples.Participant), "conversation_sid");
    private readonly Queue<long> _latest = new();
    private long _first;
    private long _last;

    public CountingServer(int perSecond)
    {
        _perSecond = perSecond;
        _server = new EmulatorServer(new EmulatorOptions(), RespondAsync);
    }

    public Uri BaseAddress => _server.Address;

    public int Taken { get; private set; }

    public int Rejected { get; private set; }

    public int Lookups { get; private set; }

    /// <summary>From the first request that was taken to the last.</summary>
    public TimeSpan Took => Stopwatch.GetElapsedTime(_first, _last);

    /// <summary>The shortest time in which so many requests can be taken.</summary>
    public TimeSpan Allowed => TimeSpan.FromSeconds((Taken - _perSecond) / (double)_perSecond);

    public void Dispose() => _server.Dispose();

    public override string ToString() => FormattableString.Invariant(
        $"{Taken} requests in {Took.TotalSeconds:N1} s where {Allowed.TotalSeconds:N1} s are allowed ({(Took / Allowed) - 1:P1} longer), {Rejected} × 429, {Lookups} lookups");

    private static string With(JObject resource, string field)
    {
        resource[field] = Operations.ConversationSid;
        return resource.ToString();
    }

    private async Task RespondAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "application/json";
        if (!TryTake(isLookup: context.Request.Method == "GET"))
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (StatusCodes.Status429TooManyRequests, "1");
            return;
        }

        context.Response.StatusCode = context.Request.Method == "GET" ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        await context.Response.WriteAsync(context.Request.Method == "GET" ? _conversation : _participant);
    }

    private bool TryTake(bool isLookup)
    {
        lock (_latest)
        {
            var now = Stopwatch.GetTimestamp();
            while (_latest.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest, now) >= TimeSpan.FromSeconds(1))
            {
                _latest.Dequeue();
            }

            if (_latest.Count == _perSecond)
            {
                Rejected++;
                return false;
            }

            _latest.Enqueue(now);
            (_first, _last) = (Taken == 0 ? now : _first, now);
            Taken++;
            Lookups += isLookup ? 1 : 0;
            return true;
        }
    }
}
