namespace TwilioConversations.Cli;

/// <summary>What a command's exit code means.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>Failure: nothing was done.</summary>
    public const int Failed = 1;

    /// <summary>Usage error: the command cannot be run as given.</summary>
    public const int Usage = 2;

    /// <summary>Partial success: some of many were done.</summary>
    public const int PartlyDone = 3;

    /// <summary>Interrupted, as by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

/// <summary>The command cannot be run as given; the message says in one line what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
