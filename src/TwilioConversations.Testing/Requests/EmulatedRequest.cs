using System.Text;
using Newtonsoft.Json;

namespace TwilioConversations.Testing;

/// <summary>A request that the emulator received.</summary>
/// <param name="Operation">
/// The operation's name in the OpenAPI document, such as <c>CreateConversationParticipant</c>, or <c>UploadMedia</c>, <c>FetchMedia</c> or
/// <c>DownloadMedia</c>; empty if no operation has this address and method.
/// </param>
/// <param name="ServiceSid">The service in its path; null for the default one.</param>
/// <param name="Conversation">The SID or unique name of the conversation in its path; empty if there is none.</param>
/// <param name="Participant">The SID or identity in its path; null if there is none.</param>
/// <example>
/// <code>
/// Assert.That(service.Requests.Single(request => request.Operation == "CreateConversationParticipant").Form["Identity"], Is.EqualTo("alice"));
/// </code>
/// </example>
public sealed record EmulatedRequest(string Operation, string? ServiceSid, string Conversation, string? Participant)
{
    private const int ShownResponse = 4096;

    // Most requests have no such fields, and the log holds thousands of requests.
    private static readonly Dictionary<string, IReadOnlyList<string>> NoFields = [];

    /// <summary>The number of the request, from 1 since the emulator started or was reset.</summary>
    public long Number { get; init; }

    /// <summary>When the request was received, by the emulator's clock.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>Path and query as sent, escaped.</summary>
    public string Target { get; init; } = "";

    /// <summary>The parameters of the path by their names in the OpenAPI document, such as <c>MessageSid</c>, unescaped.</summary>
    public IReadOnlyDictionary<string, string> PathParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The fields of the query, unescaped; the last value of a repeated field.</summary>
    public IReadOnlyDictionary<string, string> Query => QueryValues.ToDictionary(entry => entry.Key, entry => entry.Value[^1]);

    /// <summary>The fields of the query, each with all its values in order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> QueryValues { get; init; } = NoFields;

    /// <summary>The fields of the form, unescaped; the last value of a repeated field.</summary>
    public IReadOnlyDictionary<string, string> Form => FormValues.ToDictionary(entry => entry.Key, entry => entry.Value[^1]);

    /// <summary>The fields of the form, each with all its values in order, such as those of <c>Filters</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> FormValues { get; init; } = NoFields;

    /// <summary>The headers by case-insensitive name, without <c>Authorization</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The HTTP status of the response; null while the request is processed, and if no response was sent.</summary>
    public int? Status { get; internal set; }

    /// <summary>The beginning of the response's body, at most 4,096 bytes; null if there is none.</summary>
    public string? ResponseBody => Response is { } body ? Encoding.UTF8.GetString(body[..Math.Min(body.Length, ShownResponse)].Span) : null;

    /// <summary>The ID of the fault that was applied to the request; null for none.</summary>
    public string? FaultId { get; internal set; }

    /// <summary>The kept part of the body, which may be shared with the store.</summary>
    [JsonIgnore]
    internal ReadOnlyMemory<byte>? Response { get; private set; }

    /// <summary>The characters that the entry holds, by which the log is bounded.</summary>
    [JsonIgnore]
    internal long Size =>
        Target.Length + FormValues.Sum(entry => entry.Key.Length + entry.Value.Sum(value => (long)value.Length))
        + Headers.Sum(header => header.Value.Length);

    internal void Complete(ApiResponse response)
    {
        Status = response.Status;
        // A list is too large to be kept whole.
        Response = response.Body is { Length: > ShownResponse } body ? body[..ShownResponse].ToArray() : response.Body;
    }
}
