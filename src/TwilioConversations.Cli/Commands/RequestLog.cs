using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace TwilioConversations.Cli;

/// <summary>For <c>--verbose</c>: prints each request and its status on stderr. Fields and filters appear by name only.</summary>
internal sealed partial class RequestLog(TextWriter log, HttpMessageHandler next) : DelegatingHandler(next)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var form = body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')[0]);
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

    /// <summary>Returns the address without names and values that may be personal, such as an identity or a unique name.</summary>
    private static string Masked(Uri address) =>
        string.Join('/', address.AbsolutePath.Split('/').Select(part => KnownPart().IsMatch(part) ? part : "…"))
        + string.Join('&', address.Query.Split('&').Select(field => KnownField().IsMatch(field) ? field : $"{field.Split('=')[0]}=…"));

    [GeneratedRegex(
        @"\A(|v1|Services|Configuration|Conversations|Participants|Messages|Receipts|Webhooks|Notifications|Bindings|Users|Roles|Credentials|Addresses"
        + @"|ParticipantConversations|[A-Z]{2}[0-9a-fA-F]{32})\z")]
    private static partial Regex KnownPart();

    [GeneratedRegex(@"\A(|\??(Page|PageSize|PageToken|Order|State|Type|StartDate|EndDate)=.*)\z")]
    private static partial Regex KnownField();
}
