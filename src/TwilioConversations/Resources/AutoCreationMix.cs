namespace TwilioConversations;

/// <summary>
/// The fields that together define how an incoming message opens a conversation. The service's error for a wrong mix does not name the field.
/// </summary>
internal static class AutoCreationMix
{
    /// <summary>Refuses fields that do not fit the type or, without a type, each other.</summary>
    /// <param name="type">The type; null if an update leaves it unchanged.</param>
    /// <param name="ofWebhook">The fields for the type webhook only: their names and values.</param>
    /// <param name="ofStudio">The fields for the type studio only.</param>
    /// <param name="argument">The C# name of the argument that holds the request.</param>
    public static void Check(AutoCreationType? type, (string Name, object? Value)[] ofWebhook, (string Name, object? Value)[] ofStudio, string argument)
    {
        var (webhook, studio) = (FirstSet(ofWebhook), FirstSet(ofStudio));
        if (type is not { } set)
        {
            Refuse(webhook is not null && studio is not null, $"{webhook} is for the type webhook and {studio} for the type studio", argument);
        }
        else if (set == AutoCreationType.Webhook || set == AutoCreationType.Studio || set == AutoCreationType.Default)
        {
            // A type that this version does not know has rules of its own.
            Refuse(webhook is not null && set != AutoCreationType.Webhook, $"the type {set} takes no {webhook}", argument);
            Refuse(studio is not null && set != AutoCreationType.Studio, $"the type {set} takes no {studio}", argument);
        }
    }

    /// <summary>Refuses a new address configuration without the field that its type requires.</summary>
    public static void CheckComplete(AutoCreationType? type, string? webhookUrl, string? studioFlowSid, string argument)
    {
        const string Url = nameof(CreateAddressConfigurationRequest.AutoCreationWebhookUrl);
        const string Flow = nameof(CreateAddressConfigurationRequest.AutoCreationStudioFlowSid);
        Refuse(type == AutoCreationType.Webhook && string.IsNullOrEmpty(webhookUrl), $"the type {type} needs {Url}", argument);
        Refuse(type == AutoCreationType.Studio && string.IsNullOrEmpty(studioFlowSid), $"the type {type} needs {Flow}", argument);
    }

    // An empty list sends nothing.
    private static string? FirstSet((string Name, object? Value)[] fields) =>
        Array.Find(fields, field => field.Value is not (null or IReadOnlyCollection<string> { Count: 0 })).Name;

    private static void Refuse(bool isWrong, string rule, string argument)
    {
        if (isWrong)
        {
            throw new ArgumentException($"The fields do not fit together: {rule}.", argument);
        }
    }
}
