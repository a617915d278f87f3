using System.Text.RegularExpressions;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>Prints each request and its status in one line. The header with the credentials is not printed.</summary>
internal sealed partial class WireLog(IAnsiConsole console, HttpMessageHandler next) : DelegatingHandler(next)
{
    private const int Columns = 100;

    /// <summary>Shortens the SIDs of a text, so that it fits into a line.</summary>
    public static string Short(string text) => Sid().Replace(text, sid => $"{sid.Value[..6]}…{sid.Value[^4..]}");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            Print(request, $"{(int)response.StatusCode}", form);
            return response;
        }
        catch (HttpRequestException)
        {
            Print(request, "no response", form);
            throw;
        }
    }

    private void Print(HttpRequestMessage request, string result, string form)
    {
        var came = $" → {result}";
        var sent = Cut(Short($"    {request.Method} {request.RequestUri!.PathAndQuery}"), Columns - came.Length);
        var line = Cut($"{sent}{came}  {Short(Uri.UnescapeDataString(form.Replace('+', ' ')))}".TrimEnd(), Columns);
        try
        {
            console.WriteLine(line, new Style(Color.Grey));
        }
        catch (IOException)
        {
            // Printing must not break a request. The demo fails when it prints the next step.
        }
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text[..(length - 1)]}…";

    [GeneratedRegex("[A-Z]{2}[0-9a-f]{32}")]
    private static partial Regex Sid();
}
