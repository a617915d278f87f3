using Microsoft.Extensions.Options;

namespace TwilioConversations.DependencyInjection;

/// <summary>Checks the options of one name. Its messages say where they are set.</summary>
internal sealed class OptionsValidator(string name, string? path) : IValidateOptions<ConversationsClientOptions>
{
    private string Where => path ?? (name.Length == 0 ? nameof(ConversationsClientOptions) : $"{nameof(ConversationsClientOptions)} '{name}'");

    /// <summary>Sets options. If one is rejected, the exception names the place where it was set.</summary>
    /// <exception cref="OptionsValidationException">An option breaks its rule.</exception>
    public void Configure(Action<ConversationsClientOptions> configure, ConversationsClientOptions options)
    {
        try
        {
            configure(options);
        }
        catch (ArgumentException e)
        {
            throw new OptionsValidationException(name, typeof(ConversationsClientOptions), [$"{Where}: {Rules.Of(e)}"]);
        }
    }

    public ValidateOptionsResult Validate(string? checkedName, ConversationsClientOptions options)
    {
        if (checkedName != name)
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            options.Validate();
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException e)
        {
            var advice = options.Credentials is null && path is not null
                ? $" Set {path}:AccountSid and {path}:AuthToken, or {path}:ApiKeySid and {path}:ApiKeySecret."
                : "";
            return ValidateOptionsResult.Fail($"{Where}: {Rules.Of(e)}{advice}");
        }
    }
}
