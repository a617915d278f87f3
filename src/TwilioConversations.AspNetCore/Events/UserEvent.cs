namespace TwilioConversations.AspNetCore;

/// <summary>An event of a user.</summary>
/// <param name="Fields">All fields as they came.</param>
public abstract record UserEvent(IReadOnlyDictionary<string, string> Fields) : WebhookEvent(Fields)
{
    /// <summary>The user, US and 32 hexadecimal digits.</summary>
    public string? UserSid => this["UserSid"];

    /// <summary>The user's identity.</summary>
    public string? Identity => this["Identity"];

    /// <summary>The user's role, RL and 32 hexadecimal digits.</summary>
    public string? RoleSid => this["RoleSid"];

    /// <summary>The user's name for people; null if there is none.</summary>
    public string? FriendlyName => this["FriendlyName"];

    /// <summary>The user's attributes, JSON text.</summary>
    public string? Attributes => this["Attributes"];

    /// <summary>When the user was created, in UTC; null if the service does not say.</summary>
    public DateTimeOffset? DateCreated => Date("DateCreated");

    /// <summary>When the user was last changed, in UTC; null if the service does not say.</summary>
    public DateTimeOffset? DateUpdated => Date("DateUpdated");
}

/// <summary>A user was created: <c>onUserAdded</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record UserAdded(IReadOnlyDictionary<string, string> Fields) : UserEvent(Fields);

/// <summary>A user is about to be changed: <c>onUserUpdate</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record UserUpdate(IReadOnlyDictionary<string, string> Fields) : UserEvent(Fields);

/// <summary>A user was changed: <c>onUserUpdated</c>.</summary>
/// <param name="Fields">All fields as they came.</param>
public sealed record UserUpdated(IReadOnlyDictionary<string, string> Fields) : UserEvent(Fields)
{
    /// <summary>Whether the user is connected; null if the service does not say.</summary>
    public bool? IsOnline => Flag("isOnline");

    /// <summary>Whether the user can be reached by push notifications; null if the service does not say.</summary>
    public bool? IsNotifiable => Flag("isNotifiable");
}
