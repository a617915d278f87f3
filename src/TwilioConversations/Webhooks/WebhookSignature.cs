using System.Security.Cryptography;
using System.Text;

namespace TwilioConversations;

/// <summary>Computes and checks the signature that shows that a webhook comes from Twilio.</summary>
/// <remarks>
/// The signature is the HMAC-SHA1, in Base64, of the address that was called and the fields of the form, keyed by the account's auth token. The fields
/// are sorted by name, of one name by value, and each value counts once. A GET signs the address with its query alone. So does a JSON body,
/// whose SHA-256 hash the query has as <c>bodySHA256</c>.
/// </remarks>
/// <example>
/// <code>
/// if (!WebhookSignature.IsValid(signature, "https://example.com/hooks", form, currentToken, formerToken)) { … }
/// </code>
/// </example>
public static class WebhookSignature
{
    /// <summary>The request header that holds the signature.</summary>
    public const string HeaderName = "X-Twilio-Signature";

    private const string BodyHashField = "bodySHA256";

    /// <summary>Computes the signature of a request.</summary>
    /// <param name="authToken">The account's auth token.</param>
    /// <param name="url">The address that is called, with its query, just as the caller writes it.</param>
    /// <param name="form">The decoded fields of the form; null for a GET or a JSON body.</param>
    /// <returns>The value of <see cref="HeaderName"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="authToken"/> or <paramref name="url"/> is null.</exception>
    public static string Compute(string authToken, string url, IEnumerable<KeyValuePair<string, string>>? form = null) =>
        Compute(Encoding.UTF8.GetBytes(authToken ?? throw new ArgumentNullException(nameof(authToken))), url ?? throw new ArgumentNullException(nameof(url)), SignedText(form));

    /// <summary>Computes the hash of a body, which the query of a signed address has as <c>bodySHA256</c>.</summary>
    /// <param name="body">The body as it is sent.</param>
    /// <returns>The SHA-256 hash in 64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    public static string ComputeBodyHash(byte[] body)
    {
        _ = body ?? throw new ArgumentNullException(nameof(body));
#if NET
        return Convert.ToHexStringLower(SHA256.HashData(body));
#else
        using var sha256 = SHA256.Create();
        return string.Concat(sha256.ComputeHash(body).Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
#endif
    }

    /// <summary>Whether a request without a body, or one with a form, is signed with one of the auth tokens.</summary>
    /// <param name="signature">The value of <see cref="HeaderName"/>; null for a request without it, which is never valid.</param>
    /// <param name="url">The address that was called, as the caller sees it: behind a proxy, the public one. A signature of the same address without its port, or with the default one, is valid too: Twilio's services differ in that.</param>
    /// <param name="form">The decoded fields of the form; null for a GET.</param>
    /// <param name="authTokens">The account's auth tokens: one, or several while they are rotated.</param>
    /// <exception cref="ArgumentNullException"><paramref name="url"/>, <paramref name="authTokens"/> or one of them is null.</exception>
    public static bool IsValid(string? signature, string url, IEnumerable<KeyValuePair<string, string>>? form, params IEnumerable<string> authTokens)
    {
        var urls = Spellings(url ?? throw new ArgumentNullException(nameof(url)));
        var text = SignedText(form);
        var actual = Encoding.UTF8.GetBytes(signature ?? "");
        var isValid = false;
        foreach (var token in authTokens ?? throw new ArgumentNullException(nameof(authTokens)))
        {
            var key = Encoding.UTF8.GetBytes(token ?? throw new ArgumentNullException(nameof(authTokens)));
            foreach (var spelling in urls)
            {
                // All are compared, so that the time taken does not reveal which one matches.
                isValid |= AreEqual(actual, Encoding.UTF8.GetBytes(Compute(key, spelling, text)));
            }
        }

        return isValid;
    }

    /// <summary>Whether a request with a JSON body is signed with one of the auth tokens, and its body is the one that was signed.</summary>
    /// <param name="signature">The value of <see cref="HeaderName"/>; null for a request without it, which is never valid.</param>
    /// <param name="url">The address that was called, as the caller sees it. A query without <c>bodySHA256</c> is never valid.</param>
    /// <param name="body">The body as received.</param>
    /// <param name="authTokens">The account's auth tokens: one, or several while they are rotated.</param>
    /// <exception cref="ArgumentNullException"><paramref name="url"/>, <paramref name="body"/>, <paramref name="authTokens"/> or one of them is null.</exception>
    public static bool IsValid(string? signature, string url, byte[] body, params IEnumerable<string> authTokens)
    {
        var hasSignedBody = AreEqual(Encoding.UTF8.GetBytes(BodyHashOf(url ?? throw new ArgumentNullException(nameof(url))) ?? ""), Encoding.UTF8.GetBytes(ComputeBodyHash(body)));
        return IsValid(signature, url, form: null, authTokens) & hasSignedBody;
    }

    private static string SignedText(IEnumerable<KeyValuePair<string, string>>? form) => form is null ? "" : string.Concat(form.Distinct()
        .OrderBy(field => field.Key, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal).Select(field => field.Key + field.Value));

    private static string Compute(byte[] key, string url, string text)
    {
#pragma warning disable CA5350 // The service chose SHA-1, which is sound within an HMAC.
        using var hmac = new HMACSHA1(key);
#pragma warning restore CA5350
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(url + text)));
    }

    /// <summary>The address as it is, and without its port or, if it has none, with the default one.</summary>
    private static List<string> Spellings(string url)
    {
        var spellings = new List<string> { url };
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return spellings;
        }

        var end = url.IndexOfAny(['/', '?', '#'], start);
        end = end < 0 ? url.Length : end;
        var host = url.LastIndexOf('@', end - 1, end - start) is var at && at < 0 ? start : at + 1;
        // The colons of an IPv6 address are inside brackets.
        var colon = url.LastIndexOf(':', end - 1, end - host);
        if (colon > url.LastIndexOf(']', end - 1, end - host))
        {
            spellings.Add(url.Remove(colon, end - colon));
        }
        else
        {
            spellings.Add(url.Insert(end, url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80"));
        }

        return spellings;
    }

    private static string? BodyHashOf(string url) => url.Split('#')[0].Split(['?'], 2) is [_, var query]
        ? query.Split('&').Where(field => field.StartsWith(BodyHashField + "=", StringComparison.Ordinal)).Select(field => field.Substring(BodyHashField.Length + 1)).FirstOrDefault()
        : null;

    /// <summary>Whether two texts are equal, in a time that depends on their lengths alone.</summary>
    private static bool AreEqual(byte[] left, byte[] right)
    {
#if NET
        return CryptographicOperations.FixedTimeEquals(left, right);
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
