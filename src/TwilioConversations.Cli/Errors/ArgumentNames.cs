using System.Text.Json;
using System.Text.RegularExpressions;

namespace TwilioConversations.Cli;

/// <summary>Rewrites the library's argument errors with the names that the user gave.</summary>
internal static partial class ArgumentNames
{
    // Names that no option has.
    private static readonly Dictionary<string, string> Arguments = new(StringComparer.Ordinal)
    {
        ["conversationKey"] = "<conversation>",
        ["messageSid"] = "<message>",
        ["userKey"] = "<user>",
        ["chatServiceSid"] = "--service",
        ["serviceSid"] = "--service",
        ["Edge"] = "TWILIO_EDGE",
        ["Region"] = "TWILIO_REGION",
        ["sid"] = "<id>",
        ["key"] = "<id>",
    };

    /// <summary>Returns the broken rule in terms of command-line options.</summary>
    public static string Option(ArgumentException error) => Rule(error, OptionName);

    /// <summary>Returns the broken rule in terms of a file's columns.</summary>
    public static string Column(ArgumentException error) => Rule(error, name => Field.OptionName(name)[2..].Replace('-', '_'));

    /// <summary>Returns the broken rule in terms of a profile.</summary>
    public static string Setting(ArgumentException error) => Rule(error, JsonNamingPolicy.CamelCase.ConvertName);

    /// <summary>Rewrites a message of the service, which names fields as in <c>Configuration.Filters</c>.</summary>
    public static string InMessage(string message) => FormField().Replace(message, field => Field.OptionName(field.Value));

    private static string OptionName(string name) => name.StartsWith("TWILIO_", StringComparison.Ordinal)
        ? name
        : Arguments.GetValueOrDefault(name) ?? Field.OptionName(name);

    private static string Rule(ArgumentException error, Func<string, string> nameOf)
    {
        var message = error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal);
        return message.StartsWith("Must ", StringComparison.Ordinal) && error.ParamName is { } parameter ? $"{nameOf(parameter)} m{message[1..]}"
            : FieldName().Replace(message, field => nameOf(field.Value));
    }

    // As the document or C# has them: before a rule, or in one that several fields or options break together.
    [GeneratedRegex(@"\A[A-Z][\w.]*(?= must )|(?<=\AThe fields do not fit together: .*)\b[A-Z]\w+|\b(BaseAddress|Edge|Region)\b")]
    private static partial Regex FieldName();

    [GeneratedRegex(@"\b[A-Z][a-z]+[A-Za-z]*\.[A-Z][a-z]+[A-Za-z]*\b")]
    private static partial Regex FormField();
}
