using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>The path of a collection: in the account's default service or a chat service, below the resource that owns it, if any.</summary>
internal sealed class ResourcePath
{
    private const string Version = "/v1";

    private readonly int _originLength;

    private ResourcePath(string address, int originLength, bool isChatService, string? id = null)
    {
        Id = id;
        Address = address;
        _originLength = originLength;
        IsChatService = isChatService;
    }

    /// <summary>The absolute address, escaped, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>The identifier by which the caller named the resource; null above all resources.</summary>
    public string? Id { get; }

    /// <summary>True if a chat service was named, rather than the account's default service.</summary>
    public bool IsChatService { get; }

    /// <summary>The path of a mock, to which nothing is sent.</summary>
    public static ResourcePath None { get; } = Root("");

    /// <summary>The account's default service.</summary>
    public static ResourcePath Root(string origin) => new(origin + Version, origin.Length, isChatService: false);

    /// <summary>A chat service of the account.</summary>
    public ResourcePath ChatService(string chatServiceSid)
    {
        var path = new RequestPath(0, 0, this);
        path.AppendLiteral("/Services/");
        path.AppendFormatted(chatServiceSid, "IS");
        return new(path.Complete(), _originLength, isChatService: true);
    }

    /// <summary>The files of this chat service, which are at an origin of their own.</summary>
    public ResourcePath Media(string origin)
    {
        var address = $"{origin}{Address[_originLength..]}/Media";
        return new(address, origin.Length, IsChatService);
    }

    /// <summary>A resource below this one, which the caller named <paramref name="id"/>.</summary>
    public ResourcePath Append([InterpolatedStringHandlerArgument("")] RequestPath path, string id) => new(path.Complete(), _originLength, IsChatService, id);

    /// <summary>
    /// The address of the conversation in an address below this one, also if a user leads to it; null if there is none.
    /// </summary>
    public string? ConversationIn(string address)
    {
        // Collections and keys alternate, so that a user named Conversations is taken for a user.
        var service = _originLength + Version.Length;
        for (var (start, end) = (service, service); start < address.Length; start = end)
        {
            var key = address.IndexOf('/', start + 1);
            if (key < 0)
            {
                return null;
            }

            var next = address.IndexOf('/', key + 1);
            end = next < 0 ? address.Length : next;
            switch (address[start..key])
            {
                case "/Services":
                    service = end;
                    break;
                case "/Conversations":
                    return address[..service] + address[start..end];
            }
        }

        return null;
    }
}
