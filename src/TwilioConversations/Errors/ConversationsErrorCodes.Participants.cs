namespace TwilioConversations;

public static partial class ConversationsErrorCodes
{
    /// <summary>The user is not in the conversation, as Programmable Chat reports it.</summary>
    public const int NotChannelMember = 50400;

    /// <summary>There is no such participant, as Programmable Chat reports it.</summary>
    public const int MemberNotFound = 50402;

    /// <summary>The conversation has as many participants as it may have, as Programmable Chat reports it.</summary>
    public const int MemberLimitReached = 50403;

    /// <summary>The participant is in the conversation already, as Programmable Chat reports it.</summary>
    public const int MemberAlreadyExists = 50404;

    /// <summary>The time of the last read is not valid.</summary>
    public const int InvalidLastReadTimestamp = 50405;

    /// <summary>The index of the last message read is not valid, as Programmable Chat reports it.</summary>
    public const int InvalidLastConsumedMessageIndex = 50406;

    /// <summary>The participant's address is not valid, or stands beside a projected address.</summary>
    public const int InvalidAddress = 50407;

    /// <summary>The proxy address is not valid.</summary>
    public const int InvalidProxyAddress = 50408;

    /// <summary>The address and the proxy address are the same.</summary>
    public const int AddressEqualsProxyAddress = 50409;

    /// <summary>The participant's address is empty.</summary>
    public const int EmptyAddress = 50411;

    /// <summary>The proxy address is empty.</summary>
    public const int EmptyProxyAddress = 50412;

    /// <summary>The proxy address does not belong to the account.</summary>
    public const int ProxyAddressNotOwned = 50413;

    /// <summary>The address and the proxy address are of different channels.</summary>
    public const int ChannelsDiffer = 50414;

    /// <summary>The proxy address is not a WhatsApp sender.</summary>
    public const int ProxyAddressNotWhatsApp = 50415;

    /// <summary>The address and proxy address are bound already; see <see cref="ConversationsResponseException.BlockingConversationSid"/>.</summary>
    public const int BindingAlreadyExists = 50416;

    /// <summary>The conversation has as many participants as it may have.</summary>
    public const int ParticipantLimitReached = 50417;

    /// <summary>The same as <see cref="NonChatParticipantLimitReached"/>, under another code.</summary>
    public const int NonChatMemberLimitReached = 50418;

    /// <summary>Another request is adding or removing the participant; try again.</summary>
    public const int ConcurrentParticipantChange = 50419;

    /// <summary>The fields of the messaging binding do not suit its channel.</summary>
    public const int BindingFieldsUnsuitable = 50420;

    /// <summary>The index of the last message read is not valid.</summary>
    public const int InvalidLastReadMessageIndex = 50421;

    /// <summary>The conversation has as many participants outside chat as it may have.</summary>
    public const int NonChatParticipantLimitReached = 50422;

    /// <summary>The participant is not in the conversation.</summary>
    public const int NotInConversation = 50430;

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

    /// <summary>The participant is in the group MMS already.</summary>
    public const int GroupParticipantAlreadyExists = 50437;

    /// <summary>There is a group of the same participants already.</summary>
    public const int GroupAlreadyExists = 50438;

    /// <summary>The projected address does not belong to the account.</summary>
    public const int ProjectedAddressNotOwned = 50439;

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

    /// <summary>A search takes an identity or an address, but not both.</summary>
    public const int IdentityAndAddress = 50451;

    /// <summary>Group MMS is not enabled for the account.</summary>
    public const int GroupMmsNotEnabled = 50452;

    /// <summary>The channel does not support a proxy address.</summary>
    public const int ProxyAddressNotSupported = 50453;
}
