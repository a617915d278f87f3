#if NET
using System.Runtime.InteropServices;
#endif
using System.Security.Cryptography;

namespace TwilioConversations;

/// <summary>Computes and checks the signature that shows that a webhook comes from Twilio.</summary>
/// <remarks>
/// <para>
/// The signature is the HMAC, in Base64, of the address that was called and the fields of the form. The fields are sorted by name, then by value, and
/// a repeated value counts once. A GET signs the address with its query alone. So does a JSON body, whose SHA-256 hash is in the query as
/// <c>bodySHA256</c>.
/// </para>
/// <para>
/// The HMAC is SHA-1 with the account's auth token, unless <see cref="SettingsHeaderName"/> names a shared key and its algorithm. Checking takes
/// time in proportion to the length of the request; limit that length before you read it.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// if (!WebhookSignature.IsValid(signature, "https://example.com/hooks", form, currentToken, formerToken)) { … }
/// </code>
/// </example>
public static class WebhookSignature
{
    /// <summary>The request header that contains the signature.</summary>
    public const string HeaderName = "X-Twilio-Signature";

    /// <summary>
    /// The request header that names the shared key and the algorithm, such as <c>key=…,algorithm=HMAC_SHA256</c>. Without it, the auth token signs.
    /// </summary>
    public const string SettingsHeaderName = "X-Twilio-Webhooks-Signature-Settings";

    private const string BodyHashField = "bodySHA256";

    /// <summary>Computes the signature of a request with an auth token.</summary>
    /// <param name="authToken">The account's auth token.</param>
    /// <param name="url">The address that is called, with its query, exactly as the caller writes it.</param>
    /// <param name="form">The decoded fields of the form; null for a GET or a JSON body.</param>
    /// <returns>The value of <see cref="HeaderName"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="authToken"/> or <paramref name="url"/> is null.</exception>
    public static string Compute(string authToken, string url, IEnumerable<KeyValuePair<string, string>>? form = null) =>
        Compute(AuthToken(authToken ?? throw new ArgumentNullException(nameof(authToken))), url, form);

    /// <summary>Computes the signature of a request: by HMAC-SHA256 with a shared key, by HMAC-SHA1 with an auth token.</summary>
    /// <param name="secret">The auth token or the shared key.</param>
    /// <param name="url">The address that is called, with its query, exactly as the caller writes it.</param>
    /// <param name="form">The decoded fields of the form; null for a GET or a JSON body.</param>
    /// <returns>The value of <see cref="HeaderName"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="secret"/> or <paramref name="url"/> is null.</exception>
    public static string Compute(WebhookSecret secret, string url, IEnumerable<KeyValuePair<string, string>>? form = null)
    {
        _ = secret ?? throw new ArgumentNullException(nameof(secret));
        using var text = new SignedText(form, [url ?? throw new ArgumentNullException(nameof(url))]);
        return secret.Sign(text, url, isSha256: secret.KeyId is not null);
    }

