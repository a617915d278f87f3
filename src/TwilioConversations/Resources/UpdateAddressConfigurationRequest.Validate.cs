namespace TwilioConversations;

public sealed partial class UpdateAddressConfigurationRequest : IAutoCreationFields
{
    partial void Validate(string argument) => AutoCreationMix.Check(this, argument);
}
