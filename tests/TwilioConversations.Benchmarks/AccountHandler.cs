using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TwilioConversations.Benchmarks;

/// <summary>A whole account in memory: conversations, and in each of them participants and messages, every page after <paramref name="latency"/>.</summary>
internal sealed class AccountHandler(int conversations, TimeSpan latency) : HttpMessageHandler
{
    public const int ParticipantsEach = 100;
    public const int MessagesEach = 400;

    private const string Origin = "https://conversations.twilio.com/v1/";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ConcurrentDictionary<(string, int), byte[]> _pages = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, cancellationToken);
        }

        var fields = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);

        // The same in every conversation, so that making it is not measured.
        var page = _pages.GetOrAdd((request.RequestUri.Segments[^1], int.Parse(fields["PageToken"] ?? "0", CultureInfo.InvariantCulture)), key => Page(key.Item1, key.Item2));
        var body = new ByteArrayContent(page);
        body.Headers.ContentType = Json;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = body, RequestMessage = request };
    }

    private byte[] Page(string collection, int start)
    {
        var (key, count, item) = collection switch
        {
            "Conversations" => ("conversations", conversations, (Func<int, string>)Conversation),
            "Participants" => ("participants", ParticipantsEach, Payloads.ParticipantJson),
            "Messages" => ("messages", MessagesEach, Message),
            _ => throw new ArgumentOutOfRangeException(nameof(collection), collection, "Not a list."),
        };
        var size = Math.Min(100, count - start);
        var address = $"{Origin}{collection}?PageSize=100";
        var next = start + size < count ? $"\"{address}&Page={(start / 100) + 1}&PageToken={start + size}\"" : "null";
        return Encoding.UTF8.GetBytes(
            $$"""
            {"{{key}}":[{{string.Join(',', Enumerable.Range(start, size).Select(item))}}],"meta":{"page":{{start / 100}},"page_size":100,"first_page_url":"{{address}}&Page=0","previous_page_url":null,"url":"{{address}}&Page={{start / 100}}","next_page_url":{{next}},"key":"{{key}}"} }
            """);
    }

    private static string Conversation(int i)
    {
        var sid = "CH" + i.ToString("x32", CultureInfo.InvariantCulture);
        return
            $$$"""
            {"account_sid":"{{{Payloads.AccountSid}}}","chat_service_sid":"ISdddddddddddddddddddddddddddddddd","messaging_service_sid":null,"sid":"{{{sid}}}","friendly_name":"Order {{{i}}}","unique_name":"order-{{{i}}}","attributes":"{\"order\":{{{i}}}}","state":"active","date_created":"2026-11-23T08:00:50Z","date_updated":"2026-11-23T09:00:51Z","timers":{"date_inactive":"2026-12-23T09:00:51Z"},"bindings":{},"url":"{{{Origin}}}Conversations/{{{sid}}}","links":{"participants":"{{{Origin}}}Conversations/{{{sid}}}/Participants","messages":"{{{Origin}}}Conversations/{{{sid}}}/Messages"}}
            """;
    }

    private static string Message(int i)
    {
        var sid = "IM" + i.ToString("x32", CultureInfo.InvariantCulture);
        return
            $$$"""
            {"account_sid":"{{{Payloads.AccountSid}}}","conversation_sid":"{{{Payloads.Conversation}}}","sid":"{{{sid}}}","index":{{{i}}},"author":"user-{{{i % 100}}}@example.com","participant_sid":"MB{{{(i % 100).ToString("x32", CultureInfo.InvariantCulture)}}}","body":"Message {{{i}}}: the parcel is on its way and comes between nine and eleven.","media":null,"attributes":"{\"seat\":{{{i}}}}","date_created":"2026-11-23T08:{{{i % 60:D2}}}:50Z","date_updated":"2026-11-23T09:{{{i % 60:D2}}}:51Z","delivery":null,"content_sid":null,"url":"{{{Origin}}}Conversations/{{{Payloads.Conversation}}}/Messages/{{{sid}}}","links":{"delivery_receipts":"{{{Origin}}}Conversations/{{{Payloads.Conversation}}}/Messages/{{{sid}}}/Receipts"}}
            """;
    }
}
