using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TwilioConversations.AspNetCore;

/// <summary>The origin of the action that an event reports: an SDK, the REST API, or a channel.</summary>
/// <remarks>
/// Values that the service adds later are kept. Compare with <c>==</c>, which ignores case; read the value with <see cref="ToString"/>. It is text
/// in JSON and configuration.
/// </remarks>
[TypeConverter(typeof(OpenTextConverter<WebhookSource>))]
[JsonConverter(typeof(OpenTextJsonConverter<WebhookSource>))]
public readonly record struct WebhookSource : IParsable<WebhookSource>
{
    private readonly string? _value;

    /// <summary>Creates a value, also one that this version does not define.</summary>
    /// <param name="value">The value as the service writes it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public WebhookSource(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The value <c>SDK</c>: a client such as a browser or a phone.</summary>
    public static WebhookSource Sdk => new("SDK");

    /// <summary>The value <c>API</c>: the REST API.</summary>
    public static WebhookSource Api => new("API");

    /// <summary>The value <c>SMS</c>: a text message, a group MMS included.</summary>
    public static WebhookSource Sms => new("SMS");

    /// <summary>The value <c>WHATSAPP</c>.</summary>
    public static WebhookSource WhatsApp => new("WHATSAPP");

    /// <summary>Returns the value as the service writes it; empty if uninitialized.</summary>
    public override string ToString() => _value ?? "";

    /// <summary>Compares values case-insensitively.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>true if both are the same value; otherwise, false.</returns>
    public bool Equals(WebhookSource other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns a hash code that ignores case.</summary>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <summary>Creates a value from its text.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Has no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is null.</exception>
    public static WebhookSource Parse(string s, IFormatProvider? provider) => new(s);

    /// <summary>Creates a value from its text.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Has no effect.</param>
    /// <param name="result">The value.</param>
    /// <returns>false if the text is null or empty; otherwise, true.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out WebhookSource result)
    {
        result = string.IsNullOrEmpty(s) ? default : new(s);
        return !string.IsNullOrEmpty(s);
    }
}
