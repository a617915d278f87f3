using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace TwilioConversations.AccessTokens;

/// <summary>The issuer of access tokens, their chat service and their lifetime.</summary>
/// <remarks>Neither <see cref="ToString"/> nor System.Text.Json or Newtonsoft.Json writes the secret.</remarks>
public sealed class AccessTokenIssuerOptions
{
    /// <summary>Gets or sets the account that the chat service belongs to.</summary>
    /// <value>Required: AC and 32 hexadecimal digits.</value>
    public string? AccountSid { get; set; }

    /// <summary>Gets or sets the API key that signs. Tokens are always signed with an API key, never with the account's auth token.</summary>
    /// <value>Required: SK and 32 hexadecimal digits.</value>
    public string? ApiKeySid { get; set; }

    /// <summary>Gets or sets the API key's secret. It never appears in output or in a token.</summary>
    /// <value>Required: at least 32 bytes, as the signature's algorithm requires; Twilio's secrets have 32.</value>
    [JsonIgnore]
    [IgnoreDataMember]
    public string? ApiKeySecret { get; set; }

    /// <summary>Gets or sets the chat service that the tokens are for.</summary>
    /// <value>Required: IS and 32 hexadecimal digits. The default service has such a SID, too: every conversation contains it.</value>
    public string? ChatServiceSid { get; set; }

    /// <summary>Gets or sets the push credential with which the service sends push notifications to a phone.</summary>
    /// <value>CR and 32 hexadecimal digits; null by default.</value>
    public string? PushCredentialSid { get; set; }

    /// <summary>
    /// Gets or sets the region in which the API key and the chat service are, such as <c>ie1</c>. It becomes the token's header <c>twr</c>.
    /// </summary>
    /// <value>Lower-case letters, digits and hyphens; null by default, for the region <c>us1</c>.</value>
    public string? Region { get; set; }

    /// <summary>Gets or sets how long a token is valid. A client asks for a new one before the old one expires.</summary>
    /// <value>From 1 second to 24 hours; the default is one hour.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the clock from which a token's times are taken. Replace it in tests.</summary>
    /// <value>The default is the system's clock.</value>
    [JsonIgnore]
    [IgnoreDataMember]
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Returns the type's name only.</summary>
    public override string ToString() => nameof(AccessTokenIssuerOptions);
}
