using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>Where a collection lives: the account's default service or a chat service, and the resource that owns the collection, if any.</summary>
internal sealed class ResourcePath
{
    private readonly int _originLength;
    private readonly string? _outermost;

    private ResourcePath(string address, int originLength, bool isChatService, string? outermost, string? id = null)
    {
        Id = id;
        Address = address;
        _originLength = originLength;
        IsChatService = isChatService;
        _outermost = outermost;
    }

    /// <summary>The absolute address, escaped, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>The identifier by which the caller named the resource; null above all resources.</summary>
    public string? Id { get; }

    /// <summary>Whether a chat service was named, rather than the account's default service.</summary>
    public bool IsChatService { get; }

    /// <summary>The account's default service.</summary>
    public static ResourcePath Root(string origin) => new(origin + "/v1", origin.Length, isChatService: false, null);

    /// <summary>A chat service of the account.</summary>
    public ResourcePath ChatService(string chatServiceSid)
    {
        var path = new RequestPath(0, 0, this);
        path.AppendLiteral("/Services/");
        path.AppendFormatted(chatServiceSid, "IS");
        return new(path.Complete(), _originLength, isChatService: true, null);
    }

    /// <summary>The files of this chat service, which are at an origin of their own.</summary>
    public ResourcePath Media(string origin)
    {
        var address = $"{origin}{Address[_originLength..]}/Media";
        return new(address, origin.Length, IsChatService, address);
    }

    /// <summary>A resource below this one, which the caller named <paramref name="id"/>.</summary>
    public ResourcePath Append([InterpolatedStringHandlerArgument("")] RequestPath path, string id)
    {
        var address = path.Complete();
        return new(address, _originLength, IsChatService, _outermost ?? address, id);
    }

    /// <summary>
    /// The path of the outermost resource, such as the conversation, by which rate limits are kept; for a request above all resources, its own.
    /// </summary>
    public string PartitionOf(string requestAddress) => (_outermost ?? requestAddress)[_originLength..];
}
