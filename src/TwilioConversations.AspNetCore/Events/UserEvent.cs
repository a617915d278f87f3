using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>An event of a user.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public abstract record UserEvent(IReadOnlyDictionary<string, StringValues> Fields) : WebhookEvent(Fields)
{
    /// <summary>The user, US and 32 hexadecimal digits.</summary>
    public string? UserSid => this["UserSid"];

    /// <summary>The user's identity.</summary>
    public string? Identity => this["Identity"];

    /// <summary>The user's role, RL and 32 hexadecimal digits.</summary>
    public string? RoleSid => this["RoleSid"];

    /// <summary>The user's friendly name; null if there is none.</summary>
    public string? FriendlyName => this["FriendlyName"];

    /// <summary>The user's attributes, as JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>When the user was created, in UTC; null if not provided.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When the user was last changed, in UTC; null if not provided.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>A user was created: <c>onUserAdded</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record UserAdded(IReadOnlyDictionary<string, StringValues> Fields) : UserEvent(Fields);

/// <summary>A user is about to be changed: <c>onUserUpdate</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record UserUpdating(IReadOnlyDictionary<string, StringValues> Fields) : UserEvent(Fields);

/// <summary>A user was changed: <c>onUserUpdated</c>.</summary>
/// <param name="Fields">All fields as received.</param>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public sealed record UserUpdated(IReadOnlyDictionary<string, StringValues> Fields) : UserEvent(Fields)
{
    /// <summary>true if the user is connected; false if not; null if not provided.</summary>
    public bool? IsOnline => Flag("isOnline");

    /// <summary>true if push notifications reach the user; false if not; null if not provided.</summary>
    public bool? IsNotifiable => Flag("isNotifiable");
}
