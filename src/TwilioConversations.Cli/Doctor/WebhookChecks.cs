using System.Runtime.CompilerServices;

namespace TwilioConversations.Cli;

/// <summary>Checks of the webhooks that are called for all conversations: their addresses and filters.</summary>
internal static class WebhookChecks
{
    private static readonly string[] PreEnds = ["Add", "Remove", "Update"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async IAsyncEnumerable<Finding> RunAsync(Place place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = await place.WebhookSettings.FetchAsync(cancellationToken: cancellationToken);
        var filters = settings.Filters ?? [];
        var (pre, post) = (filters.Where(IsPre).ToList(), filters.Where(filter => !IsPre(filter)).ToList());
        if (settings.PreWebhookUrl is not { Length: > 0 } && settings.PostWebhookUrl is not { Length: > 0 } && filters.Count == 0)
        {
            yield return Finding.Good("webhooks", "none configured");
            yield break;
        }

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        foreach (var (kind, address, events) in new[] { ("pre", settings.PreWebhookUrl, pre), ("post", settings.PostWebhookUrl, post) })
        {
            if (address is { Length: > 0 })
            {
                yield return await ReachAsync(http, $"{kind}-webhook", address, settings.Method, cancellationToken);
            }

            if (MismatchOf(kind, address, events) is { } mismatch)
            {
                yield return mismatch;
            }
        }
    }

    // Events before an action are called onMessageAdd, and those after it onMessageAdded.
    private static bool IsPre(string filter) => PreEnds.Any(end => filter.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static Finding? MismatchOf(string kind, string? address, List<string> events) => (address is { Length: > 0 }, events.Count > 0) switch
    {
        (true, false) => Finding.Warn(
            $"{kind}-webhook",
            $"no {kind}-event is selected, so the webhook is never called",
            $"Add one with 'conversations webhook-settings update --filters {(kind == "pre" ? "onMessageAdd" : "onMessageAdded")}'."),
        (false, true) => Finding.Warn(
            $"{kind}-webhook",
            $"{string.Join(", ", events)} selected, but there is no address",
            $"Set one with 'conversations webhook-settings update --{kind}-webhook-url https://…', or remove the filters."),
        _ => null,
    };

    private static async Task<Finding> ReachAsync(
        HttpClient http, string check, string address, WebhookSettingsMethod? method, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return Finding.Bad(check, "the address is not an http or https URL", "Change it with 'conversations webhook-settings update'.");
        }

        // A query or user name may hold a secret.
        var shown = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        if (uri.IsLoopback)
        {
            return Finding.Bad(check, $"{shown} is on this machine, which Twilio cannot reach", "Use a public address, or a tunnel to this machine.");
        }

        try
        {
            using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            (string Detail, string Remedy)? problem = status >= 500 ? ($"responds with status {status}", "Check the application's log.")
                : status is >= 300 and < 400 ? ($"redirects (status {status})", "Set the final address: the signature does not match a redirected request.")
                : response.IsSuccessStatusCode && method == WebhookSettingsMethod.GET
                    ? ("accepts a request without a signature", "Validate X-Twilio-Signature, so that nobody else can send events.")
                : uri.Scheme == "http" ? ("is reachable, but not encrypted", "Use https: events contain personal data.")
                : null;
            return problem is { } found ? Finding.Warn(check, $"{shown} {found.Detail}", found.Remedy) : Finding.Good(check, $"{shown} is reachable from here");
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Finding.Bad(check, $"{shown} is not reachable from here", "Check that the application runs, its DNS name and its certificate.");
        }
    }
}