    /// <summary>Computes the hash of a body, which the query of a signed address contains as <c>bodySHA256</c>.</summary>
    /// <param name="body">The body as it is sent.</param>
    /// <returns>The SHA-256 hash in 64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static string ComputeBodyHash(byte[] body)
    {
        _ = body ?? throw new ArgumentNullException(nameof(body));
        using var sha256 = SHA256.Create();
#pragma warning disable CA1850 // netstandard2.0 has no static method, and a body is hashed once for each webhook.
        return string.Concat(sha256.ComputeHash(body).Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
#pragma warning restore CA1850
    }

    /// <summary>Returns whether a GET or a request with a form is signed with one of the auth tokens.</summary>
    /// <param name="signature">The value of <see cref="HeaderName"/>; null if the request has none, which is never valid.</param>
    /// <param name="url">
    /// The address that was called, as the caller sees it: behind a proxy, the public one. A signature of the same address without its port, or with
    /// the default one, is valid too, because Twilio's services differ in that. An address whose query has <c>bodySHA256</c> is never valid:
    /// use <see cref="IsJsonValid"/>.
    /// </param>
    /// <param name="form">The decoded fields of the form; null for a GET.</param>
    /// <param name="authTokens">The account's auth tokens: one, or several while they are rotated.</param>
    /// <returns>true if the signature is valid; otherwise, false.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/>, <paramref name="authTokens"/> or one of them is null.</exception>
    public static bool IsValid(string? signature, string url, IEnumerable<KeyValuePair<string, string>>? form, params string[] authTokens) =>
        FindSecret(signature, settings: null, url, form, AuthTokens(authTokens)) is not null;

    /// <summary>Returns whether a request with a JSON body is signed with one of the auth tokens, and the body is the one that was signed.</summary>
    /// <param name="signature">The value of <see cref="HeaderName"/>; null if the request has none, which is never valid.</param>
    /// <param name="url">The address that was called, as the caller sees it. A query without <c>bodySHA256</c> is never valid.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="authTokens">The account's auth tokens: one, or several while they are rotated.</param>
    /// <returns>true if the signature is valid; otherwise, false.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="url"/>, <paramref name="body"/>, <paramref name="authTokens"/> or one of them is null.
    /// </exception>
    public static bool IsJsonValid(string? signature, string url, byte[] body, params string[] authTokens) =>
        FindJsonSecret(signature, settings: null, url, body, AuthTokens(authTokens)) is not null;

    /// <summary>
    /// Returns the secret that a GET or a request with a form is signed with, so that you can check that it belongs to the event's account.
    /// </summary>
    /// <param name="signature">The value of <see cref="HeaderName"/>; null if the request has none.</param>
    /// <param name="settings">The value of <see cref="SettingsHeaderName"/>; null if the request has none.</param>
    /// <param name="url">The address that was called; see <see cref="IsValid"/>.</param>
    /// <param name="form">The decoded fields of the form; null for a GET.</param>
    /// <param name="secrets">The auth tokens and shared keys that may sign.</param>
    /// <returns>
    /// The secret; null if the signature is not valid, the shared key is not among <paramref name="secrets"/>, or this version does not know the
    /// algorithm.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/>, <paramref name="secrets"/> or one of them is null.</exception>
    public static WebhookSecret? FindSecret(
        string? signature, string? settings, string url, IEnumerable<KeyValuePair<string, string>>? form, params WebhookSecret[] secrets) =>
        BodyHashOf(url ?? throw new ArgumentNullException(nameof(url))) is null ? Find(signature, settings, url, form, secrets) : null;

    /// <summary>Returns the secret that a request with a JSON body is signed with.</summary>
    /// <param name="signature">The value of <see cref="HeaderName"/>; null if the request has none.</param>
    /// <param name="settings">The value of <see cref="SettingsHeaderName"/>; null if the request has none.</param>
    /// <param name="url">The address that was called; see <see cref="IsJsonValid"/>.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="secrets">The auth tokens and shared keys that may sign.</param>
    /// <returns>The secret; null under the same conditions as <see cref="FindSecret"/>, or if the body is not the one that was signed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/>, <paramref name="body"/>, <paramref name="secrets"/> or one of them is null.</exception>
    public static WebhookSecret? FindJsonSecret(string? signature, string? settings, string url, byte[] body, params WebhookSecret[] secrets)
    {
        var isSignedBody = AreEqual(BodyHashOf(url ?? throw new ArgumentNullException(nameof(url))) ?? "", ComputeBodyHash(body));
        return Find(signature, settings, url, form: null, secrets) is { } secret && isSignedBody ? secret : null;
    }

    private static WebhookSecret? Find(
        string? signature, string? settings, string url, IEnumerable<KeyValuePair<string, string>>? form, WebhookSecret[] secrets)
    {
        if (Array.IndexOf(secrets ?? throw new ArgumentNullException(nameof(secrets)), null) >= 0)
        {
            throw new ArgumentNullException(nameof(secrets));
        }

        if (string.IsNullOrEmpty(signature) || !TryReadSettings(settings, out var keyId, out var isSha256))
        {
            return null;
        }

        var urls = Spellings(url);
        using var text = new SignedText(form, urls);
        WebhookSecret? found = null;
        foreach (var secret in secrets)
        {
            foreach (var spelling in string.Equals(secret.KeyId, keyId, StringComparison.Ordinal) ? urls : [])
            {
                // All are compared, so that the time taken does not reveal which one matches.
                found = AreEqual(signature!, secret.Sign(text, spelling, isSha256)) ? found ?? secret : found;
            }
        }

        return found;
    }

    /// <summary>Reads the settings of a signature: the shared key, or null for the auth token.</summary>
    /// <returns>false if the algorithm is unknown.</returns>
    private static bool TryReadSettings(string? settings, out string? keyId, out bool isSha256)
    {
        keyId = Setting(settings, "key");
        var algorithm = Setting(settings, "algorithm");
        isSha256 = algorithm == "HMAC_SHA256";
        if (algorithm is null)
        {
            keyId = null;
        }

        return algorithm is null || (keyId is not null && (isSha256 || algorithm == "HMAC_SHA1"));
    }

    private static string? Setting(string? settings, string name) => settings?.Split(',').Select(setting => setting.Trim())
        .Where(setting => setting.StartsWith(name + "=", StringComparison.Ordinal)).Select(setting => setting.Substring(name.Length + 1)).FirstOrDefault();

    private static WebhookSecret[] AuthTokens(string[] authTokens) =>
        [.. (authTokens ?? throw new ArgumentNullException(nameof(authTokens)))
            .Select(token => AuthToken(token ?? throw new ArgumentNullException(nameof(authTokens))))];

    private static WebhookSecret AuthToken(string authToken) => new(accountSid: "", keyId: null, authToken);

    /// <summary>The address as it is, and without its port or, if it has none, with the default one.</summary>
    private static string[] Spellings(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return [url];
        }

        var end = url.IndexOfAny(['/', '?', '#'], start);
        end = end < 0 ? url.Length : end;
        var host = url.LastIndexOf('@', end - 1, end - start) is var at && at < 0 ? start : at + 1;
        // The colons of an IPv6 address are inside brackets.
        var colon = url.LastIndexOf(':', end - 1, end - host);
        return colon > url.LastIndexOf(']', end - 1, end - host)
            ? [url, url.Remove(colon, end - colon)]
            : [url, url.Insert(end, url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80")];
    }

    private static string? BodyHashOf(string url) => url.Split('#')[0].Split(['?'], 2) is [_, var query]
        ? query.Split('&').Where(field => field.StartsWith(BodyHashField + "=", StringComparison.Ordinal))
            .Select(field => field.Substring(BodyHashField.Length + 1)).FirstOrDefault()
        : null;

    /// <summary>Returns whether two texts are equal, in a time that depends on their lengths alone.</summary>
    private static bool AreEqual(string left, string right)
    {
#if NET
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left.AsSpan()), MemoryMarshal.AsBytes(right.AsSpan()));
#else
        if (left.Length != right.Length)
        {
            return false;
        }

        var difference = 0;
        for (var i = 0; i < left.Length; i++)
        {
            difference |= left[i] ^ right[i];
        }

        return difference == 0;
#endif
    }
}
