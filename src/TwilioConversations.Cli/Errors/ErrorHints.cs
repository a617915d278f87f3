using static TwilioConversations.ConversationsErrorCodes;

namespace TwilioConversations.Cli;

/// <summary>Errors in one line: the code, what it means and what to do.</summary>
internal static class ErrorHints
{
    private static readonly Dictionary<int, string> ByCode = new()
    {
        [AuthenticationFailed] = "the credentials are wrong or no longer valid. "
            + "Check TWILIO_API_KEY and TWILIO_API_SECRET, TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or the profile.",
        [NotFound] = "nothing has that ID or name. Check the IDs, and whether --service is needed.",
        [TooManyRequests] = "too many requests. Wait a moment, then run the command again.",
        [ConversationNotFound] = "the conversation does not exist. Check its SID or unique name, and whether --service is needed.",
        [InvalidAddress] = "the address is not valid. Use the form +15558675310, or whatsapp:+15558675310 for another channel.",
        [InvalidProxyAddress] = "the proxy address is not valid. Check --proxy-address.",
        [AddressEqualsProxyAddress] = "the address and the proxy address are the same. Use two different ones.",
        [EmptyAddress] = "the address is empty. Set --address.",
        [EmptyProxyAddress] = "the proxy address is empty. Set --proxy-address.",
        [ChannelsDiffer] = "the address and the proxy address belong to different channels. Use two of the same channel.",
        [BindingAlreadyExists] = "the address and the proxy address are already used together. Delete the participant that has them first.",
        [ParticipantLimitReached] = "the conversation has the maximum number of participants. Delete some first.",
        [BindingFieldsUnsuitable] = "these fields do not fit the channel. Run the command with --help to see which fields belong together.",
        [NonChatParticipantLimitReached] = "the conversation has the maximum number of participants outside chat. Delete some first.",
        [ParticipantNotFound] = "the participant is not in the conversation. List the participants to see who is.",
        [ParticipantAlreadyExists] = "the participant is already in the conversation. Use update to change it.",
        [MemberAlreadyExists] = "the participant is already in the conversation. Use update to change it.",
        [GroupParticipantAlreadyExists] = "the group already has this participant.",
        [ConcurrentConversationChange] = "another request is changing the same conversation. Wait a moment, then run the command again.",
        [ConcurrentParticipantChange] = "another request is changing the same participant. Wait a moment, then run the command again.",
        [ConcurrentUserChange] = "another request is changing the same user. Wait a moment, then run the command again.",
        [ConversationClosed] = "the conversation is closed. A closed conversation can only be read or deleted.",
        [AuthorNotInGroup] = "the author of a message in a group MMS must be one of its participants. Set --author.",
        [ProjectedAddressMissing] = "a participant of a group MMS needs an address or a projected address.",
        [GroupMmsNotPossible] = "these participants cannot form a group MMS.",
        [GroupParticipantLimitReached] = "the group has the maximum number of participants.",
        [GroupAlreadyExists] = "a group of the same participants already exists.",
        [ProxyAddressNotRemovable] = "the participant has no proxy address to remove.",
        [ProxyAddressNotAddable] = "this proxy address cannot be added to the participant, or is already set.",
        [ProjectedAddressNotRemovable] = "the participant has no projected address to remove.",
        [ProjectedAddressNotAddable] = "a projected address cannot be added to the participant.",
        [IdentityNotAddable] = "an identity cannot be added to the participant.",
    };

    /// <summary>Returns true for an error that a command reports, rather than a fault of the tool.</summary>
    public static bool IsReported(Exception error) =>
        error is ConversationsException or InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>Returns true for a mistake in the command line.</summary>
    public static bool IsUsage(Exception error) => error is UsageException or InvalidOperationException or ArgumentException;

    /// <summary>Runs a command, and reports in one line why it ended early.</summary>
    public static async Task<int> ReportAsync(ToolEnvironment environment, Func<Task<int>> run, CancellationToken cancellationToken)
    {
        // Until the command has returned its task, Ctrl-C ends the process at once and without a message.
        await Task.Yield();
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await environment.Error.WriteLineAsync("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (IsUsage(e) || IsReported(e))
        {
            return await TellAsync(e, environment.Error);
        }
    }

    /// <summary>Prints an error on stderr, and returns its exit code.</summary>
    public static async Task<int> TellAsync(Exception error, TextWriter output)
    {
        try
        {
            await output.WriteLineAsync(Of(error));
        }
        catch (IOException)
        {
            // The terminal is gone, or the disk is full here too: only the exit code is left.
        }

        return IsUsage(error) ? ExitCode.Usage : ExitCode.Failed;
    }

    public static string Of(Exception error) => error switch
    {
        KeyMismatchException => "No resource has that SID, although one has it as its name. Check the ID.",
        InvalidResponseException => $"The response cannot be read: {error.Message} Run the command again with --verbose.",
        ConversationsResponseException { Code: { } code } response => $"Twilio error {code}: {Meaning(code, response)}{Request(response)}",
        ConversationsResponseException { ServiceMessage: { Length: > 0 } words } response =>
            $"Twilio responded {(int)response.StatusCode}: {OneLine(words).TrimEnd('.')}.{Request(response)}",
        ConversationsResponseException { IsNotFound: true } response =>
            $"Nothing has that ID or name, or a proxy responded instead of Twilio. Check the IDs and the base address.{Request(response)}",
        ConversationsResponseException response =>
            $"The response has status {(int)response.StatusCode} and no Twilio error code, so it may come from a proxy. Try again later.{Request(response)}",
        ConversationsConnectionException { MayHaveBeenDone: true } =>
            "The connection to Twilio broke after the request was sent, so the change may have been made. Check before you run the command again.",
        ConversationsConnectionException { InnerException: { } cause } =>
            $"Cannot reach Twilio: {OneLine(cause.Message).TrimEnd('.')}. Check the network, and the edge, region or base address.",
        ConversationsTimeoutException { MayHaveBeenDone: true } =>
            "Twilio did not respond in time, so the change may have been made. Check before you run the command again.",
        ConversationsTimeoutException => "Twilio did not respond in time. Run the command again.",
        ArgumentException argument => OneLine(ArgumentNames.Option(argument)),
        IOException { HResult: not FileErrors.NoSystemCode } or UnauthorizedAccessException => $"Cannot write the output: {FileErrors.ReasonOf(error)}.",
        _ => OneLine(error.Message),
    };

    private static string Meaning(int code, ConversationsResponseException error) => error.BlockingConversationSid is { } sid
        ? $"the address and the proxy address are already used together in {sid}. Delete the participant there first."
        : ByCode.GetValueOrDefault(code) ?? ArgumentNames.InMessage(OneLine(error.ServiceMessage ?? "").TrimEnd('.'));

    private static string Request(ConversationsResponseException error) => error.RequestId is { } id ? $" (request {id})" : "";

    private static string OneLine(string text) => TerminalText.Of(text.ReplaceLineEndings(" "));
}
