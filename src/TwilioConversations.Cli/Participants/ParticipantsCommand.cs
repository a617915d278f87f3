using System.CommandLine;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>participants</c>: the verbs.</summary>
internal static class ParticipantsCommand
{
    public static Command Create()
    {
        var group = new Command(
            "participants",
            """
            Reads and changes the participants of a conversation.

            Credentials come from TWILIO_API_KEY and TWILIO_API_SECRET, or TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or a --profile.
            Data goes to stdout and everything else to stderr.

            Exit codes: 0 success, 1 failure, 2 usage error, 3 partial success, 130 interrupted.
            """)
        {
            ReadVerbs.List(), ReadVerbs.Fetch(), ReadVerbs.Find(), ChangeVerbs.Create(), ChangeVerbs.Update(), DeleteVerb.Create(), ExportVerb.Create(), ImportVerb.Create(),
        };
        CommandContext.AddOptionsTo(group);
        return group;
    }
}
