using System.Diagnostics;
using System.Text;

namespace TwilioConversations;

/// <summary>Credentials: an account SID with its auth token, or an API key with its secret.</summary>
/// <remarks>Printed, it shows its SID and never its secret. Serializing it as JSON throws a <see cref="NotSupportedException"/>.</remarks>
/// <example>
/// <code>
/// using var twilio = new ConversationsClient(new() { Credentials = TwilioCredentials.FromApiKey("SK…", secret) });
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
[System.Text.Json.Serialization.JsonConverter(typeof(NeverJsonConverter))]
[Newtonsoft.Json.JsonConverter(typeof(NeverNewtonsoftConverter))]
public sealed class TwilioCredentials
{
    private readonly string _sid;

    private TwilioCredentials(string sid, string secret)
    {
        _sid = sid;
        AuthorizationHeader = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sid}:{secret}"));
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string AuthorizationHeader { get; }

    /// <summary>Credentials of an account.</summary>
    /// <param name="accountSid">The account's SID, AC and 32 hexadecimal digits.</param>
    /// <param name="authToken">The account's auth token.</param>
    /// <exception cref="ArgumentException">The SID is of another shape, or the token is empty or white space.</exception>
    public static TwilioCredentials FromAuthToken(string accountSid, string authToken) =>
        new(Sid.Checked(accountSid, "AC", nameof(accountSid)), Secret(authToken, nameof(authToken)));

    /// <summary>Credentials of an API key, which can be revoked by itself; better than an auth token for anything that is deployed.</summary>
    /// <param name="apiKeySid">The key's SID, SK and 32 hexadecimal digits.</param>
    /// <param name="apiKeySecret">The key's secret.</param>
    /// <exception cref="ArgumentException">The SID is of another shape, or the secret is empty or white space.</exception>
    public static TwilioCredentials FromApiKey(string apiKeySid, string apiKeySecret) =>
        new(Sid.Checked(apiKeySid, "SK", nameof(apiKeySid)), Secret(apiKeySecret, nameof(apiKeySecret)));

    /// <summary>Reads TWILIO_API_KEY and TWILIO_API_SECRET, or else TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.</summary>
    /// <exception cref="InvalidOperationException">Neither pair is complete.</exception>
    /// <exception cref="ArgumentException">A variable is not a SID of the right kind, or is white space. The exception names the variable.</exception>
    public static TwilioCredentials FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    internal static TwilioCredentials FromEnvironment(Func<string, string?> variable)
    {
        if (Value("TWILIO_API_KEY") is { } key && Value("TWILIO_API_SECRET") is { } secret)
        {
            return new(Sid.Checked(key, "SK", "TWILIO_API_KEY"), Secret(secret, "TWILIO_API_SECRET"));
        }

        if (Value("TWILIO_ACCOUNT_SID") is { } account && Value("TWILIO_AUTH_TOKEN") is { } token)
        {
            return new(Sid.Checked(account, "AC", "TWILIO_ACCOUNT_SID"), Secret(token, "TWILIO_AUTH_TOKEN"));
        }

        throw new InvalidOperationException(
            "No Twilio credentials in the environment: set TWILIO_API_KEY and TWILIO_API_SECRET, or TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.");

        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The SID alone.</summary>
    public override string ToString() => _sid;

    private static string Secret(string secret, string argument) =>
        string.IsNullOrWhiteSpace(secret) ? throw new ArgumentException("Must not be empty.", argument) : secret;
}
