using System.Text.RegularExpressions;

namespace TwilioConversations.Cli;

/// <summary>Rules that an argument of the library breaks, by the name under which the user gave it.</summary>
internal static partial class ArgumentNames
{
    // By the parameter or the form field; nothing where the command line cannot give it.
    private static readonly Dictionary<string, (string Option, string Column)> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["conversationSid"] = ("<conversation>", "conversation"),
        ["conversation"] = ("<conversation>", "conversation"),
        ["chatServiceSid"] = ("--service", "service"),
        ["serviceSid"] = ("--service", "service"),
        ["service"] = ("--service", "service"),
        ["sid"] = ("<id>", "sid"),
        ["key"] = ("<id>", "sid"),
        ["sidOrIdentity"] = ("<id>", "identity"),
        ["identity"] = ("--identity", "identity"),
        ["address"] = ("--address", "address"),
        ["MessagingBinding.Address"] = ("--address", "address"),
        ["MessagingBinding.ProxyAddress"] = ("--proxy-address", "proxy_address"),
        ["MessagingBinding.ProjectedAddress"] = ("--projected-address", "projected_address"),
        ["Attributes"] = ("--attributes", "attributes"),
        ["RoleSid"] = ("--role", "role_sid"),
        ["LastReadMessageIndex"] = ("--last-read-index", "last_read_message_index"),
        ["LastReadTimestamp"] = ("--last-read-timestamp", "last_read_timestamp"),
        ["DateCreated"] = ("--date-created", "date_created"),
        ["DateUpdated"] = ("--date-updated", "date_updated"),
        ["BaseAddress"] = ("--base-address", "baseAddress"),
    };

    public static string Option(ArgumentException error) => Rule(error, name => Names.TryGetValue(name, out var known) ? known.Option : IsField(name) ? Field.OptionName(name) : null);

    public static string Column(ArgumentException error) => Rule(error, name => Names.TryGetValue(name, out var known) ? known.Column : null);

    private static string Rule(ArgumentException error, Func<string, string?> nameOf)
    {
        var message = error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal);
        var subject = Subject().Match(message).Value;
        return subject == "Must" && nameOf(error.ParamName ?? "") is { } argument ? $"{argument} must{message[subject.Length..]}"
            : nameOf(subject) is { } field ? field + message[subject.Length..]
            : message;
    }

    // What begins with a capital is a field of a request, as the document names it.
    private static bool IsField(string name) => name is [>= 'A' and <= 'Z', ..] and not "Must";

    [GeneratedRegex(@"\A[\w.]+")]
    private static partial Regex Subject();
}
