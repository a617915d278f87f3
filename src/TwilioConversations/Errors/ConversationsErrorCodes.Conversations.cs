namespace TwilioConversations;

public static partial class ConversationsErrorCodes
{
    /// <summary>There is no such conversation, as Programmable Chat reports it.</summary>
    public const int ChannelNotFound = 50300;

    /// <summary>The attributes are too long.</summary>
    public const int AttributesTooLong = 50303;

    /// <summary>The attributes are not valid JSON.</summary>
    public const int InvalidAttributes = 50304;

    /// <summary>The date of creation is not valid.</summary>
    public const int InvalidDateCreated = 50308;

    /// <summary>The date of the update is not valid.</summary>
    public const int InvalidDateUpdated = 50309;

    /// <summary>The author is too long.</summary>
    public const int AuthorTooLong = 50310;

    /// <summary>The conversation is being deleted, and changes to it are discarded.</summary>
    public const int ConversationBeingDeleted = 50334;

    /// <summary>The SID of the messaging service is missing.</summary>
    public const int MessagingServiceSidMissing = 50340;

    /// <summary>The SID of the messaging service is not valid.</summary>
    public const int InvalidMessagingServiceSid = 50341;

    /// <summary>The messaging service belongs to another account.</summary>
    public const int MessagingServiceOfOtherAccount = 50342;

    /// <summary>The update sets nothing.</summary>
    public const int EmptyUpdate = 50347;

    /// <summary>Another request is adding or removing the conversation; try again.</summary>
    public const int ConcurrentConversationChange = 50349;

    /// <summary>There is no such conversation.</summary>
    public const int ConversationNotFound = 50350;

    /// <summary>Another conversation has the unique name.</summary>
    public const int ConversationAlreadyExists = 50353;

    /// <summary>There is no such webhook.</summary>
    public const int ConversationWebhookNotFound = 50360;

    /// <summary>The conversation has the maximum number of webhooks.</summary>
    public const int WebhookLimitReached = 50361;

    /// <summary>The webhook has more than the maximum number of triggers.</summary>
    public const int TriggerLimitReached = 50362;

    /// <summary>The SID of the webhook is not valid.</summary>
    public const int InvalidWebhookSid = 50363;

    /// <summary>The target of the webhook is unknown.</summary>
    public const int InvalidWebhookTarget = 50364;

    /// <summary>A filter of the webhook is not the name of an event.</summary>
    public const int InvalidWebhookFilter = 50365;

    /// <summary>A trigger of the webhook is not valid.</summary>
    public const int InvalidWebhookTrigger = 50366;

    /// <summary>The flow SID of the webhook is missing or not valid.</summary>
    public const int InvalidWebhookFlowSid = 50367;

    /// <summary>The target of the webhook is missing.</summary>
    public const int WebhookTargetMissing = 50368;

    /// <summary>The URL of the webhook is missing.</summary>
    public const int WebhookUrlMissing = 50369;

    /// <summary>The webhook needs a filter.</summary>
    public const int WebhookFilterMissing = 50370;

    /// <summary>The webhook needs a trigger.</summary>
    public const int WebhookTriggerMissing = 50371;

    /// <summary>The URL of the webhook is too long.</summary>
    public const int WebhookUrlTooLong = 50372;

    /// <summary>Participants outside chat need a messaging service.</summary>
    public const int MessagingServiceRequired = 50373;

    /// <summary>The state is empty.</summary>
    public const int StateMissing = 50374;

    /// <summary>The timer to the inactive state is shorter than one minute.</summary>
    public const int InactiveTimerTooShort = 50375;

    /// <summary>The timer to the closed state is shorter than ten minutes.</summary>
    public const int ClosedTimerTooShort = 50376;

    /// <summary>The conversation is closed, and cannot be changed.</summary>
    public const int ConversationClosed = 50377;

    /// <summary>The state is unknown, or cannot be set.</summary>
    public const int InvalidState = 50378;

    /// <summary>The timer to the inactive state is not an ISO 8601 duration.</summary>
    public const int InvalidInactiveTimer = 50379;

    /// <summary>The timer to the closed state is not an ISO 8601 duration.</summary>
    public const int InvalidClosedTimer = 50380;

    /// <summary>A new conversation with a timer needs a state.</summary>
    public const int TimerWithoutState = 50382;

    /// <summary>A new conversation must not be closed.</summary>
    public const int NewConversationClosed = 50384;

    /// <summary>Conversations is not offered in the region.</summary>
    public const int RegionNotSupported = 50385;

    /// <summary>The unique name looks like the SID of a conversation.</summary>
    public const int UniqueNameLooksLikeSid = 50390;

    /// <summary>The same as <see cref="ConcurrentConversationChange"/>, under another code.</summary>
    public const int ConcurrentConversationChange50391 = 50391;

    /// <summary>The time limit of a pre-action webhook must be over 0 milliseconds.</summary>
    public const int InvalidPreWebhookTimeout = 50392;

    /// <summary>The same as <see cref="ConcurrentConversationChange"/>, under another code.</summary>
    public const int ConcurrentConversationChange50449 = 50449;

    /// <summary>The address configuration was deleted.</summary>
    public const int AddressConfigurationDeleted = 50610;
}
