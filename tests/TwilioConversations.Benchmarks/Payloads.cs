using System.Globalization;
using System.Text;

namespace TwilioConversations.Benchmarks;

/// <summary>The service's responses, byte for byte the same for every client.</summary>
internal static class Payloads
{
    public const string AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string AuthToken = "secret";
    public const string Conversation = "CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    public const string ParticipantSid = "MB00000000000000000000000000000007";
    public const string Identity = "user-7@example.com";
    public const int ListLength = 1000;
    public const string MessagesQuery = "?Order=asc&PageSize=1000";

    public static byte[] Participant { get; } = Encoding.UTF8.GetBytes(ParticipantJson(7));

    /// <summary>A page of the list of a thousand, of which the first item is number <paramref name="start"/>.</summary>
    public static byte[] Page(int start, int size)
    {
        const string Address = $"https://conversations.twilio.com/v1/Conversations/{Conversation}/Participants?PageSize=";
        var next = start + size < ListLength ? $"\"{Address}{size}&Page={(start / size) + 1}&PageToken={start + size}\"" : "null";
        return Encoding.UTF8.GetBytes(
            $$"""
            {"participants":[{{string.Join(',', Enumerable.Range(start, size).Select(ParticipantJson))}}],"meta":{"page":{{start / size}},"page_size":{{size}},"first_page_url":"{{Address}}{{size}}&Page=0","previous_page_url":null,"url":"{{Address}}{{size}}&Page={{start / size}}","next_page_url":{{next}},"key":"participants"} }
            """);
    }

    /// <summary>A page of a thousand messages with bodies of 1 KB.</summary>
    public static byte[] Messages()
    {
        const string Address = $"https://conversations.twilio.com/v1/Conversations/{Conversation}/Messages";
        return Encoding.UTF8.GetBytes(
            $$"""
            {"messages":[{{string.Join(',', Enumerable.Range(0, 1000).Select(MessageJson))}}],"meta":{"page":0,"page_size":1000,"first_page_url":"{{Address}}{{MessagesQuery}}&Page=0","previous_page_url":null,"url":"{{Address}}{{MessagesQuery}}&Page=0","next_page_url":null,"key":"messages"} }
            """);
    }

    private static string MessageJson(int i)
    {
        var sid = "IM" + i.ToString("x32", CultureInfo.InvariantCulture);
        var address = $"https://conversations.twilio.com/v1/Conversations/{Conversation}/Messages/{sid}";
        var body = string.Concat(Enumerable.Repeat($"Message {i % 10} of Zoë’s, about the order that came today. ", 20))[..1000];
        return
            $$$"""
            {"account_sid":"{{{AccountSid}}}","conversation_sid":"{{{Conversation}}}","sid":"{{{sid}}}","index":{{{i}}},"author":"user-{{{i % 10}}}@example.com","body":"{{{body}}}","media":null,"attributes":"{}","participant_sid":"{{{ParticipantSid}}}","date_created":"2026-11-23T08:{{{i % 60:D2}}}:50Z","date_updated":"2026-11-23T08:{{{i % 60:D2}}}:50Z","url":"{{{address}}}","delivery":{"total":2,"sent":"all","delivered":"some","read":"some","failed":"none","undelivered":"none"},"links":{"delivery_receipts":"{{{address}}}/Receipts","channel_metadata":"{{{address}}}/ChannelMetadata"},"content_sid":null}
            """;
    }

    public static string ParticipantJson(int i)
    {
        var sid = "MB" + i.ToString("x32", CultureInfo.InvariantCulture);
        var binding = i % 2 == 0
            ? $$"""{"type":"sms","address":"+1555{{i:D7}}","proxy_address":"+15017122661"}"""
            : "null";
        var identity = i % 2 == 0 ? "null" : $"\"user-{i}@example.com\"";
        return
            $$$"""
            {"account_sid":"{{{AccountSid}}}","conversation_sid":"{{{Conversation}}}","sid":"{{{sid}}}","identity":{{{identity}}},"attributes":"{\"seat\":{{{i}}},\"role\":\"agent\"}","messaging_binding":{{{binding}}},"role_sid":"RLcccccccccccccccccccccccccccccccc","date_created":"2026-11-23T08:{{{i % 60:D2}}}:50Z","date_updated":"2026-11-23T09:{{{i % 60:D2}}}:51Z","url":"https://conversations.twilio.com/v1/Conversations/{{{Conversation}}}/Participants/{{{sid}}}","last_read_message_index":{{{i}}},"last_read_timestamp":"2026-11-23T10:{{{i % 60:D2}}}:52Z"}
            """;
    }
}
