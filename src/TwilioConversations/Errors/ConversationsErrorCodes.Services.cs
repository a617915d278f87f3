namespace TwilioConversations;

public static partial class ConversationsErrorCodes
{
    /// <summary>A chat service needs a friendly name.</summary>
    public const int FriendlyNameMissing = 50000;

    /// <summary>The resource is being deleted.</summary>
    public const int ResourceBeingDeleted = 50002;

    /// <summary>The friendly name is too long.</summary>
    public const int FriendlyNameTooLong = 50003;

    /// <summary>The unique name is too long.</summary>
    public const int UniqueNameTooLong = 50004;

    /// <summary>There is no such chat service.</summary>
    public const int ChatServiceNotFound = 50050;

    /// <summary>The webhook settings are not valid.</summary>
    public const int InvalidWebhookParameters = 50054;

    /// <summary>The HTTP method of the webhook is not valid.</summary>
    public const int InvalidWebhookMethod = 50055;

    /// <summary>A pre-action webhook returned a status other than 200, so the action was rejected.</summary>
    public const int PreWebhookRejected = 50056;

    /// <summary>A call to a webhook failed.</summary>
    public const int WebhookCallFailed = 50057;

    /// <summary>The template of the notification is too long.</summary>
    public const int NotificationTemplateTooLong = 50058;

    /// <summary>The sound of the notification is too long.</summary>
    public const int NotificationSoundTooLong = 50059;

    /// <summary>The maximum number of conversations of a user is not valid.</summary>
    public const int InvalidUserConversationLimit = 50060;

    /// <summary>The maximum number of participants is not valid.</summary>
    public const int InvalidParticipantLimit = 50061;

    /// <summary>The chat service takes no more actions in this second.</summary>
    public const int ServiceRateLimitExceeded = 50063;

    /// <summary>The number of retries of the webhook is not valid.</summary>
    public const int InvalidWebhookRetryCount = 50065;

    /// <summary>The platform takes no more actions in this second.</summary>
    public const int GlobalRateLimitExceeded = 50074;

    /// <summary>A pre-action webhook did not respond within five seconds.</summary>
    public const int PreWebhookTimedOut = 50076;

    /// <summary>There is no such role.</summary>
    public const int RoleNotFound = 50100;

    /// <summary>There is no such role of conversations.</summary>
    public const int ConversationRoleNotFound = 50101;

    /// <summary>There is no such role of services.</summary>
    public const int ServiceRoleNotFound = 50102;

    /// <summary>The permission is unknown, or is not one of the role's type.</summary>
    public const int UnknownPermission = 50104;

    /// <summary>The type of the role is unknown.</summary>
    public const int UnknownRoleType = 50105;

    /// <summary>The role for the creators of conversations does not exist.</summary>
    public const int CreatorRoleNotFound = 50106;

    /// <summary>The role of the user does not permit the action.</summary>
    public const int NotPermitted = 50107;

    /// <summary>The default role of conversations does not exist.</summary>
    public const int DefaultConversationRoleNotFound = 50109;

    /// <summary>The endpoint of the push binding is not valid.</summary>
    public const int InvalidPushEndpoint = 52001;

    /// <summary>The SID of the push credential is not valid, or is empty.</summary>
    public const int InvalidPushCredentialSid = 52002;

    /// <summary>The push credential is of another type than the push binding.</summary>
    public const int PushCredentialOfOtherType = 52003;

    /// <summary>The SID of the push credential is missing.</summary>
    public const int PushCredentialSidMissing = 52004;
}
