using System.Globalization;

namespace TwilioConversations.Testing;

/// <summary>
/// A configured address, whose fragment overrides how a connection is made: <c>#rc=2&amp;rp=5xx,ct&amp;ct=500&amp;rt=2000&amp;tt=5000</c>, the number
/// of retries and the failures that cause one, and the time limits in milliseconds for the connection, each response, and all attempts together.
/// </summary>
internal sealed class WebhookAddress
{
    private const int MaximumRetries = 5;

    private readonly int _retries = 1;
    private readonly string[] _policy = [ConnectionFailed];

    public const string ConnectionFailed = "ct";
    public const string TimedOut = "rt";

    public WebhookAddress(string configured)
    {
        var parts = configured.Split('#', 2);
        Url = parts[0];
        Uri = Http(Url);
        foreach (var setting in parts is [_, var fragment] ? fragment.Split('&') : [])
        {
            switch (setting.Split('=', 2))
            {
                case ["rc", var count] when int.TryParse(count, CultureInfo.InvariantCulture, out var retries):
                    _retries = Math.Clamp(retries, 0, MaximumRetries);
                    break;
                case ["rp", var policy]:
                    _policy = policy.Split(',');
                    break;
                case ["ct", var limit] when TryRead(limit, 10_000, out var time):
                    ConnectTimeout = time;
                    break;
                case ["rt", var limit] when TryRead(limit, 15_000, out var time):
                    ResponseTimeout = time;
                    break;
                case ["tt", var limit] when TryRead(limit, 15_000, out var time):
                    TotalTimeout = time;
                    break;
            }
        }
    }

    /// <summary>The address to call, without the fragment.</summary>
    public string Url { get; }

    /// <summary>The address; null if it is not one of HTTP.</summary>
    public Uri? Uri { get; }

    public TimeSpan ConnectTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The time limit of an attempt.</summary>
    public TimeSpan ResponseTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The time limit of all attempts together.</summary>
    public TimeSpan TotalTimeout { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The address that a text is; null if it is not an absolute one of HTTP.</summary>
    public static Uri? Http(string? text) => System.Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    /// <summary>The address with fields in its query.</summary>
    public string With(IEnumerable<KeyValuePair<string, string>> fields) =>
        $"{Url}{(Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}"
        + string.Join('&', fields.Select(field => $"{System.Uri.EscapeDataString(field.Key)}={System.Uri.EscapeDataString(field.Value)}"));

    /// <summary>True if a request is sent again after a failure.</summary>
    /// <param name="failure">The kind: <c>ct</c>, <c>rt</c>, <c>4xx</c> or <c>5xx</c>; null for none.</param>
    /// <param name="retryCount">The number of earlier attempts.</param>
    public bool Retries(string? failure, int retryCount) =>
        failure is not null && retryCount < _retries && (_policy.Contains(failure) || _policy.Contains("all"));

    private static bool TryRead(string text, int maximum, out TimeSpan time)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds);
        time = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 100, maximum));
        return isNumber;
    }
}
