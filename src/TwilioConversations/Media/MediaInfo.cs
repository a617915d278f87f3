using System.Text.Json.Serialization;

namespace TwilioConversations;

/// <summary>The metadata of a file in the media service.</summary>
/// <remarks>
/// A property whose value the response lacks, or has in another form, throws a <see cref="FieldUnavailableException"/> if it is read; its JSON is
/// in <see cref="AdditionalFields"/>.
/// </remarks>
[JsonConverter(typeof(ModelJsonConverter<MediaInfo>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftConverter))]
public sealed class MediaInfo : IJsonModel
{
    internal static readonly JsonRead<MediaInfo> ReadFrom = static (ref JsonFields fields) => new(ref fields);

    private static readonly JsonNames Names = new(
        nameof(MediaInfo), "*sid", "!service_sid", "-channel_sid", "-message_sid", "!content_type", "!size",
        "-filename", "-author", "-category", "-date_created", "-date_updated", "-links");

    private ulong _absent;
    private string? _sid = "";
    private string? _chatServiceSid = "";
    private string? _conversationSid;
    private string? _messageSid;
    private string? _contentType = "";
    private long _size;
    private string? _filename;
    private string? _author;
    private string? _category;
    private DateTimeOffset? _dateCreated;
    private DateTimeOffset? _dateUpdated;
    private Links? _links;

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
                    _sid = fields.ReadString();
                    break;
                case 1:
                    _chatServiceSid = fields.ReadString();
                    break;
                case 2:
                    _conversationSid = fields.ReadStringOrNull();
                    break;
                case 3:
                    _messageSid = fields.ReadStringOrNull();
                    break;
                case 4:
                    _contentType = fields.ReadString();
                    break;
                case 5:
                    _size = fields.ReadInt64();
                    break;
                case 6:
                    _filename = fields.ReadStringOrNull();
                    break;
                case 7:
                    _author = fields.ReadStringOrNull();
                    break;
                case 8:
                    _category = fields.ReadStringOrNull();
                    break;
                case 9:
                    _dateCreated = fields.ReadDateOrNull();
                    break;
                case 10:
                    _dateUpdated = fields.ReadDateOrNull();
                    break;
                case 11:
                    _links = fields.ReadObjectOrNull(Links.ReadFrom);
                    break;
                default:
                    fields.Keep();
                    break;
            }
        }

        AdditionalFields = fields.End(outer, out _absent);
    }

    /// <summary>The file's SID, with which a message is created.</summary>
    public string Sid { get => ModelFields.Get(this, _absent, 0, _sid)!; init => _sid = ModelFields.Set(ref _absent, 0, value); }

    /// <summary>The SID of the chat service that the file belongs to.</summary>
    public string ChatServiceSid
    {
        get => ModelFields.Get(this, _absent, 1, _chatServiceSid)!;
        init => _chatServiceSid = ModelFields.Set(ref _absent, 1, value);
    }

    /// <summary>The SID of the conversation whose message holds the file; null before there is one.</summary>
    public string? ConversationSid
    {
        get => ModelFields.Get(this, _absent, 2, _conversationSid);
        init => _conversationSid = ModelFields.Set(ref _absent, 2, value);
    }

    /// <summary>The SID of the message that holds the file; null before there is one.</summary>
    public string? MessageSid { get => ModelFields.Get(this, _absent, 3, _messageSid); init => _messageSid = ModelFields.Set(ref _absent, 3, value); }

    /// <summary>The file's media type, such as <c>image/jpeg</c>.</summary>
    public string ContentType { get => ModelFields.Get(this, _absent, 4, _contentType)!; init => _contentType = ModelFields.Set(ref _absent, 4, value); }

    /// <summary>The file's size in bytes.</summary>
    public long Size { get => ModelFields.Get(this, _absent, 5, _size); init => _size = ModelFields.Set(ref _absent, 5, value); }

    /// <summary>The file name; null if there is none.</summary>
    /// <remarks>Personal data: this library puts it in no log, trace or exception message.</remarks>
    public string? Filename { get => ModelFields.Get(this, _absent, 6, _filename); init => _filename = ModelFields.Set(ref _absent, 6, value); }

    /// <summary>The identity that uploaded the file; null if not provided.</summary>
    /// <remarks>Personal data: this library puts it in no log, trace or exception message.</remarks>
    public string? Author { get => ModelFields.Get(this, _absent, 7, _author); init => _author = ModelFields.Set(ref _absent, 7, value); }

    /// <summary>The role of the file in its message: <c>media</c>, <c>body</c> or <c>history</c>; null if not provided.</summary>
    public string? Category { get => ModelFields.Get(this, _absent, 8, _category); init => _category = ModelFields.Set(ref _absent, 8, value); }

    /// <summary>When the file was uploaded; null if not provided.</summary>
    public DateTimeOffset? DateCreated
    {
        get => ModelFields.Get(this, _absent, 9, _dateCreated);
        init => _dateCreated = ModelFields.Set(ref _absent, 9, value);
    }

    /// <summary>When the resource was last updated; null if not provided.</summary>
    public DateTimeOffset? DateUpdated
    {
        get => ModelFields.Get(this, _absent, 10, _dateUpdated);
        init => _dateUpdated = ModelFields.Set(ref _absent, 10, value);
    }

    /// <summary>
    /// A pre-authenticated URL of the content, valid for 300 seconds; null after an upload. Anyone with the URL can read the file.
    /// </summary>
    public string? TemporaryUrl
    {
        get => ModelFields.Get(this, _absent, 11, _links)?.TemporaryUrl is { Length: > 0 } url ? url : null;
        init => _links = ModelFields.Set(ref _absent, 11, new Links { TemporaryUrl = value });
    }

    /// <summary>
    /// Fields of the response that this version of the library does not know, or whose values do not fit, as JSON text by wire name.
    /// </summary>
    public AdditionalFields AdditionalFields { get; init; } = AdditionalFields.None;

    /// <summary>The type's name and two SIDs only: other fields may hold personal data.</summary>
    public override string ToString() => $"MediaInfo {{ Sid = {_sid} ChatServiceSid = {_chatServiceSid} }}";

    Delegate IJsonModel.Reader => ReadFrom;

    ModelFields IJsonModel.Fields() => new(
        Names, _absent, _sid, _chatServiceSid, _conversationSid, _messageSid, _contentType, _size, _filename, _author, _category,
        _dateCreated, _dateUpdated, _links, AdditionalFields);

    private sealed class Links : IJsonModel
    {
        public static readonly JsonRead<Links> ReadFrom = static (ref JsonFields fields) => new(ref fields);

        private static readonly JsonNames LinkNames = new("MediaInfo.links", "-content_direct_temporary");

        private readonly ulong _absent;
        private readonly string? _temporaryUrl;
        private readonly AdditionalFields _additional = AdditionalFields.None;

        public Links()
        {
        }

        private Links(ref JsonFields fields)
        {
            var outer = fields.Begin(LinkNames);
            while (fields.MoveNext())
            {
                if (fields.Index == 0)
                {
                    _temporaryUrl = fields.ReadStringOrNull();
                }
                else
                {
                    fields.Keep();
                }
            }

            _additional = fields.End(outer, out _absent);
        }

        public string? TemporaryUrl { get => ModelFields.Get(this, _absent, 0, _temporaryUrl); init => _temporaryUrl = value; }

        Delegate IJsonModel.Reader => ReadFrom;

        ModelFields IJsonModel.Fields() => new(LinkNames, _absent, _temporaryUrl, _additional);
    }
}
