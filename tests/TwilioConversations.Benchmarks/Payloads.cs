using System.Globalization;
using System.Text;

namespace TwilioConversations.Benchmarks;

/// <summary>What the service answers, byte for byte the same for every client.</summary>
internal static class Payloads
{
    public const string AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string AuthToken = "secret";
    public const string Conversation = "CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    public const string ParticipantSid = "MB00000000000000000000000000000007";
    public const string Identity = "user-7@example.com";
    public const int ListLength = 1000;

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

    private static string ParticipantJson(int i)
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
