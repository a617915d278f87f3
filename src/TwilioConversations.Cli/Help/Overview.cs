namespace TwilioConversations.Cli;

/// <summary>
/// The first page of help. The text is fixed, because building it from the commands would take several times as long as printing it.
/// </summary>
internal static class Overview
{
    private const string Text =
        """
        Twilio Conversations in your shell.

        Usage:
          conversations <command> [options]

        Resources:
          conversations  Lists and changes conversations.
          participants   Lists, changes, exports and imports the participants of a conversation.
          messages       Lists, sends, changes and exports the messages of a conversation.
          receipts       Shows the delivery of a message outside chat.
          webhooks       Lists and changes the webhooks of a conversation.
          users          Lists and changes users.
          user-conversations
                         Lists a user's conversations; changes read position and notifications.
          roles          Lists and changes roles.

        Settings:
          services       Lists, creates and deletes chat services.
          configuration  Shows and changes the account's settings.
          service-configuration
                         Shows and changes a service's settings.
          webhook-settings
                         Shows and changes the webhooks of the account or a service.
          notification-settings
                         Shows and changes a service's push notifications.
          push-bindings  Lists and deletes the devices that receive push notifications.
          push-credentials
                         Lists and changes the credentials of push services.
          addresses      Lists and changes the addresses that open conversations.

        For people:
          person         Lists a person's conversations, or removes the person from all of them.
          transcript     Writes a whole conversation as text, Markdown, HTML or JSON lines.
          tail           Prints new messages as they arrive.

        Without an account:
          demo           Shows the life of a conversation, with its requests.
          emulator       Serves the Conversations API on this machine.

        More:
          export         Exports all conversations to a folder, resumable.
          doctor         Checks credentials, connection, webhooks and settings.
          login          Stores credentials as a profile.
          profile        Lists, selects and removes profiles.
          completion     Prints a script for completion in bash, zsh, fish or pwsh.
          man            Writes manual pages.
          help           Shows the help of a command, as --help, -h and -? do.
          version        Shows the version, as --version does.

        Example:
          conversations demo

        """;

    /// <summary>Returns true for a command line that asks for this page: an empty one, or one with only an option for help.</summary>
    public static bool IsAskedBy(IReadOnlyList<string> arguments) => arguments is [] or ["--help" or "-h" or "-?" or "help"];

    /// <summary>Prints the page, as an error if no command was given, and returns the exit code.</summary>
    public static int Print(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var writer = arguments.Count == 0 ? errors : output;
        writer.Write(Text);
        writer.Flush();
        return arguments.Count == 0 ? ExitCode.Usage : ExitCode.Done;
    }
}
