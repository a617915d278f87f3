namespace TwilioConversations;

/// <summary>The fields of a request that together define how an incoming message opens a conversation.</summary>
internal interface IAutoCreationFields
{
    AutoCreationType? AutoCreationType { get; }

    string? AutoCreationWebhookUrl { get; }

    WebhookMethod? AutoCreationWebhookMethod { get; }

    IReadOnlyList<string>? AutoCreationWebhookFilters { get; }

    string? AutoCreationStudioFlowSid { get; }

    int? AutoCreationStudioRetryCount { get; }
}
