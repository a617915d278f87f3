using System.Diagnostics;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>Prints each request and its answer's status as they go over the wire; the credentials' header is not among it.</summary>
internal sealed class WireLog(IAnsiConsole console, HttpMessageHandler next) : DelegatingHandler(next)
{
    /// <summary>A line below a step's title, indented also where a narrow terminal breaks it.</summary>
    public static Padder Indented(string line, Color colour) => new(new Text(line, new Style(colour)), new Padding(4, 0, 0, 0));

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

    private void Print(string line)
    {
        if (line.Length > 0)
        {
            try
            {
                console.Write(Indented(line, Color.Grey));
            }
            catch (IOException)
            {
                // Printing must not break a request; the demo finds out when it prints the next step.
            }
        }
    }
}
