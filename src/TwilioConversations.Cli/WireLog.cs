using System.Diagnostics;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>Prints each request and its answer's status as they go over the wire; the credentials' header is not among it.</summary>
internal sealed partial class WireLog(IAnsiConsole console, HttpMessageHandler next) : DelegatingHandler(next)
{
    /// <summary>A line below a step's title, indented also where a narrow terminal breaks it.</summary>
    public static Padder Indented(string line, Color colour) => new(new Text(line, new Style(colour)), new Padding(4, 0, 0, 0));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var webhook = request.Headers.TryGetValues("X-Twilio-Webhook-Enabled", out var values) ? $"X-Twilio-Webhook-Enabled: {values.Single()}" : "";
        var started = Stopwatch.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken);
        Print([
            $"{request.Method} {Short(request.RequestUri!.PathAndQuery)} → {(int)response.StatusCode} in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms",
            webhook,
            .. form.Split('&'),
        ]);
        return response;
    }

    // An address fits into a line where a SID is told by its ends.
    private static string Short(string address) => Sid().Replace(address, sid => $"{sid.Value[..6]}…{sid.Value[^4..]}");

    /// <summary>Prints what belongs to one request in one piece, also where several are under way.</summary>
    private void Print(IEnumerable<string> lines)
    {
        try
        {
            console.Write(new Rows(lines.Where(line => line.Length > 0).Select(line => Indented(line, Color.Grey))));
        }
        catch (IOException)
        {
            // Printing must not break a request; the demo finds out when it prints the next step.
        }
    }

    [GeneratedRegex("[A-Z]{2}[0-9a-f]{32}")]
    private static partial Regex Sid();
}
