namespace TwilioConversations;

/// <summary>The metadata of a file in the media service.</summary>
public sealed class MediaInfo
{
    private static readonly JsonNames Names = new(
        "MediaInfo", "!sid", "!service_sid", "channel_sid", "message_sid", "!content_type", "!size",
        "filename", "author", "category", "date_created", "date_updated", "links");

    private static readonly JsonNames LinkNames = new("MediaInfo.links", "content_direct_temporary");

    /// <summary>Creates an instance for tests and mocks.</summary>
    public MediaInfo()
    {
    }

    private MediaInfo(ref JsonFields fields)
    {
        var outer = fields.Begin(Names);
        while (fields.MoveNext())
        {
            switch (fields.Index)
            {
                case 0:
                    Sid = fields.ReadString();
                    break;
                case 1:
                    ChatServiceSid = fields.ReadString();
                    break;
                case 2:
                    ConversationSid = fields.ReadStringOrNull();
                    break;
                case 3:
                    MessageSid = fields.ReadStringOrNull();
                    break;
                case 4:
                    ContentType = fields.ReadString();
                    break;
                case 5:
                    Size = fields.ReadInt64();
                    break;
                case 6:
                    Filename = fields.ReadStringOrNull();
                    break;
                case 7:
                    Author = fields.ReadStringOrNull();
                    break;
                case 8:
                    Category = fields.ReadStringOrNull();
                    break;
                case 9:
                    DateCreated = fields.ReadDateOrNull();
                    break;
                case 10:
                    DateUpdated = fields.ReadDateOrNull();
                    break;
                case 11:
                    TemporaryUrl = fields.ReadObjectOrNull(ReadTemporaryUrl) is { Length: > 0 } url ? url : null;
                    break;
                default:
                    fields.Keep();
                    break;
            }
        }

        AdditionalFields = fields.End(outer);
    }

    /// <summary>The file's SID, with which a message is created.</summary>
    public string Sid { get; init; } = "";

    /// <summary>The SID of the chat service that the file belongs to.</summary>
    public string ChatServiceSid { get; init; } = "";

    /// <summary>The SID of the conversation whose message holds the file; null before there is one.</summary>
    public string? ConversationSid { get; init; }

    /// <summary>The SID of the message that holds the file; null before there is one.</summary>
    public string? MessageSid { get; init; }

    /// <summary>The file's media type, such as <c>image/jpeg</c>.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>The file's size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>The file's name; null if it has none.</summary>
    /// <remarks>Personal data: this library puts it in no log, trace or exception message.</remarks>
    public string? Filename { get; init; }

    /// <summary>Who uploaded the file; null if the service does not say.</summary>
    /// <remarks>Personal data: this library puts it in no log, trace or exception message.</remarks>
    public string? Author { get; init; }

    /// <summary>The role of the file in its message: <c>media</c>, <c>body</c> or <c>history</c>; null if the service does not say.</summary>
    public string? Category { get; init; }

    /// <summary>When the file was uploaded; null if the service does not say.</summary>
    public DateTimeOffset? DateCreated { get; init; }

    /// <summary>When the resource was last updated; null if the service does not say.</summary>
    public DateTimeOffset? DateUpdated { get; init; }

    /// <summary>An address of the content that works without credentials for 300 seconds; null after an upload. Whoever has it can read the file.</summary>
    public string? TemporaryUrl { get; init; }

    /// <summary>Fields of the response that this version of the library does not know, as JSON text by wire name.</summary>
    public AdditionalFields AdditionalFields { get; init; } = AdditionalFields.None;

    /// <summary>The type's name and two SIDs only: other fields may hold personal data.</summary>
    public override string ToString() => $"MediaInfo {{ Sid = {Sid} ChatServiceSid = {ChatServiceSid} }}";

    internal static MediaInfo ReadFrom(ref JsonFields fields) => new(ref fields);

    private static string ReadTemporaryUrl(ref JsonFields links)
    {
        var url = "";
        var outer = links.Begin(LinkNames);
        while (links.MoveNext())
        {
            if (links.Index == 0)
            {
                url = links.ReadStringOrNull() ?? "";
            }
            else
            {
                links.Keep();
            }
        }

        links.End(outer);
        return url;
    }
}
