using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TwilioConversations.AspNetCore;

/// <summary>The reason that a conversation's state changed.</summary>
/// <remarks>
/// Values that the service adds later are kept. Compare with <c>==</c>, which ignores case; read the value with <see cref="ToString"/>. It is text
/// in JSON and configuration.
/// </remarks>
[TypeConverter(typeof(OpenTextConverter<StateChangeReason>))]
[JsonConverter(typeof(OpenTextJsonConverter<StateChangeReason>))]
public readonly record struct StateChangeReason : IParsable<StateChangeReason>
{
    private readonly string? _value;

    /// <summary>Creates a value, also one that this version does not define.</summary>
    /// <param name="value">The value as the service writes it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public StateChangeReason(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The value <c>API</c>: a request changed the state.</summary>
    public static StateChangeReason Api => new("API");

    /// <summary>The value <c>TIMER</c>: one of the conversation's timers ran out.</summary>
    public static StateChangeReason Timer => new("TIMER");

    /// <summary>
    /// The value <c>EVENT</c>: something happened in the conversation, such as a message in an inactive one, or a group that is ready.
    /// </summary>
    public static StateChangeReason Event => new("EVENT");

    /// <summary>Returns the value as the service writes it; empty if uninitialized.</summary>
    public override string ToString() => _value ?? "";

    /// <summary>Compares values case-insensitively.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>true if both are the same value; otherwise, false.</returns>
    public bool Equals(StateChangeReason other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns a hash code that ignores case.</summary>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <summary>Creates a value from its text.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Has no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    public static StateChangeReason Parse(string s, IFormatProvider? provider) => new(s);

    /// <summary>Creates a value from its text.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Has no effect.</param>
    /// <param name="result">The value.</param>
    /// <returns>false if the text is null or empty; otherwise, true.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out StateChangeReason result)
    {
        result = string.IsNullOrEmpty(s) ? default : new(s);
        return !string.IsNullOrEmpty(s);
    }
}
