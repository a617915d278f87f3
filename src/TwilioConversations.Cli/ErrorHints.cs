using static TwilioConversations.ConversationsErrorCodes;

namespace TwilioConversations.Cli;

/// <summary>Errors in one line: the code, what it means and what to do.</summary>
internal static class ErrorHints
{
    private static readonly Dictionary<int, string> ByCode = new()
    {
        [AuthenticationFailed] = "the credentials are wrong or no longer valid. Check TWILIO_API_KEY and TWILIO_API_SECRET, or TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or the profile.",
        [NotFound] = "there is nothing with that id or name. Check the ids, and whether --service is needed.",
        [TooManyRequests] = "too many requests. Wait a little, and run it again.",
        [ConversationNotFound] = "there is no such conversation. Check its SID or unique name, and whether --service is needed.",
        [InvalidAddress] = "the address is not valid. Write it as +15558675310, or with its channel as whatsapp:+15558675310.",
        [InvalidProxyAddress] = "the proxy address is not valid. Check --proxy-address.",
        [AddressEqualsProxyAddress] = "the address and the proxy address are the same. Give two.",
        [EmptyAddress] = "the address is empty. Give --address.",
        [EmptyProxyAddress] = "the proxy address is empty. Give --proxy-address.",
        [ChannelsDiffer] = "the address and the proxy address are of different channels. Give two of one.",
        [BindingAlreadyExists] = "address and proxy address are bound already. Delete the participant that has them first.",
        [ParticipantLimitReached] = "the conversation has as many participants as it may have. Delete some first.",
        [BindingFieldsUnsuitable] = "these fields do not suit the channel. See --help for which go together.",
        [NonChatParticipantLimitReached] = "the conversation has as many participants outside chat as it may have. Delete some first.",
        [ParticipantNotFound] = "there is no such participant in the conversation. List them to see who is.",
        [ParticipantAlreadyExists] = "the participant is in the conversation already. Use update to change it.",
        [ProjectedAddressMissing] = "a participant of a group MMS needs an address or a projected address.",
        [GroupMmsNotPossible] = "the participants do not make up a group MMS.",
        [GroupParticipantLimitReached] = "the group has as many participants as it may have.",
        [GroupAlreadyExists] = "there is a group of the same participants already.",
        [ProxyAddressNotRemovable] = "the participant has no proxy address to remove.",
        [ProxyAddressNotAddable] = "the participant cannot be given this proxy address, or has it already.",
        [ProjectedAddressNotRemovable] = "the participant has no projected address to remove.",
        [ProjectedAddressNotAddable] = "the participant cannot be given a projected address.",
        [IdentityNotAddable] = "the participant cannot be given an identity.",
    };

    /// <summary>Whether an error is one that a command reports, rather than a fault of its own.</summary>
    public static bool IsReported(Exception error) =>
        error is ConversationsException or HttpRequestException or TimeoutException or InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>Whether an error is one of the command as it was given.</summary>
    public static bool IsUsage(Exception error) => error is UsageException or InvalidOperationException or ArgumentException;

    /// <summary>Prints an error on stderr, and returns the exit code that goes with it.</summary>
    public static async Task<int> TellAsync(Exception error, TextWriter output)
    {
        try
        {
            await output.WriteLineAsync(Of(error));
        }
        catch (IOException)
        {
            // The terminal is gone, or the disk is full here too: the exit code is all that is left.
        }

        return IsUsage(error) ? ExitCode.Usage : ExitCode.Failed;
    }

    public static string Of(Exception error) => error switch
    {
        KeyMismatchException => "The service has nothing of that id, only something with it as its other name. Check the id.",
        InvalidResponseException => $"The service sent a response that cannot be read: {error.Message} Run it again with --verbose.",
        ConversationsException { Code: { } code } answered => $"Twilio error {code}: {Meaning(code, answered)}{Request(answered)}",
        ConversationsException { IsNotFound: true } answered => $"There is nothing with that id or name, or a proxy responded in place of the service. Check the ids and the base address.{Request(answered)}",
        ConversationsException answered => $"The response has the status {(int)answered.StatusCode} and no Twilio error code, as from a proxy in between. Run it again later.{Request(answered)}",
        HttpRequestException => $"The service was not reached: {OneLine(error.Message).TrimEnd('.')}. Check the network, and edge, region or base address.",
        TimeoutException => "The service did not respond in time. Run it again.",
        ArgumentException argument => OneLine(ArgumentNames.Option(argument)),
        IOException { HResult: not FileErrors.NoSystemCode } or UnauthorizedAccessException => $"The output cannot be written: {FileErrors.ReasonOf(error)}.",
        _ => OneLine(error.Message),
    };

    private static string Meaning(int code, ConversationsException error) => error.BlockingConversationSid is { } sid
        ? $"address and proxy address are bound already, in {sid}. Delete the participant there first."
        : ByCode.GetValueOrDefault(code) ?? OneLine(error.ServiceMessage ?? "").TrimEnd('.');

    private static string Request(ConversationsException error) => error.RequestId is { } id ? $" (request {id})" : "";

    private static string OneLine(string text) => Output.TerminalText.Of(text.ReplaceLineEndings(" "));
}
