namespace TwilioConversations;

public sealed partial class UpdateAddressConfigurationRequest
{
    partial void Validate(string argument)
    {
        AutoCreationMix.Check(
            AutoCreationType,
            [
                (nameof(AutoCreationWebhookUrl), AutoCreationWebhookUrl),
                (nameof(AutoCreationWebhookMethod), AutoCreationWebhookMethod),
                (nameof(AutoCreationWebhookFilters), AutoCreationWebhookFilters),
            ],
            [(nameof(AutoCreationStudioFlowSid), AutoCreationStudioFlowSid), (nameof(AutoCreationStudioRetryCount), AutoCreationStudioRetryCount)],
            argument);
    }
}
