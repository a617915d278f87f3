namespace TwilioConversations;

/// <summary>Twilio's error codes that callers act on, to compare with <see cref="ConversationsException.Code"/>.</summary>
/// <remarks>The service has others; https://www.twilio.com/docs/api/errors lists them all.</remarks>
public static class ConversationsErrorCodes
{
    /// <summary>The credentials are wrong or no longer valid.</summary>
    public const int AuthenticationFailed = 20003;

    /// <summary>Nothing exists at the requested address.</summary>
    public const int NotFound = 20404;

    /// <summary>Too many requests; this one was not processed and may be sent again.</summary>
    public const int TooManyRequests = 20429;

    /// <summary>The service has a user of that identity already.</summary>
    public const int UserAlreadyExists = 50201;

    /// <summary>There is no such conversation.</summary>
    public const int ConversationNotFound = 50350;

    /// <summary>Another conversation has the unique name.</summary>
    public const int ConversationAlreadyExists = 50353;

    /// <summary>The participant's address is not valid.</summary>
    public const int InvalidAddress = 50407;

    /// <summary>The proxy address is not valid.</summary>
    public const int InvalidProxyAddress = 50408;

    /// <summary>The address and the proxy address are the same.</summary>
    public const int AddressEqualsProxyAddress = 50409;

    /// <summary>The participant's address is empty.</summary>
    public const int EmptyAddress = 50411;

    /// <summary>The proxy address is empty.</summary>
    public const int EmptyProxyAddress = 50412;

    /// <summary>The address and the proxy address are of different channels.</summary>
    public const int ChannelsDiffer = 50414;

    /// <summary>The address and proxy address are bound already; see <see cref="ConversationsException.BlockingConversationSid"/>.</summary>
    public const int BindingAlreadyExists = 50416;

    /// <summary>The conversation has as many participants as it may have.</summary>
    public const int ParticipantLimitReached = 50417;

    /// <summary>The fields of the messaging binding do not suit its channel.</summary>
    public const int BindingFieldsUnsuitable = 50420;

    /// <summary>The conversation has as many participants outside chat as it may have.</summary>
    public const int NonChatParticipantLimitReached = 50422;

    /// <summary>There is no such participant.</summary>
    public const int ParticipantNotFound = 50432;

    /// <summary>The participant is in the conversation already.</summary>
    public const int ParticipantAlreadyExists = 50433;

    /// <summary>A participant of a group MMS has neither an address nor a projected address.</summary>
    public const int ProjectedAddressMissing = 50434;

    /// <summary>The participants do not make up a group MMS.</summary>
    public const int GroupMmsNotPossible = 50435;

    /// <summary>The group has as many participants as it may have.</summary>
    public const int GroupParticipantLimitReached = 50436;

    /// <summary>There is a group of the same participants already.</summary>
    public const int GroupAlreadyExists = 50438;

    /// <summary>The participant has no proxy address that could be removed.</summary>
    public const int ProxyAddressNotRemovable = 50440;

    /// <summary>The participant cannot be given a proxy address, or has this one already.</summary>
    public const int ProxyAddressNotAddable = 50441;

    /// <summary>The participant has no projected address that could be removed.</summary>
    public const int ProjectedAddressNotRemovable = 50442;

    /// <summary>The participant cannot be given a projected address.</summary>
    public const int ProjectedAddressNotAddable = 50443;

    /// <summary>The participant cannot be given an identity.</summary>
    public const int IdentityNotAddable = 50444;
}
