using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace TwilioConversations.Cli.Commands;

/// <summary>For <c>--verbose</c>: each request and its answer on stderr. Of personal data there is only that it was there.</summary>
internal sealed partial class RequestLog(TextWriter log, HttpMessageHandler next) : DelegatingHandler(next)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? [] : (await request.Content.ReadAsStringAsync(cancellationToken)).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')[0]);
        var started = Stopwatch.GetTimestamp();
        var what = $"{request.Method} {Masked(request.RequestUri!)}{string.Concat(form.Select(name => $" {WebUtility.UrlDecode(name)}=…"))}";
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            await log.WriteLineAsync($"{what} -> {(int)response.StatusCode} in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
            return response;
        }
        catch (Exception e)
        {
            await log.WriteLineAsync($"{what} -> {e.GetType().Name}");
            throw;
        }
    }

    /// <summary>The address with everything in it masked that is neither a SID nor a word of the API: an identity, or a conversation's own name.</summary>
    private static string Masked(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Select(part => Known().IsMatch(part) ? part : "…")) + address.Query;

    [GeneratedRegex(@"\A(|v1|Services|Conversations|Participants|Messages|Receipts|Webhooks|Users|Roles|ParticipantConversations|[A-Z]{2}[0-9a-fA-F]{32})\z")]
    private static partial Regex Known();
}
