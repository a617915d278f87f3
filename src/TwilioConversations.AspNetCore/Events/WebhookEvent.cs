using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>An event that a webhook reports.</summary>
/// <param name="Fields">
/// All fields as received, by name, such as <c>Body</c> or <c>MessagingBinding.Address</c>, including those without a property. A field that is
/// repeated has several values.
/// </param>
/// <remarks>
/// Equal to another event of its type with the same fields. Fields contain personal data, so <see cref="ToString"/> returns the type only. In a test,
/// create an event from the fields that your handler reads.
/// </remarks>
[JsonConverter(typeof(WebhookEventJsonConverter))]
[Newtonsoft.Json.JsonConverter(typeof(WebhookEventNewtonsoftConverter))]
public abstract record WebhookEvent(IReadOnlyDictionary<string, StringValues> Fields)
{
    private static readonly Dictionary<string, Func<IReadOnlyDictionary<string, StringValues>, WebhookEvent>> Types = new(StringComparer.Ordinal)
    {
        ["onConversationAdd"] = fields => new ConversationAdding(fields),
        ["onConversationAdded"] = fields => new ConversationAdded(fields),
        ["onConversationUpdate"] = fields => new ConversationUpdating(fields),
        ["onConversationUpdated"] = fields => new ConversationUpdated(fields),
        ["onConversationRemove"] = fields => new ConversationRemoving(fields),
        ["onConversationRemoved"] = fields => new ConversationRemoved(fields),
        ["onConversationStateUpdated"] = fields => new ConversationStateUpdated(fields),
        ["onMessageAdd"] = fields => new MessageAdding(fields),
        ["onMessageAdded"] = fields => new MessageAdded(fields),
        ["onMessageUpdate"] = fields => new MessageUpdating(fields),
        ["onMessageUpdated"] = fields => new MessageUpdated(fields),
        ["onMessageRemove"] = fields => new MessageRemoving(fields),
        ["onMessageRemoved"] = fields => new MessageRemoved(fields),
        ["onParticipantAdd"] = fields => new ParticipantAdding(fields),
        ["onParticipantAdded"] = fields => new ParticipantAdded(fields),
        ["onParticipantUpdate"] = fields => new ParticipantUpdating(fields),
        ["onParticipantUpdated"] = fields => new ParticipantUpdated(fields),
        ["onParticipantRemove"] = fields => new ParticipantRemoving(fields),
        ["onParticipantRemoved"] = fields => new ParticipantRemoved(fields),
        ["onDeliveryUpdated"] = fields => new DeliveryUpdated(fields),
        ["onUserAdded"] = fields => new UserAdded(fields),
        ["onUserUpdate"] = fields => new UserUpdating(fields),
        ["onUserUpdated"] = fields => new UserUpdated(fields),
    };

    /// <summary>The event type, such as <c>onMessageAdded</c>; empty if not provided.</summary>
    public string EventType => this["EventType"] ?? "";

    /// <summary>The account, AC and 32 hexadecimal digits.</summary>
    public string? AccountSid => this["AccountSid"];

    /// <summary>The conversation service, IS and 32 hexadecimal digits; null if not provided.</summary>
    public string? ChatServiceSid => this["ChatServiceSid"];

    /// <summary>The origin of the action; null if not provided.</summary>
    public WebhookSource? Source => this["Source"] is { } source ? new(source) : null;

    /// <summary>The identity of the user who acted; null unless the action came from an SDK.</summary>
    public string? ClientIdentity => this["ClientIdentity"];

    /// <summary>The number of earlier delivery attempts; 0 if unknown.</summary>
    public int RetryCount => Number("RetryCount") ?? 0;

    /// <summary>The first value of a field as received; null if the field is missing.</summary>
    /// <param name="field">The field's name, such as <c>Body</c>.</param>
    public string? this[string field] => Fields.GetValueOrDefault(field) is [var first, ..] ? first : null;

    /// <summary>Compares the types and the fields.</summary>
    /// <param name="other">The other event.</param>
    /// <returns>true if both have the same type and the same fields; otherwise, false.</returns>
    public virtual bool Equals(WebhookEvent? other) => other is not null && EqualityContract == other.EqualityContract
        && Fields.Count == other.Fields.Count && Fields.All(field => other.Fields.TryGetValue(field.Key, out var value) && value == field.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Keys.Aggregate(EqualityContract.GetHashCode(), (hash, name) => hash ^ StringComparer.Ordinal.GetHashCode(name));

    /// <summary>Returns the type of the event, without personal data.</summary>
    public sealed override string ToString() => GetType().Name;

    internal static WebhookEvent Of(IReadOnlyDictionary<string, StringValues> fields) =>
        Types.TryGetValue(fields.GetValueOrDefault("EventType") is [{ } type, ..] ? type : "", out var create) ? create(fields) : new UnknownEvent(fields);

    private protected int? Number(string field) =>
        int.TryParse(this[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private protected DateTimeOffset? Date(string field) =>
        DateTimeOffset.TryParse(this[field], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;

    private protected bool? Flag(string field) => bool.TryParse(this[field], out var flag) ? flag : null;
}
