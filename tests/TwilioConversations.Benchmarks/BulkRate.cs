using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TwilioConversations.Benchmarks;

/// <summary>Creates many participants through a server that accepts thirty requests in any second for a conversation, and measures the rate and the rejected requests.</summary>
internal static class BulkRate
{
    public const string Verb = "bulk";

    private const int Allowed = 30;

    public static async Task<int> RunAsync(int participants, int conversations, int latency)
    {
        var places = new ConcurrentDictionary<string, Place>();
        await using var server = await ServeAsync(places, latency);
        using var client = new ConversationsClient(new() { Credentials = TwilioCredentials.FromAuthToken(Payloads.AccountSid, Payloads.AuthToken), BaseAddress = new Uri(server.Urls.Single()) });
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, conversations).Select(async conversation => await client.Conversation($"CH{conversation:x32}").Participants
            .CreateManyAsync(Enumerable.Range(0, participants).Select(i => new CreateParticipantRequest { Identity = $"user-{i}" }))
            .CountAsync(result => result.Status == BulkStatus.Done)));

        // The first thirty need no wait, and so the last does not end a second.
        var allowed = (participants - Allowed) / (double)Allowed;
        var seconds = clock.Elapsed.TotalSeconds;
        var rejected = places.Values.Sum(place => place.Rejected);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{conversations} × {participants} participants, responses after {latency} ms: {seconds:N1} s where {allowed:N1} s are allowed ({(seconds / allowed) - 1:P1} longer), at most {places.Values.Max(place => place.Most)} in a second, {rejected} rejected"));
        return rejected == 0 && done.All(count => count == participants) ? 0 : 1;
    }

    private static async Task<WebApplication> ServeAsync(ConcurrentDictionary<string, Place> places, int latency)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);

            // A fifth more or less at random, before it is counted and after.
            await Task.Delay(latency * Random.Shared.Next(80, 120) / 200);
            var isTaken = places.GetOrAdd(context.Request.Path, _ => new()).TryTake();
            await Task.Delay(latency * Random.Shared.Next(80, 120) / 200);
            if (!isTaken)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "1";
                return;
            }

            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(Payloads.Participant);
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>The requests of the last second for one conversation.</summary>
    private sealed class Place
    {
        private readonly Queue<long> _taken = new();

        public int Most { get; private set; }

        public int Rejected { get; private set; }

        public bool TryTake()
        {
            lock (_taken)
            {
                var now = Stopwatch.GetTimestamp();
                while (_taken.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest, now) >= TimeSpan.FromSeconds(1))
                {
                    _taken.Dequeue();
                }

                if (_taken.Count == Allowed)
                {
                    Rejected++;
                    return false;
                }

                _taken.Enqueue(now);
                Most = Math.Max(Most, _taken.Count);
                return true;
            }
        }
    }
}
