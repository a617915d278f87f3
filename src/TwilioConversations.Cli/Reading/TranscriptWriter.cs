using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Spectre.Console;

namespace TwilioConversations.Cli;

internal enum TranscriptFormat
{
    Text,
    Markdown,
    Html,
    Jsonl,
}

/// <summary>
/// Writes messages one after the other. Their text stays text in every format: it cannot steer a terminal, or become a tag or a link.
/// </summary>
internal abstract partial class TranscriptWriter(TextWriter output, string? mediaAddress)
{
    protected TextWriter Output { get; } = output;

    /// <summary>Creates the writer of a format. Text goes to the console if there is one; links lead to the media service.</summary>
    public static TranscriptWriter Of(TranscriptFormat format, TextWriter output, IAnsiConsole? console, string? mediaAddress) => format switch
    {
        TranscriptFormat.Markdown => new MarkdownWriter(output, mediaAddress),
        TranscriptFormat.Html => new HtmlWriter(output, mediaAddress),
        TranscriptFormat.Jsonl => new JsonlWriter(output),
        _ => console is null ? new PlainWriter(output, mediaAddress) : new TerminalWriter(output, console, mediaAddress),
    };

    public abstract void Begin(Conversation conversation);

    public abstract void Write(Message message);

    public virtual void End()
    {
    }

    private static string TitleOf(Conversation conversation) => conversation.FriendlyName ?? conversation.UniqueName ?? conversation.Sid;

    private static string TimeOf(Message message) => message.DateCreated.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string AuthorOf(Message message) => message.Author ?? "";

    private IEnumerable<(string Label, string Address)> MediaOf(Message message) =>
        (message.Media ?? []).Select(media => ($"{media.Filename ?? media.Sid} ({media.ContentType}, {media.Size} bytes)", AddressOf(message, media)));

    /// <summary>
    /// Returns the address of a file in the media service, which requires the account's credentials; the message's own address if unknown.
    /// </summary>
    private string AddressOf(Message message, MessageMedia media) => mediaAddress is not null && message.ChatServiceSid is { } service
        ? $"{mediaAddress}/v1/Services/{service}/Media/{media.Sid}"
        : message.Url;

    private sealed class PlainWriter(TextWriter output, string? mediaAddress) : TranscriptWriter(output, mediaAddress)
    {
        public override void Begin(Conversation conversation) => Output.WriteLine($"{TerminalText.Of(TitleOf(conversation))} ({conversation.Sid})\n");

        public override void Write(Message message)
        {
            Output.WriteLine($"[{TimeOf(message)}] {TerminalText.Of(AuthorOf(message))}");
            foreach (var line in Lines(message))
            {
                Output.WriteLine($"  {line}");
            }
        }
    }

    private sealed class TerminalWriter(TextWriter output, IAnsiConsole console, string? mediaAddress) : TranscriptWriter(output, mediaAddress)
    {
        public override void Begin(Conversation conversation) =>
            console.WriteLine($"{TerminalText.Of(TitleOf(conversation))} ({conversation.Sid})\n", new Style(decoration: Decoration.Bold));

        public override void Write(Message message)
        {
            console.Write(new Text(TerminalText.Of(AuthorOf(message)), new Style(decoration: Decoration.Bold)));
            console.WriteLine($"  {TimeOf(message)}", new Style(Color.Grey));
            foreach (var line in Lines(message))
            {
                console.Write(new Padder(new Text(line), new Padding(2, 0, 0, 0)));
            }
        }
    }

    private sealed class JsonlWriter(TextWriter output) : TranscriptWriter(output, null)
    {
        public override void Begin(Conversation conversation)
        {
        }

        public override void Write(Message message) => Output.WriteLine(JsonConvert.SerializeObject(message));
    }

    private sealed partial class MarkdownWriter(TextWriter output, string? mediaAddress) : TranscriptWriter(output, mediaAddress)
    {
        public override void Begin(Conversation conversation) => Output.WriteLine($"# {Escape(TitleOf(conversation))}\n\n`{conversation.Sid}`\n");

        public override void Write(Message message)
        {
            Output.WriteLine($"**{Escape(AuthorOf(message))}** · {TimeOf(message)}\n");
            foreach (var line in (message.Body ?? "").ReplaceLineEndings("\n").Split('\n'))
            {
                Output.WriteLine($"> {Escape(line)}  ");
            }

            foreach (var (label, address) in MediaOf(message))
            {
                Output.WriteLine($"> [{Escape(label)}]({address})  ");
            }

            Output.WriteLine();
        }

        private static string Escape(string text) => Special().Replace(TerminalText.Of(text), @"\$0");

        // The characters with a meaning in Markdown; a backslash escapes each of them.
        [GeneratedRegex(@"[!-/:-@\[-`{-~]")]
        private static partial Regex Special();
    }

    private sealed class HtmlWriter(TextWriter output, string? mediaAddress) : TranscriptWriter(output, mediaAddress)
    {
        public override void Begin(Conversation conversation) => Output.WriteLine(
            $$"""
            <!DOCTYPE html>
            <html>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{{Escape(TitleOf(conversation))}}</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
            article { margin: 1rem 0; } header { font-weight: 600; } time { font-weight: 400; opacity: .6; margin-left: .5rem; }
            p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
            </style>
            </head>
            <body>
            <h1>{{Escape(TitleOf(conversation))}}</h1>
            """);

        public override void Write(Message message)
        {
            var time = $"<time datetime=\"{WireText.Of(message.DateCreated)}\">{TimeOf(message)}</time>";
            Output.WriteLine($"<article><header dir=\"auto\">{Escape(AuthorOf(message))}{time}</header>");
            if (message.Body is { } body)
            {
                Output.WriteLine($"<p dir=\"auto\">{Escape(body)}</p>");
            }

            foreach (var (label, address) in MediaOf(message))
            {
                Output.WriteLine($"<p><a href=\"{Escape(address)}\">{Escape(label)}</a></p>");
            }

            Output.WriteLine("</article>");
        }

        public override void End() => Output.WriteLine("</body>\n</html>");

        private static string Escape(string text) => WebUtility.HtmlEncode(TerminalText.OfLines(text.ReplaceLineEndings("\n")));
    }

    private IEnumerable<string> Lines(Message message) =>
        (message.Body is { } body ? body.ReplaceLineEndings("\n").Split('\n').Select(TerminalText.Of) : [])
        .Concat(MediaOf(message).Select(media => TerminalText.Of($"{media.Label} {media.Address}")));
}
