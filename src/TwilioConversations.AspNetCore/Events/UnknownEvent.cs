namespace TwilioConversations.AspNetCore;

/// <summary>An event of a type that this version of the library does not know.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record UnknownEvent(IReadOnlyDictionary<string, string> Fields) : WebhookEvent(Fields);
