namespace TwilioConversations.Cli;

/// <summary>What a command's exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int PartlyDone = 3;
    public const int Interrupted = 130;
}

/// <summary>The command cannot be done as it was given; the message says in one line what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
