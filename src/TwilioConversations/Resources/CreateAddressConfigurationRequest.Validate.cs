namespace TwilioConversations;

public sealed partial class CreateAddressConfigurationRequest : IAutoCreationFields
{
    partial void Validate(string argument)
    {
        AutoCreationMix.Check(this, argument);
        AutoCreationMix.CheckComplete(this, argument);
    }
}
