namespace TwilioConversations.Testing;

/// <summary>A configured address, whose fragment says how often, and after which failures, a request is sent again: <c>#rc=2&amp;rp=5xx,ct</c>.</summary>
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
        IsOnThisMachine = Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.IsLoopback;
        foreach (var setting in parts is [_, var fragment] ? fragment.Split('&') : [])
        {
            switch (setting.Split('=', 2))
            {
                case ["rc", var count] when int.TryParse(count, System.Globalization.CultureInfo.InvariantCulture, out var retries):
                    _retries = Math.Clamp(retries, 0, MaximumRetries);
                    break;
                case ["rp", var policy]:
                    _policy = policy.Split(',');
                    break;
            }
        }
    }

    /// <summary>The address to call, without the fragment.</summary>
    public string Url { get; }

    public bool IsOnThisMachine { get; }

    /// <summary>The address with fields in its query.</summary>
    public string With(IEnumerable<KeyValuePair<string, string>> fields) =>
        $"{Url}{(Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"))}";

    /// <summary>Whether a request is sent again after a failure.</summary>
    /// <param name="failure">The kind: <c>ct</c>, <c>rt</c>, <c>4xx</c> or <c>5xx</c>; null for none.</param>
    /// <param name="retryCount">How often it was sent again already.</param>
    public bool Retries(string? failure, int retryCount) => failure is not null && retryCount < _retries && (_policy.Contains(failure) || _policy.Contains("all"));
}
