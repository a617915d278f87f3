using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>An event of a type that this version of the library does not define.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record UnknownEvent(IReadOnlyDictionary<string, StringValues> Fields) : WebhookEvent(Fields);
