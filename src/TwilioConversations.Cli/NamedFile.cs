namespace TwilioConversations.Cli;

/// <summary>A file as the user names it, and where that is.</summary>
internal sealed record NamedFile(string Name, string Path)
{
    public override string ToString() => Name;
}
