using System.Diagnostics;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>Prints each request and its answer's status as they go over the wire; the credentials' header is not among it.</summary>
internal sealed class WireLog(IAnsiConsole console, HttpMessageHandler next) : DelegatingHandler(next)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var webhook = request.Headers.TryGetValues("X-Twilio-Webhook-Enabled", out var values) ? $"X-Twilio-Webhook-Enabled: {values.Single()}" : "";
        var started = Stopwatch.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken);
        Print($"{request.Method} {request.RequestUri!.PathAndQuery} → {(int)response.StatusCode} in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Print(webhook);
        foreach (var field in form.Split('&'))
        {
            Print(field);
        }

        return response;
    }

    // Indented also where a narrow terminal breaks the line.
    private void Print(string line)
    {
        if (line.Length > 0)
        {
            console.Write(new Padder(new Text(line, new Style(Color.Grey)), new Padding(4, 0, 0, 0)));
        }
    }
}
