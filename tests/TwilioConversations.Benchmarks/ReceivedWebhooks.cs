using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TwilioConversations.Benchmarks;

/// <summary>The webhook endpoint beside a bare endpoint that reads the same form, and the most expensive unsigned bodies.</summary>
internal static class ReceivedWebhooks
{
    public const string Verb = "webhooks";
    public const string ServerVerb = "serve-webhooks";

    private const int Connections = 16;
    private const int Rounds = 15;
    private const int WorstRequests = 10;
    private const int Size = 1024 * 1024;
    private const string AccountSid = "AC00000000000000000000000000000001";
    private const string AuthToken = "12345678901234567890123456789012";

    private static readonly KeyValuePair<string, string>[] Message =
    [
        new("AccountSid", AccountSid), new("Attributes", "{}"), new("Author", "+15550000002"), new("Body", "Where is my order? I have been waiting since Monday."),
        new("ChatServiceSid", "IS00000000000000000000000000000002"), new("ConversationSid", "CH00000000000000000000000000000003"), new("DateCreated", "2026-08-11T13:03:28.879Z"),
        new("EventType", "onMessageAdded"), new("Index", "1"), new("MessageSid", "IM00000000000000000000000000000005"), new("MessagingServiceSid", "MG00000000000000000000000000000006"),
        new("ParticipantSid", "MB00000000000000000000000000000004"), new("RetryCount", "0"), new("Source", "SMS"),
    ];

    public static async Task RunAsync()
    {
        using var server = Itself.Start(ServerVerb);
        var address = new Uri(server.StandardOutput.ReadLine()!);
        var bare = await RequestAsync(address, "/bare");
        var ours = await RequestAsync(address, "/hooks");
        var (bareRates, ourRates, bareBytes, ourBytes) = (new List<double>(), new List<double>(), 0d, 0d);
        for (var round = 0; round < Rounds + 2; round++)
        {
            var (bareRate, bareRound) = await TurnAsync(address, bare);
            var (ourRate, ourRound) = await TurnAsync(address, ours);
            if (round > 1)
            {
                bareRates.Add(bareRate);
                ourRates.Add(ourRate);
                (bareBytes, ourBytes) = (bareRound, ourRound);
            }
        }

        Console.WriteLine("| | bare | ours |\n| --- | ---: | ---: |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| requests a second | {Median(bareRates):N0} | {Median(bareRates.Zip(ourRates, (b, o) => o / b)):0.00} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| allocated bytes a request | {bareBytes:N0} | {ourBytes:N0} |"));
        Console.WriteLine("\n| Body of 1 MiB, not signed | CPU |\n| --- | ---: |");
        foreach (var (name, type, query, body) in WorstBodies())
        {
            var milliseconds = await CpuAsync(address, type, query, body);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {milliseconds:0.0} ms |"));
        }

        server.StandardInput.Close();
        await server.WaitForExitAsync();
    }

    /// <summary>Serves until its input ends, which it does with the process that started it.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/bare", static async (HttpRequest request) =>
        {
            _ = (await request.ReadFormAsync())["EventType"];
            return Results.Ok();
        });
        app.MapConversationsWebhooks("/hooks", hooks =>
        {
            hooks.Secrets = [WebhookSecret.FromAuthToken(AccountSid, AuthToken)];
            hooks.OnMessageAdded((_, _) => Task.CompletedTask);
        });
        app.MapGet("/figures", static () => string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes()} {Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds}"));
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }

    private static async Task<byte[]> RequestAsync(Uri address, string path)
    {
        using var form = new FormUrlEncodedContent(Message);
        var body = await form.ReadAsStringAsync();
        var signature = WebhookSignature.Compute(AuthToken, new Uri(address, path).AbsoluteUri, Message);
        return Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\n{WebhookSignature.HeaderName}: {signature}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static async Task<(double Rate, double Bytes)> TurnAsync(Uri address, byte[] request)
    {
        var before = await FiguresAsync(address);
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => SendAsync(address, request, watch))));
        var rate = counts.Sum() / watch.Elapsed.TotalSeconds;
        return (rate, ((await FiguresAsync(address)).Bytes - before.Bytes) / counts.Sum());
    }

    // Not an HttpClient, whose work would dominate the measurement.
    private static async Task<int> SendAsync(Uri address, byte[] request, Stopwatch watch)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        var buffer = new byte[4096];
        var count = 0;
        for (; watch.ElapsedMilliseconds < 500; count++)
        {
            await socket.SendAsync(request);
            var length = await socket.ReceiveAsync(buffer);
            if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8) || !buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, length));
            }
        }

        return count;
    }

    private static async Task<double> CpuAsync(Uri address, string type, string query, byte[] body)
    {
        using var http = new HttpClient();
        var before = 0d;
        for (var i = 0; i <= WorstRequests; i++)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new(type);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/hooks" + query)) { Content = content };
            request.Headers.Add(WebhookSignature.HeaderName, "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
            using var response = await http.SendAsync(request);
            if (i == 0)
            {
                before = (await FiguresAsync(address)).Cpu;
            }
        }

        return ((await FiguresAsync(address)).Cpu - before) / WorstRequests;
    }

    private static IEnumerable<(string Name, string Type, string Query, byte[] Body)> WorstBodies()
    {
        const string Form = "application/x-www-form-urlencoded";
        const string Json = "application/json";
        yield return ("130,000 fields of one name", Form, "", Fill(i => $"a={i}&"));
        yield return ("1,024 fields of one name, whose values differ at their ends", Form, "", [.. Fill(i => i < 1023 ? $"a={new string('v', 1010)}{i:0000}&" : "").SkipLast(1)]);
        yield return ("1,024 fields of different names", Form, "", [.. Fill(i => i < 1023 ? $"{i}{new string('n', 240)}={new string('v', 770)}&" : "").SkipLast(1)]);
        yield return ("one field, all escapes", Form, "", Fill(_ => "%C3%A9"));
        yield return ("one field, not UTF-8", Form, "", [.. Enumerable.Repeat((byte)0xFF, Size)]);
        yield return ("JSON", Json, "?bodySHA256=" + new string('0', 64), Fill(_ => "[1],"));
        yield return ("no body that is read: JSON in a form", Form, "", Fill(_ => "{"));
    }

    private static byte[] Fill(Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; part(i) is { Length: > 0 } next && text.Length + next.Length <= Size; i++)
        {
            text.Append(next);
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static async Task<(double Bytes, double Cpu)> FiguresAsync(Uri address)
    {
        using var http = new HttpClient();
        return (await http.GetStringAsync(new Uri(address, "/figures"))).Split(' ') is [var bytes, var cpu] ? (double.Parse(bytes, CultureInfo.InvariantCulture), double.Parse(cpu, CultureInfo.InvariantCulture)) : default;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
