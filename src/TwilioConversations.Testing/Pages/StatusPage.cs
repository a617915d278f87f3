using System.Globalization;
using System.Net;
using System.Text;

namespace TwilioConversations.Testing;

/// <summary>The page that shows people the conversations, the latest webhooks and the latest requests. It keeps itself up to date.</summary>
internal static class StatusPage
{
    private const int ShownConversations = 50;
    private const int ShownMessages = 5;
    private const int ShownRequests = 30;

    private const string Style = """
        body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto; max-width: 70rem; padding: 0 1rem; color: #1c1c1c; background: #fff; }
        h1 { font-size: 1.35rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        table { border-collapse: collapse; width: 100%; table-layout: fixed; }
        th, td { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere; }
        .quiet { color: #666; }
        @media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b; } th, td { border-color: #444; } .quiet { color: #aaa; } }
        """;

    private const string Script = """
        setInterval(async () => {
          try {
            const response = await fetch('/_emulator/live');
            if (response.ok) document.getElementById('live').innerHTML = await response.text();
          } catch { /* The emulator has stopped: the page keeps its last state. */ }
        }, 1000);
        """;

    public static string Html(ConversationsEmulator emulator) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Conversations emulator</title><style>{Style}</style></head>
        <body><h1>Conversations emulator</h1><div id="live">{Live(emulator)}</div><script>{Script}</script></body>
        </html>
        """;

    /// <summary>The part of the page that changes.</summary>
    public static string Live(ConversationsEmulator emulator)
    {
        var html = new StringBuilder();
        var (conversations, count) = emulator.Summarize(ShownConversations, ShownMessages);
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{emulator.RequestCount} requests · its clock says {FieldRule.ToText(emulator.Now)}</p><h2>Conversations ({count})</h2>");
        Table(html, ["Conversation", "State", "Participants", "Latest messages"], conversations.Select(conversation => new[]
        {
            $"{Text(conversation.Name)}<br><span class=\"quiet\">{Text(conversation.Sid)}</span>",
            Text(conversation.State),
            $"{conversation.Participants.Count}<br><span class=\"quiet\">{Text(string.Join(", ", conversation.Participants.Take(10)))}</span>",
            string.Join("<br>", conversation.Messages.Select(message => $"<b>{Text(message.Author)}</b> {Text(message.Body)}")),
        }));
        html.Append("<h2>Latest webhooks</h2>");
        Table(html, ["Event", "Address", "Outcome"], emulator.WebhookDeliveries.TakeLast(ShownRequests).Reverse()
            .Select(delivery => new[] { Text(delivery.EventType), Text($"{delivery.Method} {delivery.Url}"), Text(delivery.StatusCode?.ToString(CultureInfo.InvariantCulture) ?? delivery.Error ?? "") }));
        html.Append("<h2>Latest requests</h2>");
        Table(html, ["Method", "Path", "Operation"], emulator.Requests.TakeLast(ShownRequests).Reverse().Select(request => new[] { Text(request.Method), Text(request.Target), Text(request.Operation) }));
        return html.ToString();
    }

    private static void Table(StringBuilder html, string[] heads, IEnumerable<string[]> rows)
    {
        html.Append("<table><tr>");
        html.AppendJoin("", heads.Select(head => $"<th>{head}</th>"));
        html.Append("</tr>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>");
        }

        html.Append("</table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
