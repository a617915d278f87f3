namespace TwilioConversations;

/// <summary>
/// The fields that together define how an incoming message opens a conversation. The service's error for a wrong mix does not name the field.
/// </summary>
internal static class AutoCreationMix
{
    /// <summary>Rejects fields that do not fit the type or, without a type, each other.</summary>
    /// <param name="fields">The request. A type that is null in an update stays unchanged.</param>
    /// <param name="argument">The C# name of the argument that holds the request.</param>
    public static void Check(IAutoCreationFields fields, string argument)
    {
        var webhook = FirstSet(
            (nameof(fields.AutoCreationWebhookUrl), fields.AutoCreationWebhookUrl),
            (nameof(fields.AutoCreationWebhookMethod), fields.AutoCreationWebhookMethod),
            (nameof(fields.AutoCreationWebhookFilters), fields.AutoCreationWebhookFilters));
        var studio = FirstSet(
            (nameof(fields.AutoCreationStudioFlowSid), fields.AutoCreationStudioFlowSid),
            (nameof(fields.AutoCreationStudioRetryCount), fields.AutoCreationStudioRetryCount));
        if (fields.AutoCreationType is not { } set)
        {
            FieldRules.Require(webhook is null || studio is null, $"{webhook} is for the type webhook and {studio} for the type studio", argument);
        }
        else if (set == AutoCreationType.Webhook || set == AutoCreationType.Studio || set == AutoCreationType.Default)
        {
            // A type that this version does not know has rules of its own.
            FieldRules.Require(webhook is null || set == AutoCreationType.Webhook, $"the type {set} takes no {webhook}", argument);
            FieldRules.Require(studio is null || set == AutoCreationType.Studio, $"the type {set} takes no {studio}", argument);
        }
    }

    /// <summary>Rejects a new address configuration without the field that its type requires.</summary>
    public static void CheckComplete(IAutoCreationFields fields, string argument)
    {
        var type = fields.AutoCreationType;
        FieldRules.Require(
            type != AutoCreationType.Webhook || !string.IsNullOrEmpty(fields.AutoCreationWebhookUrl),
            $"the type {type} needs {nameof(fields.AutoCreationWebhookUrl)}",
            argument);
        FieldRules.Require(
            type != AutoCreationType.Studio || !string.IsNullOrEmpty(fields.AutoCreationStudioFlowSid),
            $"the type {type} needs {nameof(fields.AutoCreationStudioFlowSid)}",
            argument);
    }

    // An empty list adds no field.
    private static string? FirstSet(params (string Name, object? Value)[] fields) =>
        Array.Find(fields, field => field.Value is not (null or IReadOnlyCollection<string> { Count: 0 })).Name;
}
