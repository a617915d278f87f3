using System.Net;
using Microsoft.AspNetCore.Http;

namespace TwilioConversations.Testing;

/// <summary>The check of Host and Origin, so that a page of another site cannot use the emulator through a browser on this machine.</summary>
/// <remarks>
/// A page's own domain can resolve to this machine (DNS rebinding), and a page can submit a form to any address. The first shows in the Host header,
/// the second in the Origin header. An attacker owns a public domain, never an IP address, a name without a dot or a reserved domain.
/// </remarks>
internal sealed class HostRule(IEnumerable<string> allowed)
{
    // twilio.com: programs that reach the emulator through a proxy or DNS of their own name the service's host.
    private static readonly string[] SafeDomains = [".localhost", ".internal", ".test", ".twilio.com"];

    private readonly HashSet<string> _allowed = new(allowed, StringComparer.OrdinalIgnoreCase);

    public bool Allows(HttpRequest request) =>
        IsHost(request.Host.Host)
        && (request.Headers.Origin.Count == 0
            || string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));

    // An HTTP/1.0 request may have no Host header, and a browser always sends one.
    private bool IsHost(string host) =>
        host.Length == 0 || !host.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(host, out _) || _allowed.Contains(host)
        || Array.Exists(SafeDomains, domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
}
