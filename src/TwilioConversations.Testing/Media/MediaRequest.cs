namespace TwilioConversations.Testing;

/// <summary>A request to the media service, which has no OpenAPI document.</summary>
internal sealed record MediaRequest(string Operation, string? ServiceSid, string Id)
{
    /// <summary>True if the request needs credentials; a temporary address is its own permission.</summary>
    public bool NeedsCredentials => ServiceSid is not null;

    public static IReadOnlyList<string> Operations { get; } = ["UploadMedia", "FetchMedia", "DeleteMedia", "DownloadMedia"];

    /// <summary>The request to the media service; null if its path or method is for something else.</summary>
    public static MediaRequest? Of(string method, string[] path) => (method, path) switch
    {
        ("POST", ["", "v1", "Services", var service, "Media"]) => new("UploadMedia", service, ""),
        ("GET", ["", "v1", "Services", var service, "Media", var sid]) => new("FetchMedia", service, sid),
        ("DELETE", ["", "v1", "Services", var service, "Media", var sid]) => new("DeleteMedia", service, sid),
        ("GET", ["", "media", var token]) => new("DownloadMedia", null, token),
        _ => null,
    };
}
