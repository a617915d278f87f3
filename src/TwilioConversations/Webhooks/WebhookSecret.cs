using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace TwilioConversations;

/// <summary>A secret that signs an account's webhooks: the account's auth token, or a shared key.</summary>
/// <remarks>The secret itself cannot be read back, and <see cref="ToString"/> does not contain it.</remarks>
public sealed class WebhookSecret
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key;

    internal WebhookSecret(string accountSid, string? keyId, string secret) => (AccountSid, KeyId, _key) = (accountSid, keyId, Encoding.UTF8.GetBytes(secret));

    /// <summary>Gets the SID of the account whose webhooks this secret signs. A subaccount has an auth token of its own.</summary>
    public string AccountSid { get; }

    /// <summary>Gets the ID of the shared key; null for an auth token.</summary>
    public string? KeyId { get; }

    /// <summary>Creates the secret of an account whose webhooks are signed with its auth token, by HMAC-SHA1.</summary>
    /// <param name="accountSid">The account's SID: AC and 32 hexadecimal digits.</param>
    /// <param name="authToken">The account's auth token.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="accountSid"/> is not an account's SID, or <paramref name="authToken"/> is empty.</exception>
    public static WebhookSecret FromAuthToken(string accountSid, string authToken) =>
        new(Account(accountSid), keyId: null, NotEmpty(authToken, nameof(authToken)));

    /// <summary>Creates the secret of an account whose webhooks are signed with a shared key, usually by HMAC-SHA256.</summary>
    /// <param name="accountSid">The account's SID: AC and 32 hexadecimal digits.</param>
    /// <param name="keyId">The shared key's ID, which <see cref="WebhookSignature.SettingsHeaderName"/> names.</param>
    /// <param name="secret">The shared key's secret.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="accountSid"/> is not an account's SID, or another argument is empty.</exception>
    public static WebhookSecret FromSharedKey(string accountSid, string keyId, string secret) =>
        new(Account(accountSid), NotEmpty(keyId, nameof(keyId)), NotEmpty(secret, nameof(secret)));

    /// <summary>Returns the account's SID and the ID of the shared key.</summary>
    public override string ToString() => KeyId is null ? $"auth token of {AccountSid}" : $"shared key {KeyId} of {AccountSid}";

    internal string Sign(SignedText text, string url, bool isSha256) => text.Sign(_key, url, isSha256);

    private static string Account(string accountSid) =>
        Regex.IsMatch(accountSid ?? throw new ArgumentNullException(nameof(accountSid)), @"\AAC[0-9a-fA-F]{32}\z")
            ? accountSid
            : throw new ArgumentException("Must be AC and 32 hexadecimal digits.", nameof(accountSid));

    private static string NotEmpty(string value, string argument) =>
        (value ?? throw new ArgumentNullException(argument)).Length > 0 ? value : throw new ArgumentException("Must not be empty.", argument);
}
