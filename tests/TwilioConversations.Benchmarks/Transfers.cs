using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TwilioConversations.Benchmarks;

/// <summary>Downloads and uploads of 200 MB: a bare <see cref="HttpClient"/> and this library, in turns.</summary>
internal static class Transfers
{
    public const string Verb = "transfers";

    private const int Size = 200_000_000;
    private const int WarmUp = 3;
    private const int Rounds = 21;
    private const string ServiceSid = "ISdddddddddddddddddddddddddddddddd";
    private const string MediaSid = "MEeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    private const string MediaPath = $"/v1/Services/{ServiceSid}/Media";
    private const string FilePath = "/file";

    private static readonly byte[] Chunk = new byte[64 * 1024];

    public static async Task RunAsync()
    {
        using var server = LoopbackServer.StartProcess();
        var address = new Uri(server.Address);
        using var http = new HttpClient(ConversationsClient.CreateHandler()) { BaseAddress = address };
        using var client = new ConversationsClient(new()
        {
            Credentials = TwilioCredentials.FromAuthToken(Payloads.AccountSid, Payloads.AuthToken),
            BaseAddress = address,
            MediaBaseAddress = address,
        });
        var media = client.Service(ServiceSid).Media;
        var file = new byte[Size];
        Console.WriteLine("| 200 MB | bare | ours |\n| --- | ---: | ---: |");
        await MeasureAsync(
            "down",
            async () =>
            {
                await http.GetByteArrayAsync($"{MediaPath}/{MediaSid}");
                await ReadAsync(await http.GetStreamAsync(FilePath));
            },
            async () => await ReadAsync(await media.OpenReadAsync(MediaSid)));
        await MeasureAsync(
            "up",
            async () =>
            {
                using var content = new StreamContent(new MemoryStream(file)) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
                using var response = await http.PostAsync(MediaPath, content);
                await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            },
            () => media.UploadAsync(new MemoryStream(file), "image/png"));
    }

    /// <summary>Responds for <see cref="LoopbackServer"/> to a request for the file, or for what is known of it; false for any other request.</summary>
    public static async Task<bool> TryRespondAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == FilePath)
        {
            context.Response.ContentLength = Size;
            for (var sent = 0; sent < Size; sent += Chunk.Length)
            {
                await context.Response.Body.WriteAsync(Chunk.AsMemory(0, Math.Min(Chunk.Length, Size - sent)));
            }

            return true;
        }

        if (!path.StartsWith(MediaPath, StringComparison.Ordinal))
        {
            return false;
        }

        await context.Request.Body.CopyToAsync(Stream.Null);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(
            $$"""{"sid":"{{MediaSid}}","service_sid":"{{ServiceSid}}","content_type":"image/png","size":{{Size}},"links":{"content_direct_temporary":"http://{{context.Request.Host}}{{FilePath}}"} }"""));
        return true;
    }

    private static async Task MeasureAsync(string what, Func<Task> bare, Func<Task> ours)
    {
        var (times, ratios) = (new List<double>(), new List<double>());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            // Each is the first one in every other round.
            var isOursFirst = round % 2 != 0;
            var first = await TimeAsync(isOursFirst ? ours : bare);
            var second = await TimeAsync(isOursFirst ? bare : ours);
            if (round >= 0)
            {
                var baseline = isOursFirst ? second : first;
                times.Add(baseline);
                ratios.Add((isOursFirst ? first : second) / baseline);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {Turns.Median(times):N0} ms | {Turns.Median(ratios):N2} |"));
    }

    private static async Task<double> TimeAsync(Func<Task> transfer)
    {
        var started = Stopwatch.GetTimestamp();
        await transfer();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task ReadAsync(Stream content)
    {
        await using (content)
        {
            await content.CopyToAsync(Stream.Null);
        }
    }
}
