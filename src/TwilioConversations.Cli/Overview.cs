namespace TwilioConversations.Cli;

/// <summary>The first page of help. It is text: building it from the commands would take several times as long as printing it.</summary>
internal static class Overview
{
    private const string Text =
        """
        Twilio Conversations from a shell.

        Usage:
          conversations <command> [options]

        Resources:
          conversations  Reads and changes conversations.
          participants   Reads, changes, exports and imports the participants of a conversation.
          messages       Reads, sends, changes and exports the messages of a conversation.
          receipts       Reads what became of a message outside chat.
          webhooks       Reads and changes the webhooks of a conversation.
          users          Reads and changes users.
          user-conversations
                         Reads and changes what a user has read.
          roles          Reads and changes roles.

        Settings:
          services       Reads, creates and deletes chat services.
          configuration  Reads and changes the settings of the account.
          service-configuration
                         Reads and changes the settings of a service.
          webhook-settings
                         Reads and changes the webhooks of the account or a service.
          notifications  Reads and changes the push notifications of a service.
          bindings       Reads and deletes the devices that get push notifications.
          credentials    Reads and changes the credentials of push services.
          addresses      Reads and changes the addresses that open conversations.

        For people:
          person         Says where somebody takes part, and removes them from everywhere.
          transcript     Writes a whole conversation as text, Markdown, HTML or JSON lines.
          tail           Prints new messages as they come.

        Without an account:
          demo           Shows the life of a conversation, and what goes over the wire.
          emulator       Serves the Conversations API on this machine.

        More:
          completion     Prints a script that completes words in bash, zsh or pwsh.
          --version      Shows the version.
          <command> --help, -h, -?

        Example:
          conversations demo

        """;

    /// <summary>Whether a command line asks for it: it is empty, or only an option for help.</summary>
    public static bool IsAskedBy(IReadOnlyList<string> arguments) => arguments is [] or ["--help" or "-h" or "-?"];

    /// <summary>Prints it, as an error if no command was given, and returns the exit code.</summary>
    public static int Print(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var writer = arguments.Count == 0 ? errors : output;
        writer.Write(Text);
        writer.Flush();
        return arguments.Count == 0 ? ExitCode.Usage : ExitCode.Done;
    }
}
