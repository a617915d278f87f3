namespace TwilioConversations.Cli;

/// <summary>The exit codes of the tool.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Done = 0;

    /// <summary>Failure; nothing was done.</summary>
    public const int Failed = 1;

    /// <summary>Usage error; the command line has a mistake.</summary>
    public const int Usage = 2;

    /// <summary>Partial success; some of many inputs failed.</summary>
    public const int PartlyDone = 3;

    /// <summary>Interrupted, for example by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

/// <summary>Thrown for a mistake in the command line; the message explains in one line what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
