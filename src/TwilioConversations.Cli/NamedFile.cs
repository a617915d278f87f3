namespace TwilioConversations.Cli;

/// <summary>A file: its name as the user typed it, and its full path.</summary>
internal sealed record NamedFile(string Name, string Path)
{
    public override string ToString() => Name;
}
