namespace TwilioConversations.Cli.Output;

/// <summary>Text of others' for a terminal: what would move the cursor, colour the screen or break the line is shown as a character that it is not.</summary>
internal static class Printable
{
    public static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
