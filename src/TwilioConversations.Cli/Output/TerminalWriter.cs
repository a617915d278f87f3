using System.Text;

namespace TwilioConversations.Cli;

/// <summary>Data that goes to a terminal, in any format: no text of others can steer the terminal.</summary>
internal sealed class TerminalWriter(TextWriter terminal) : TextWriter
{
    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => terminal.Write(TerminalText.OfLines(value.ToString()));

    public override void Write(char[] buffer, int index, int count) => terminal.Write(TerminalText.OfLines(new string(buffer, index, count)));

    public override void Write(ReadOnlySpan<char> buffer) => terminal.Write(TerminalText.OfLines(new string(buffer)));

    public override void Write(string? value) => terminal.Write(TerminalText.OfLines(value ?? ""));

    public override void Flush() => terminal.Flush();

    public override Task FlushAsync() => terminal.FlushAsync();
}
