using System.Text;

namespace TwilioConversations.Testing;

/// <summary>A response before it is sent.</summary>
internal sealed record ApiResponse(int Status, ReadOnlyMemory<byte>? Body = null, string ContentType = ApiResponse.Json)
{
    public const string Json = "application/json; charset=utf-8";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static ApiResponse OfText(int status, string body, string contentType = Json) => new(status, Encoding.UTF8.GetBytes(body), contentType);
}
