using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>Every participant and message of every conversation: ours with several conversations at once, and a loop by hand that reads page after page.</summary>
internal static class WholeAccount
{
    public const string Verb = "account";

    private const int AtOnce = 8;
    private const int RecordsEach = 1 + AccountHandler.ParticipantsEach + AccountHandler.MessagesEach;

    public static async Task RunAsync()
    {
        foreach (var latency in new[] { 20, 0 })
        {
            // The first round warms up.
            await MeasureAsync(10, latency);
            var (oneByOne, several, _) = await MeasureAsync(200, latency);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{200 * RecordsEach:N0} records, pages after {latency} ms: stj {oneByOne.TotalSeconds:N2} s, ours {several.TotalSeconds:N2} s, {oneByOne / several:N1} times the throughput"));
        }

        foreach (var conversations in new[] { 20, 200, 1000 })
        {
            var (_, _, heap) = await MeasureAsync(conversations, 0, measuresHeap: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{conversations * RecordsEach:N0} records: at most {heap / 1e6:N1} MB live"));
        }
    }

    /// <summary>Both read a small account, and all of it.</summary>
    public static async Task CheckAsync()
    {
        using var handler = new AccountHandler(3, TimeSpan.Zero);
        var read = (await OneByOneAsync(handler), await SeveralAtOnceAsync(handler, () => { }));
        if (read != (3 * RecordsEach, 3 * RecordsEach))
        {
            throw new InvalidOperationException($"Of {3 * RecordsEach} records {read} were read.");
        }
    }

    private static async Task<(TimeSpan OneByOne, TimeSpan Several, long Heap)> MeasureAsync(int conversations, int latency, bool measuresHeap = false)
    {
        using var handler = new AccountHandler(conversations, TimeSpan.FromMilliseconds(latency));
        var clock = Stopwatch.StartNew();
        var oneByOne = TimeSpan.Zero;
        if (!measuresHeap)
        {
            await OneByOneAsync(handler);
            oneByOne = clock.Elapsed;
        }

        clock.Restart();
        var (heap, seen) = (0L, 0);
        await SeveralAtOnceAsync(handler, () =>
        {
            if (measuresHeap && Interlocked.Increment(ref seen) % 10 == 0)
            {
                heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: true));
            }
        });
        return (oneByOne, clock.Elapsed, heap);
    }

    private static async Task<int> SeveralAtOnceAsync(HttpMessageHandler handler, Action onConversation)
    {
        using var http = new HttpClient(handler, disposeHandler: false);
        using var client = new ConversationsClient(new() { Credentials = TwilioCredentials.FromAuthToken(Payloads.AccountSid, Payloads.AuthToken), BaseAddress = new Uri("http://localhost") }, http);
        var records = 0;
        await Parallel.ForEachAsync(client.Conversations.ListAsync(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (conversation, cancellationToken) =>
        {
            var count = 1;
            var place = client.Conversation(conversation.Sid);
            await foreach (var participant in place.Participants.ListAsync(cancellationToken: cancellationToken))
            {
                count += participant.Sid.Length > 0 ? 1 : 0;
            }

            await foreach (var message in place.Messages.ListAsync(cancellationToken: cancellationToken))
            {
                count += message.Sid.Length > 0 ? 1 : 0;
            }

            Interlocked.Add(ref records, count);
            onConversation();
        });
        return records;
    }

    private static async Task<int> OneByOneAsync(HttpMessageHandler handler)
    {
        using var http = new HttpClient(handler, disposeHandler: false);
        const string Conversations = "http://localhost/v1/Conversations";
        var records = 0;
        await foreach (var conversation in ReadAsync(http, Conversations, AccountModels.Default.ConversationPageModel, page => (page.Conversations, page.Meta)))
        {
            records++;
            await foreach (var participant in ReadAsync(http, $"{Conversations}/{conversation.Sid}/Participants", AccountModels.Default.PageModel, page => (page.Participants, page.Meta)))
            {
                records += participant.Sid.Length > 0 ? 1 : 0;
            }

            await foreach (var message in ReadAsync(http, $"{Conversations}/{conversation.Sid}/Messages", AccountModels.Default.MessagesModel, page => (page.Messages, page.Meta)))
            {
                records += message.Sid.Length > 0 ? 1 : 0;
            }
        }

        return records;
    }

    private static async IAsyncEnumerable<TItem> ReadAsync<TPage, TItem>(HttpClient http, string list, JsonTypeInfo<TPage> type, Func<TPage, (IReadOnlyList<TItem> Items, MetaModel Meta)> parts)
    {
        for (var address = $"{list}?PageSize=100"; ;)
        {
            var (items, meta) = parts((await http.GetFromJsonAsync(address, type))!);
            foreach (var item in items)
            {
                yield return item;
            }

            if (meta.NextPageUrl is not { } next)
            {
                yield break;
            }

            address = list + new Uri(next).Query;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConversationPageModel))]
[JsonSerializable(typeof(PageModel))]
[JsonSerializable(typeof(MessagesModel))]
internal sealed partial class AccountModels : JsonSerializerContext;

internal sealed record ConversationModel
{
    public string AccountSid { get; init; } = "";

    public string? ChatServiceSid { get; init; }

    public string? MessagingServiceSid { get; init; }

    public string Sid { get; init; } = "";

    public string? FriendlyName { get; init; }

    public string? UniqueName { get; init; }

    public string Attributes { get; init; } = "";

    public string State { get; init; } = "";

    public DateTimeOffset DateCreated { get; init; }

    public DateTimeOffset DateUpdated { get; init; }

    public Dictionary<string, string>? Timers { get; init; }

    public string Url { get; init; } = "";

    public Dictionary<string, string>? Links { get; init; }
}

internal sealed record ConversationPageModel
{
    public IReadOnlyList<ConversationModel> Conversations { get; init; } = [];

    public MetaModel Meta { get; init; } = new();
}
