namespace TwilioConversations;

public static partial class ConversationsErrorCodes
{
    /// <summary>There is no such message.</summary>
    public const int MessageNotFound = 50500;

    /// <summary>The message has no content.</summary>
    public const int MessageBodyMissing = 50503;

    /// <summary>The body of the message is too long.</summary>
    public const int MessageBodyTooLong = 50504;

    /// <summary>There is no such file.</summary>
    public const int MediaNotFound = 50507;

    /// <summary>The file was sent with another message already.</summary>
    public const int MediaAlreadySent = 50508;

    /// <summary>The body of a message with a file cannot be changed.</summary>
    public const int MediaMessageBodyNotChangeable = 50509;

    /// <summary>The SID of the file is not valid.</summary>
    public const int InvalidMediaSid = 50510;

    /// <summary>The content type of the file is not valid.</summary>
    public const int InvalidMediaContentType = 50511;

    /// <summary>The file is too large.</summary>
    public const int MediaTooLarge = 50512;

    /// <summary>The author of a message in a group MMS is not one of its participants.</summary>
    public const int AuthorNotInGroup = 50513;

    /// <summary>The index of the message is not a number.</summary>
    public const int InvalidMessageIndex = 50516;

    /// <summary>The SID of the template is not valid.</summary>
    public const int InvalidContentSid = 50526;

    /// <summary>The variables of the template are not a JSON object.</summary>
    public const int InvalidContentVariables = 50527;

    /// <summary>Variables need a template.</summary>
    public const int ContentSidMissing = 50528;

    /// <summary>The variables of the template have more than 27,801 characters in all.</summary>
    public const int ContentVariablesTooLong = 50529;

    /// <summary>The name of a variable has more than 16 characters.</summary>
    public const int ContentVariableKeyTooLong = 50540;

    /// <summary>The value of a variable has more than 256 characters.</summary>
    public const int ContentVariableValueTooLong = 50541;
}
