using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TwilioConversations.AccessTokens;

/// <summary>Issues access tokens for Conversations: with one, a browser or a phone connects to a chat service as one user.</summary>
/// <remarks>
/// A token is a JSON Web Token that your API key signs (HS256); no request is sent. The class is thread-safe: create one issuer and reuse it. Anyone
/// who has a token can read and write as its user until it expires, so issue it only to users who have signed in, and only over HTTPS.
/// </remarks>
/// <example>
/// <code>
/// var issuer = new AccessTokenIssuer(new() { AccountSid = "AC…", ApiKeySid = "SK…", ApiKeySecret = secret, ChatServiceSid = "IS…" });
/// var token = issuer.Issue("alice");
/// </code>
/// </example>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AccessTokenIssuer
{
    private const string ContentType = "twilio-fpa;v=1";
    private const int MinimumSecretBytes = 32;
    private const int MaximumIdentityLength = 256;

    private static readonly TimeSpan MaximumLifetime = TimeSpan.FromHours(24);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Without the defaults of the library, which would put its own times into a token.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly SigningCredentials _credentials;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _apiKeySid;

    private readonly string _accountSid;
    private readonly string _chatServiceSid;
    private readonly string? _pushCredentialSid;
    private readonly Dictionary<string, object> _header = new() { ["cty"] = ContentType };
    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates an issuer.</summary>
    /// <param name="options">The issuer's credentials and the token lifetime. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is missing or breaks the rule stated for it.</exception>
    public AccessTokenIssuer(AccessTokenIssuerOptions options)
    {
        _accountSid = Sid((options ?? throw new ArgumentNullException(nameof(options))).AccountSid, "AC", nameof(options.AccountSid), nameof(options));
        _apiKeySid = Sid(options.ApiKeySid, "SK", nameof(options.ApiKeySid), nameof(options));
        _chatServiceSid = Sid(options.ChatServiceSid, "IS", nameof(options.ChatServiceSid), nameof(options));
        _pushCredentialSid = options.PushCredentialSid is null
            ? null
            : Sid(options.PushCredentialSid, "CR", nameof(options.PushCredentialSid), nameof(options));
        if (options.Region is not null)
        {
            _header["twr"] = Regex.IsMatch(options.Region, @"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")
                ? options.Region
                : throw new ArgumentException($"{nameof(options.Region)} must be lower-case letters, digits and hyphens, such as ie1.", nameof(options));
        }

        _lifetime = options.Lifetime >= TimeSpan.FromSeconds(1) && options.Lifetime <= MaximumLifetime
            ? options.Lifetime
            : throw new ArgumentException($"{nameof(options.Lifetime)} must be from 1 second to 24 hours.", nameof(options));
        _timeProvider = options.TimeProvider ?? throw new ArgumentException($"{nameof(options.TimeProvider)} is missing.", nameof(options));
        var secret = Encoding.UTF8.GetBytes(options.ApiKeySecret ?? "");
        _credentials = secret.Length >= MinimumSecretBytes
            ? new SigningCredentials(new SymmetricSecurityKey(secret), SecurityAlgorithms.HmacSha256)
            : throw new ArgumentException($"{nameof(options.ApiKeySecret)} must have at least {MinimumSecretBytes} bytes.", nameof(options));
    }

    /// <summary>Issues a token that expires after the lifetime of the options.</summary>
    /// <param name="identity">The identity the token is issued for: 1 to 256 characters. The user need not exist yet.</param>
    /// <param name="notBefore">
    /// When the token becomes valid, to the second; null for immediately, regardless of clock differences. A time that is ahead of the
    /// service's clock makes it reject the token with 20105.
    /// </param>
    /// <returns>The token, which is a secret of its user: three parts in Base64url, divided by dots.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="identity"/> is null, empty, too long, or not valid Unicode; or the token would expire before <paramref name="notBefore"/>.
    /// </exception>
    public string Issue(string identity, DateTimeOffset? notBefore = null)
    {
        Check(identity);
        var now = DateTimeOffset.FromUnixTimeSeconds(_timeProvider.GetUtcNow().ToUnixTimeSeconds());
        var expires = now + _lifetime;
        if (notBefore >= expires)
        {
            throw new ArgumentException("Must be before the token expires.", nameof(notBefore));
        }

        var chat = new Dictionary<string, object> { ["service_sid"] = _chatServiceSid };
        if (_pushCredentialSid is not null)
        {
            chat["push_credential_sid"] = _pushCredentialSid;
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "JWT",
            AdditionalHeaderClaims = _header,
            Issuer = _apiKeySid,
            IssuedAt = now.UtcDateTime,
            NotBefore = notBefore?.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["jti"] = $"{_apiKeySid}-{now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}",
                ["sub"] = _accountSid,
                ["grants"] = new Dictionary<string, object> { ["identity"] = identity, ["chat"] = chat },
            },
            SigningCredentials = _credentials,
        });
    }

    /// <summary>Returns the name of the type and the SID of the chat service, without the key and its secret.</summary>
    public override string ToString() => $"{nameof(AccessTokenIssuer)} {_chatServiceSid}";

    private static string Sid(string? value, string prefix, string option, string argument) =>
        value is not null && Regex.IsMatch(value, $@"\A{prefix}[0-9a-fA-F]{{32}}\z")
            ? value
            : throw new ArgumentException($"{option} must be {prefix} and 32 hexadecimal digits.", argument);

    private static void Check(string identity)
    {
        if (string.IsNullOrEmpty(identity) || identity.Length > MaximumIdentityLength)
        {
            throw new ArgumentException($"Must have 1 to {MaximumIdentityLength} characters.", nameof(identity));
        }

        try
        {
            Utf8.GetByteCount(identity);
        }
        catch (EncoderFallbackException)
        {
            // JSON would hold another character in its place, and so another identity. The cause would quote it.
            throw new ArgumentException("Must be valid Unicode.", nameof(identity));
        }
    }
}
