namespace TwilioConversations;

/// <summary>Which participant of a conversation: by SID or by identity.</summary>
/// <remarks>
/// A text converts by its shape: MB and 32 hexadecimal digits is a SID, anything else an identity. Since an identity may be any text,
/// also one that looks like a SID, <see cref="Identity"/> says it outright. A <see cref="Participant"/> converts to its SID.
/// </remarks>
/// <example>
/// <code>
/// await participants.FetchAsync("MB00000000000000000000000000000001");   // by SID
/// await participants.FetchAsync("alice");                                // by identity
/// await participants.FetchAsync(ParticipantKey.Identity(userName));      // by identity, whatever it looks like
/// </code>
/// </example>
public sealed class ParticipantKey : IEquatable<ParticipantKey>
{
    private const string SidPrefix = "MB";

    private ParticipantKey(string value, bool isSid)
    {
        Value = value;
        IsSid = isSid;
    }

    /// <summary>Whether this is a SID, rather than an identity.</summary>
    public bool IsSid { get; }

    /// <summary>The SID or the identity. An identity is personal data.</summary>
    public string Value { get; }

    /// <summary>The key of a SID.</summary>
    /// <param name="sid">The participant's SID, MB and 32 hexadecimal digits.</param>
    /// <exception cref="ArgumentException"><paramref name="sid"/> is null or of another shape.</exception>
    public static ParticipantKey Sid(string sid) => new(TwilioConversations.Sid.Checked(sid, SidPrefix, nameof(sid)), isSid: true);

    /// <summary>The key of an identity, whatever it looks like.</summary>
    /// <param name="identity">The participant's identity, 1 to 256 characters.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="identity"/> is null, empty, longer, not valid Unicode, contains U+0000, or is <c>.</c> or <c>..</c>, which would
    /// reach another resource.
    /// </exception>
    public static ParticipantKey Identity(string identity)
    {
        RequestPath.Check(identity, nameof(identity));
        return new(identity, isSid: false);
    }

    /// <summary>The key that a text stands for by its shape: a SID, or else an identity.</summary>
    /// <param name="sidOrIdentity">A SID or an identity.</param>
    /// <exception cref="ArgumentException"><paramref name="sidOrIdentity"/> is neither; see <see cref="Identity"/> for the rules.</exception>
    public static ParticipantKey FromString(string sidOrIdentity)
    {
        RequestPath.Check(sidOrIdentity, nameof(sidOrIdentity));
        return new(sidOrIdentity, TwilioConversations.Sid.Matches(sidOrIdentity, SidPrefix));
    }

    /// <summary>The key of a participant: its SID.</summary>
    /// <param name="participant">A participant as the service answered it.</param>
    /// <exception cref="ArgumentException"><paramref name="participant"/> is null or has no SID.</exception>
    public static ParticipantKey FromParticipant(Participant participant) =>
        new(TwilioConversations.Sid.Checked((participant ?? throw new ArgumentNullException(nameof(participant))).Sid, SidPrefix, nameof(participant)), isSid: true);

    /// <summary>The key that a text stands for by its shape.</summary>
    /// <param name="sidOrIdentity">A SID or an identity.</param>
    /// <exception cref="ArgumentException"><paramref name="sidOrIdentity"/> is neither; see <see cref="Identity"/> for the rules.</exception>
    public static implicit operator ParticipantKey(string sidOrIdentity) => FromString(sidOrIdentity);

    /// <summary>The key of a participant: its SID.</summary>
    /// <param name="participant">A participant as the service answered it.</param>
    /// <exception cref="ArgumentException"><paramref name="participant"/> is null or has no SID.</exception>
    public static implicit operator ParticipantKey(Participant participant) => FromParticipant(participant);

    /// <inheritdoc/>
    public bool Equals(ParticipantKey? other) => other is not null && other.IsSid == IsSid && other.Value == Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ParticipantKey);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <summary>The SID; of an identity only that it is one, since it is personal data.</summary>
    public override string ToString() => IsSid ? Value : "an identity";

    /// <summary>Whether a participant is the one that the key means: an identity may look like a SID, and the service takes either.</summary>
    internal bool Means(Participant participant) => IsSid
        ? string.Equals(participant.Sid, Value, StringComparison.OrdinalIgnoreCase)
        : participant.Identity == Value;
}
