namespace TwilioConversations;

public static partial class ConversationsErrorCodes
{
    /// <summary>There is no such user.</summary>
    public const int UserNotFound = 50200;

    /// <summary>The service has a user of that identity already.</summary>
    public const int UserAlreadyExists = 50201;

    /// <summary>The identity is reserved.</summary>
    public const int IdentityReserved = 50203;

    /// <summary>A participant needs an identity, an address or a projected address, and a user needs an identity.</summary>
    public const int IdentityMissing = 50204;

    /// <summary>Setting this role is not permitted.</summary>
    public const int RoleChangeNotPermitted = 50205;

    /// <summary>The identity looks like the SID of a user.</summary>
    public const int IdentityLooksLikeSid = 50206;

    /// <summary>The identity is too long.</summary>
    public const int IdentityTooLong = 50207;

    /// <summary>The user is in the maximum number of conversations, as Programmable Chat reports it.</summary>
    public const int UserChannelLimitReached = 50208;

    /// <summary>The type of the push binding is unknown.</summary>
    public const int UnknownBindingType = 50209;

    /// <summary>The notification level is unknown.</summary>
    public const int UnknownNotificationLevel = 50210;

    /// <summary>A participant has an identity or an address, but not both.</summary>
    public const int IdentityWithAddress = 50211;

    /// <summary>The user is invited already.</summary>
    public const int UserAlreadyInvited = 50212;

    /// <summary>Another request is adding or removing the user; try again.</summary>
    public const int ConcurrentUserChange = 50213;

    /// <summary>The user is in the maximum number of conversations.</summary>
    public const int UserConversationLimitReached = 50214;
}
