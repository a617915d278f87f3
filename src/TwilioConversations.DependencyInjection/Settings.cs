using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TwilioConversations.DependencyInjection;

/// <summary>Reads options from configuration, setting by setting and without reflection.</summary>
internal static class Settings
{
    public static void Apply(IConfiguration section, string name, ConversationsClientOptions options)
    {
        Set("AuthToken", token => options.Credentials = TwilioCredentials.AuthToken(Required("AccountSid"), token));
        Set("ApiSecret", secret => options.Credentials = TwilioCredentials.ApiKey(Required("ApiKey"), secret));
        Set("Edge", edge => options.Edge = edge);
        Set("Region", region => options.Region = region);
        Set("BaseAddress", address => options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute));
        Set("WebhookEnabled", text => options.WebhookEnabled = bool.Parse(text) ? WebhookEnabled.True : WebhookEnabled.False);
        Set("AttemptTimeout", text => options.AttemptTimeout = TimeSpan.Parse(text, CultureInfo.InvariantCulture));
        Set("TotalTimeout", text => options.TotalTimeout = TimeSpan.Parse(text, CultureInfo.InvariantCulture));
        Set("Retry:MaximumAttempts", text => options.Retry.MaximumAttempts = int.Parse(text, CultureInfo.InvariantCulture));
        Set("Retry:BaseDelay", text => options.Retry.BaseDelay = TimeSpan.Parse(text, CultureInfo.InvariantCulture));
        Set("Retry:MaximumDelay", text => options.Retry.MaximumDelay = TimeSpan.Parse(text, CultureInfo.InvariantCulture));
        Set("Retry:RetryCreatesAndUpdates", text => options.Retry.RetryCreatesAndUpdates = bool.Parse(text));

        void Set(string key, Action<string> apply)
        {
            if (section[key] is not { Length: > 0 } text)
            {
                return;
            }

            try
            {
                apply(text);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
            {
                // The value itself may be a secret.
                throw new OptionsValidationException(name, typeof(ConversationsClientOptions), [$"{PathOf(Wrong(key, e))}: {(e is FormatException ? "cannot be read." : e.Message)}"]);
            }
        }

        // Of a pair, the SID is read together with its secret.
        static string Wrong(string key, Exception error) => error is ArgumentException { ParamName: "accountSid" } ? "AccountSid" : error is ArgumentException { ParamName: "keySid" } ? "ApiKey" : key;

        string Required(string key) => section[key] is { Length: > 0 } text
            ? text
            : throw new ArgumentException($"needs {PathOf(key)} beside it.");

        string PathOf(string key) => section is IConfigurationSection { Path: var path } ? $"{path}:{key}" : key;
    }
}

/// <summary>Checks the options of one name, with a message that says where they are set.</summary>
internal sealed class OptionsValidator(string name, string? path) : IValidateOptions<ConversationsClientOptions>
{
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
            var where = path ?? (name.Length == 0 ? nameof(ConversationsClientOptions) : $"{nameof(ConversationsClientOptions)} '{name}'");
            return ValidateOptionsResult.Fail($"{where}: {e.Message}{(options.Credentials is null && path is not null ? $" Set {path}:AccountSid and {path}:AuthToken, or {path}:ApiKey and {path}:ApiSecret." : "")}");
        }
    }
}
