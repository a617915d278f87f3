using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.Testing;

/// <summary>The emulated account, and the credentials that the emulator accepts.</summary>
internal sealed class Account
{
    private readonly HashSet<string> _accepted;
    private readonly bool _acceptsAny;

    public Account(EmulatorOptions options)
    {
        Sid = TwilioConversations.Sid.Checked(options.AccountSid, "AC", nameof(options));
        AuthToken = options.AuthToken;
        _acceptsAny = options.AcceptAnyCredentials;
        _accepted = [Encode(Sid, AuthToken),
            .. options.ApiKeys.Select(key => Encode(TwilioConversations.Sid.Checked(key.Key, "SK", nameof(options)), key.Value))];
    }

    public string Sid { get; }

    public string AuthToken { get; }

    /// <summary>True if the Authorization headers of a request are one with credentials that are accepted.</summary>
    public bool Accepts(StringValues authorization) =>
        authorization is [{ } only]
        && AuthenticationHeaderValue.TryParse(only, out var credentials)
        && string.Equals(credentials.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
        && credentials.Parameter is { } parameter
        && (_acceptsAny || _accepted.Contains(parameter));

    private static string Encode(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
