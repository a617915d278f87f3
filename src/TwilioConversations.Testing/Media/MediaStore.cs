using System.Net.Http.Headers;
using System.Security.Cryptography;
using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The files of messages, as the media service keeps them. Its callers take turns.</summary>
internal sealed class MediaStore(Func<DateTimeOffset> now)
{
    public const int MaximumFile = 150 * 1024 * 1024;

    private const long MaximumTotal = 1024L * 1024 * 1024;

    // A file that somebody uploaded must not run as a page of the emulator.
    private static readonly (string Name, string Value)[] DownloadHeaders =
        [("Content-Security-Policy", "default-src 'none'; sandbox"), ("X-Content-Type-Options", "nosniff")];

    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Temporary = TimeSpan.FromSeconds(300);

    private readonly Dictionary<string, MediaFile> _files = [];
    private readonly Dictionary<string, (string Sid, DateTimeOffset Ends)> _tokens = [];
    private long _total;

    /// <exception cref="ApiFault">There is no such service or file, or the upload is rejected.</exception>
    public ApiResponse Respond(ReceivedRequest received, ResourceStore store)
    {
        var request = received.Media!;
        RemoveExpired();
        if (request.Operation == "DownloadMedia")
        {
            return _tokens.TryGetValue(request.Id, out var token) && _files.TryGetValue(token.Sid, out var file)
                ? new ApiResponse(200, file.Content, file.ContentType) { Headers = DownloadHeaders }
                : throw ApiFault.NotFound(received.Content.Target);
        }

        if (store.Service(request.ServiceSid!) is null)
        {
            throw ApiFault.NotFound($"/Services/{request.ServiceSid}");
        }

        if (request.Operation == "UploadMedia")
        {
            return Upload(received, store.AccountSid);
        }

        var found = _files.GetValueOrDefault(request.Id) is { } stored && stored.ServiceSid == request.ServiceSid ? stored
            : throw ApiFault.NotFound($"/Services/{request.ServiceSid}/Media/{request.Id}");
        if (request.Operation == "DeleteMedia")
        {
            Remove(found.Sid);
            return new ApiResponse(204);
        }

        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _tokens[key] = (found.Sid, now() + Temporary);
        return ApiResponse.OfText(200, Json(found, store.AccountSid, $"{received.Origin}/media/{key}"));
    }

    /// <summary>Attaches a file to a new message.</summary>
    /// <returns>The file as the message shows it.</returns>
    /// <exception cref="ApiFault">There is no such file, or another message has it.</exception>
    public JObject Show(string sid)
    {
        RemoveExpired();
        var file = _files.GetValueOrDefault(sid);
        RejectIf(file is null, 50507, "Media not found");
        RejectIf(file!.MessageSid is not null, 50508, "Media was sent with another message already");
        return new JObject { ["sid"] = sid, ["content_type"] = file.ContentType, ["filename"] = file.Filename, ["size"] = file.Content.Length };
    }

    public void Attach(string sid, Resource message)
    {
        if (_files.TryGetValue(sid, out var file))
        {
            _files[sid] = file with { ConversationSid = message.Parent!.Sid, MessageSid = message.Sid, Author = (string?)message.Fields["author"] };
        }
    }

    public void Add(MediaFile file)
    {
        RejectIf(_total + file.Content.Length > MaximumTotal, 50512, "The emulator keeps files of at most 1 GiB in all");
        _files.Add(file.Sid, file);
        _total += file.Content.Length;
    }

    public void Clear()
    {
        _files.Clear();
        _tokens.Clear();
        _total = 0;
    }

    public JArray Write() => new(_files.Values.Select(file => JObject.FromObject(file)));

    public void Read(JArray? files)
    {
        Clear();
        foreach (var file in files?.Select(file => file.ToObject<MediaFile>()!) ?? [])
        {
            Add(file);
        }
    }

    private ApiResponse Upload(ReceivedRequest received, string accountSid)
    {
        var type = received.Content.Headers.GetValueOrDefault("Content-Type");
        RejectIf(!MediaTypeHeaderValue.TryParse(type, out _), 50511, "Content-Type must be a media type");
        RejectIf(received.Body.Length == 0, ApiFault.InvalidCode, "The file is empty");
        var file = new MediaFile(
            $"ME{Guid.NewGuid():N}", received.Media!.ServiceSid!, type!, received.Content.Query.GetValueOrDefault("Filename"), now(), received.Body);
        Add(file);
        return ApiResponse.OfText(201, Json(file, accountSid, temporary: null));
    }

    private static string Json(MediaFile file, string accountSid, string? temporary)
    {
        var url = $"/v1/Services/{file.ServiceSid}/Media/{file.Sid}";
        return new JObject
        {
            ["sid"] = file.Sid,
            ["account_sid"] = accountSid,
            ["service_sid"] = file.ServiceSid,
            ["channel_sid"] = file.ConversationSid,
            ["message_sid"] = file.MessageSid,
            ["content_type"] = file.ContentType,
            ["size"] = file.Content.Length,
            ["filename"] = file.Filename,
            ["author"] = file.Author,
            ["category"] = "media",
            ["date_created"] = FieldRule.ToText(file.Created),
            ["date_updated"] = FieldRule.ToText(file.Created),
            ["url"] = url,
            ["links"] = new JObject { ["content"] = $"{url}/Content", ["content_direct_temporary"] = temporary },
        }.ToString(Newtonsoft.Json.Formatting.None);
    }

    private void RemoveExpired()
    {
        var time = now();
        foreach (var token in _tokens.Where(token => token.Value.Ends <= time).Select(token => token.Key).ToList())
        {
            _tokens.Remove(token);
        }

        foreach (var sid in _files.Values.Where(file => file.MessageSid is null && file.Created + Unused <= time).Select(file => file.Sid).ToList())
        {
            Remove(sid);
        }
    }

    private void Remove(string sid)
    {
        if (_files.Remove(sid, out var file))
        {
            _total -= file.Content.Length;
        }
    }
}
