namespace TwilioConversations.Testing;

/// <summary>A request that the emulator received.</summary>
/// <param name="Operation">The operation's name in the OpenAPI document, such as <c>CreateConversationParticipant</c>; empty if no operation has this address and method.</param>
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
    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>Path and query as sent, escaped.</summary>
    public string Target { get; init; } = "";

    /// <summary>The parameters of the path by their names in the OpenAPI document, such as <c>MessageSid</c>, unescaped.</summary>
    public IReadOnlyDictionary<string, string> PathParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The fields of the query, unescaped; the last value of a repeated field.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The fields of the form, unescaped; the last value of a repeated field.</summary>
    public IReadOnlyDictionary<string, string> Form { get; init; } = new Dictionary<string, string>();

    /// <summary>The headers by case-insensitive name, without <c>Authorization</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
