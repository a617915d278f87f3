using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TwilioConversations.DependencyInjection;

/// <summary>Reads options from configuration, setting by setting and without reflection, and collects everything that is wrong.</summary>
internal sealed class Settings(IConfiguration section)
{
    // A value may be a secret, so no message repeats one.
    private readonly List<string> _failures = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public static void Apply(IConfiguration section, string name, ConversationsClientOptions options)
    {
        var settings = new Settings(section);
        settings.ReadCredentials(options);
        settings.Read("Edge", text => options.Edge = text);
        settings.Read("Region", text => options.Region = text);
        settings.Read("BaseAddress", text => options.BaseAddress = Address(text));
        settings.Read("MediaBaseAddress", text => options.MediaBaseAddress = Address(text));
        settings.Read("WebhookEnabled", text => options.WebhookEnabled = Boolean(text));
        settings.Read("AttemptTimeout", text => options.AttemptTimeout = Time(text));
        settings.Read("TotalTimeout", text => options.TotalTimeout = Time(text));
        settings.Read("MaxResponseContentBufferSize", text => options.MaxResponseContentBufferSize = Number(text));
        settings.Read("Retry:MaxAttempts", text => options.Retry.MaxAttempts = Number(text));
        settings.Read("Retry:Delay", text => options.Retry.Delay = Time(text));
        settings.Read("Retry:MaxDelay", text => options.Retry.MaxDelay = Time(text));
        settings.Read("Retry:RetryCreatesAndUpdates", text => options.Retry.RetryCreatesAndUpdates = Boolean(text));
        if (section is IConfigurationSection)
        {
            // The root of a configuration also holds keys that are not ours.
            settings.RejectUnknown(section, "");
        }

        if (settings._failures.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(ConversationsClientOptions), settings._failures);
        }
    }

    private void ReadCredentials(ConversationsClientOptions options)
    {
        var (account, token, key, secret) = (Value("AccountSid"), Value("AuthToken"), Value("ApiKeySid"), Value("ApiKeySecret"));
        switch (account, token, key, secret)
        {
            case (_, not null, _, not null) or (not null, not null, not null, _):
                _failures.Add(
                    $"Set {PathOf("AccountSid")} and {PathOf("AuthToken")}, or {PathOf("ApiKeySid")} and {PathOf("ApiKeySecret")}, "
                    + "but not both pairs.");
                break;
            case (null, not null, _, _):
                _failures.Add(Missing("AccountSid", "AuthToken"));
                break;
            case (_, _, null, not null):
                _failures.Add(Missing("ApiKeySid", "ApiKeySecret"));
                break;
            case (_, _, not null, null):
                _failures.Add(Missing("ApiKeySecret", "ApiKeySid"));
                break;
            // Other libraries need the account's SID beside an API key.
            case (_, null, not null, not null):
                Try("ApiKeySid", "ApiKeySecret", () => options.Credentials = TwilioCredentials.FromApiKey(key, secret));
                break;
            case (not null, null, null, null):
                _failures.Add(Missing("AuthToken", "AccountSid"));
                break;
            case (not null, not null, null, null):
                Try("AccountSid", "AuthToken", () => options.Credentials = TwilioCredentials.FromAuthToken(account, token));
                break;
        }

        string Missing(string missing, string given) => $"{PathOf(missing)} is missing beside {PathOf(given)}.";

        void Try(string sidKey, string secretKey, Action set)
        {
            try
            {
                set();
            }
            catch (ArgumentException e)
            {
                // The rule begins with "Must".
                _failures.Add($"{PathOf(e.ParamName is "accountSid" or "apiKeySid" ? sidKey : secretKey)} m{Rules.Of(e).Substring(1)}");
            }
        }
    }

    private void Read(string key, Action<string> apply)
    {
        if (Value(key) is not { } text)
        {
            return;
        }

        try
        {
            apply(text);
        }
        catch (FormatException e)
        {
            _failures.Add($"{PathOf(key)} must be {e.Message}.");
        }
        catch (ArgumentException e)
        {
            // The rule begins with the option's own name.
            _failures.Add($"{PathOf(key)} {Rules.Of(e).Split([' '], 2)[1]}");
        }
    }

    private string? Value(string key)
    {
        _known.Add(key);
        return section[key] is { Length: > 0 } text ? text : null;
    }

    private void RejectUnknown(IConfiguration parent, string prefix)
    {
        foreach (var child in parent.GetChildren())
        {
            var key = prefix + child.Key;
            var isParent = _known.Any(known => known.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
            var children = child.GetChildren().ToList();
            if (isParent && children.Count > 0)
            {
                RejectUnknown(child, key + ":");
            }
            else if (_known.Contains(key) && children.Count > 0)
            {
                _failures.AddRange(children.Select(inner => Unknown($"{key}:{inner.Key}")));
            }
            else if (!_known.Contains(key))
            {
                _failures.AddRange(children.Count == 0 ? [Unknown(key)] : children.Select(inner => Unknown($"{key}:{inner.Key}")));
            }
        }

        string Unknown(string key) => $"{PathOf(key)} is not a setting of TwilioConversations. There are {string.Join(", ", _known)}.";
    }

    private string PathOf(string key) => section is IConfigurationSection { Path: var path } ? $"{path}:{key}" : key;

    private static Uri Address(string text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var value)
        ? value
        : throw new FormatException("an address such as https://example.com");

    private static bool Boolean(string text) => bool.TryParse(text, out var value) ? value : throw new FormatException("true or false");

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new FormatException("a whole number");

    // A number alone would be read as days.
    private static TimeSpan Time(string text) => text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException("a time span such as 00:00:30");
}
