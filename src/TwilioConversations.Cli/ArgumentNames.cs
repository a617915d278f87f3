using System.Text.Json;
using System.Text.RegularExpressions;

namespace TwilioConversations.Cli;

/// <summary>Rules that an argument of the library breaks, by the name under which the user gave it.</summary>
internal static partial class ArgumentNames
{
    // What is not called as an option is.
    private static readonly Dictionary<string, string> Arguments = new(StringComparer.Ordinal)
    {
        ["conversationSid"] = "<conversation>",
        ["messageSid"] = "<message>",
        ["userSid"] = "<user>",
        ["chatServiceSid"] = "--service",
        ["serviceSid"] = "--service",
        ["Edge"] = "TWILIO_EDGE",
        ["Region"] = "TWILIO_REGION",
        ["sid"] = "<id>",
        ["key"] = "<id>",
    };

    /// <summary>The rule for somebody who gave options.</summary>
    public static string Option(ArgumentException error) => Rule(error, name => Arguments.GetValueOrDefault(name) ?? Field.OptionName(name));

    /// <summary>The rule for somebody who gave a file with columns.</summary>
    public static string Column(ArgumentException error) => Rule(error, name => Field.OptionName(name)[2..].Replace('-', '_'));

    /// <summary>The rule for somebody who wrote a profile.</summary>
    public static string Setting(ArgumentException error) => Rule(error, name => name == "keySid" ? "apiKey" : JsonNamingPolicy.CamelCase.ConvertName(name));

    private static string Rule(ArgumentException error, Func<string, string> nameOf)
    {
        var message = error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal);
        return message.StartsWith("Must ", StringComparison.Ordinal) && error.ParamName is { } parameter ? $"{nameOf(parameter)} m{message[1..]}"
            : FieldName().Replace(message, field => nameOf(field.Value));
    }

    // As the document or C# has them: before a rule, or in one that several fields or options break together.
    [GeneratedRegex(@"\A[A-Z][\w.]*(?= must )|(?<=\AThe fields do not fit together: .*)\b[A-Z]\w+|\b(BaseAddress|Edge|Region)\b")]
    private static partial Regex FieldName();
}
