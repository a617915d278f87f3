using System.Globalization;

namespace TwilioConversations.AspNetCore;

/// <summary>What a webhook reports.</summary>
/// <param name="Fields">
/// All fields as they came, by their names, such as <c>Body</c> or <c>MessagingBinding.Address</c>, also those without a property here.
/// </param>
/// <remarks>Equal to another event of its type with the same fields. Fields hold personal data, so <see cref="ToString"/> shows the type only.</remarks>
public abstract record WebhookEvent(IReadOnlyDictionary<string, string> Fields)
{
    private static readonly Dictionary<string, Func<IReadOnlyDictionary<string, string>, WebhookEvent>> Types = new(StringComparer.Ordinal)
    {
        ["onConversationAdd"] = fields => new ConversationAdd(fields),
        ["onConversationAdded"] = fields => new ConversationAdded(fields),
        ["onConversationUpdate"] = fields => new ConversationUpdate(fields),
        ["onConversationUpdated"] = fields => new ConversationUpdated(fields),
        ["onConversationRemove"] = fields => new ConversationRemove(fields),
        ["onConversationRemoved"] = fields => new ConversationRemoved(fields),
        ["onConversationStateUpdated"] = fields => new ConversationStateUpdated(fields),
        ["onMessageAdd"] = fields => new MessageAdd(fields),
        ["onMessageAdded"] = fields => new MessageAdded(fields),
        ["onMessageUpdate"] = fields => new MessageUpdate(fields),
        ["onMessageUpdated"] = fields => new MessageUpdated(fields),
        ["onMessageRemove"] = fields => new MessageRemove(fields),
        ["onMessageRemoved"] = fields => new MessageRemoved(fields),
        ["onParticipantAdd"] = fields => new ParticipantAdd(fields),
        ["onParticipantAdded"] = fields => new ParticipantAdded(fields),
        ["onParticipantUpdate"] = fields => new ParticipantUpdate(fields),
        ["onParticipantUpdated"] = fields => new ParticipantUpdated(fields),
        ["onParticipantRemove"] = fields => new ParticipantRemove(fields),
        ["onParticipantRemoved"] = fields => new ParticipantRemoved(fields),
        ["onDeliveryUpdated"] = fields => new DeliveryUpdated(fields),
        ["onUserAdded"] = fields => new UserAdded(fields),
        ["onUserUpdate"] = fields => new UserUpdate(fields),
        ["onUserUpdated"] = fields => new UserUpdated(fields),
    };

    /// <summary>What happened or is about to, such as <c>onMessageAdded</c>; empty if the service does not say.</summary>
    public string EventType => this["EventType"] ?? "";

    /// <summary>The account, AC and 32 hexadecimal digits.</summary>
    public string? AccountSid => this["AccountSid"];

    /// <summary>The conversation service, IS and 32 hexadecimal digits; null if the service does not say.</summary>
    public string? ChatServiceSid => this["ChatServiceSid"];

    /// <summary>Where the action came from: <c>SDK</c>, <c>API</c>, or a channel such as <c>SMS</c>.</summary>
    public string? Source => this["Source"];

    /// <summary>The identity of the user who acted; only for an action from an SDK.</summary>
    public string? ClientIdentity => this["ClientIdentity"];

    /// <summary>How many attempts to send this event came before; zero if the service does not say.</summary>
    public int RetryCount => Number("RetryCount") ?? 0;

    /// <summary>A field as it came; null if it is missing.</summary>
    /// <param name="field">Its name, such as <c>Body</c>.</param>
    public string? this[string field] => Fields.GetValueOrDefault(field);

    /// <summary>Whether both are of one type and have the same fields.</summary>
    public virtual bool Equals(WebhookEvent? other) => other is not null && EqualityContract == other.EqualityContract
        && Fields.Count == other.Fields.Count && Fields.All(field => other.Fields.TryGetValue(field.Key, out var value) && value == field.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Keys.Aggregate(EqualityContract.GetHashCode(), (hash, name) => hash ^ StringComparer.Ordinal.GetHashCode(name));

    /// <summary>The type of the event, and no personal data.</summary>
    public sealed override string ToString() => GetType().Name;

    internal static WebhookEvent Of(IReadOnlyDictionary<string, string> fields) =>
        Types.TryGetValue(fields.GetValueOrDefault("EventType", ""), out var create) ? create(fields) : new UnknownEvent(fields);

    private protected int? Number(string field) => int.TryParse(this[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private protected DateTimeOffset? Date(string field) =>
        DateTimeOffset.TryParse(this[field], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;

    private protected bool? Flag(string field) => bool.TryParse(this[field], out var flag) ? flag : null;
}
