namespace TwilioConversations.Cli.Output;

/// <summary>Untrusted text for a terminal: control characters, which could move the cursor or recolour the screen, become U+FFFD.</summary>
internal static class TerminalText
{
    public static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
