namespace TwilioConversations.AccessTokens;

/// <summary>Who issues access tokens, for which chat service, and for how long.</summary>
/// <remarks>Prints none of its values.</remarks>
public sealed class AccessTokenIssuerOptions
{
    /// <summary>The account that the chat service belongs to.</summary>
    /// <value>Required: AC and 32 hexadecimal digits.</value>
    public string? AccountSid { get; set; }

    /// <summary>The API key that signs. Tokens are signed with a key of its own, never with the account's auth token.</summary>
    /// <value>Required: SK and 32 hexadecimal digits.</value>
    public string? KeySid { get; set; }

    /// <summary>The API key's secret. It is never printed, and stands in no token.</summary>
    /// <value>Required: at least 32 bytes, as the signature's algorithm asks for; Twilio's secrets have 32.</value>
    public string? KeySecret { get; set; }

    /// <summary>The chat service that the tokens are for.</summary>
    /// <value>Required: IS and 32 hexadecimal digits. The default service has such a SID, too: every conversation names it.</value>
    public string? ChatServiceSid { get; set; }

    /// <summary>The credential with which the service sends push notifications to a phone.</summary>
    /// <value>CR and 32 hexadecimal digits; none unless set.</value>
    public string? PushCredentialSid { get; set; }

    /// <summary>How long a token is valid. A client asks for a new one before the old one expires.</summary>
    /// <value>From 1 second to 24 hours; one hour unless set.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The clock that says when a token begins. Replace it in tests.</summary>
    /// <value>The system's clock unless set.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The type's name only.</summary>
    public override string ToString() => nameof(AccessTokenIssuerOptions);
}
