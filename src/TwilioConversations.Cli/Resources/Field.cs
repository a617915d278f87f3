using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>A field of a request or a filter of a list, with the options that set it.</summary>
internal sealed record Field<TRequest>(IReadOnlyList<Option> Options, Action<ParseResult, TRequest> Apply)
{
    /// <summary>Adds an option that removes the stored value.</summary>
    public Field<TRequest> Removable(Action<TRequest> remove)
    {
        var option = new Option<bool>($"--remove-{Options[0].Name[2..]}") { Description = "Removes the stored value." };
        return Or(option, (arguments, request) =>
        {
            if (arguments.GetValue(option))
            {
                remove(request);
            }
        });
    }

    /// <summary>
    /// Adds an option that reads the value from a file, so that it appears neither in the shell's history nor in the list of processes.
    /// </summary>
    public Field<TRequest> FromFile(Action<TRequest, string> set)
    {
        var option = new Option<string?>($"{Options[0].Name}-file")
        {
            Description = $"The file that contains the value of {Options[0].Name}; - for standard input.",
            HelpName = "FILE",
        };
        return Or(option, (arguments, request) =>
        {
            if (arguments.GetValue(option) is { } name)
            {
                set(request, ToolEnvironment.Of(arguments).ReadText(name).TrimEnd('\r', '\n'));
            }
        });
    }

    private Field<TRequest> Or(Option option, Action<ParseResult, TRequest> apply)
    {
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(Options[0]) is not null)
            {
                result.AddError($"Pass either {Options[0].Name} or {option.Name}.");
            }
        });
        return new([.. Options, option], Apply + apply);
    }
}

/// <summary>Fields by the type of their value.</summary>
internal static partial class Field
{
    public static Field<TRequest> Text<TRequest>(string name, string description, Action<TRequest, string> set, bool isRequired = false)
    {
        var option = new Option<string?>(OptionName(name)) { Description = OneLine(description), HelpName = "TEXT", Required = isRequired };
        return Of(option, set);
    }

    public static Field<TRequest> Number<TRequest>(string name, string description, Action<TRequest, int> set, bool isRequired = false)
    {
        var option = new Option<int?>(OptionName(name)) { Description = OneLine(description), HelpName = "N", Required = isRequired }.Within(0, int.MaxValue);
        return Of(option, set);
    }

    public static Field<TRequest> Flag<TRequest>(string name, string description, Action<TRequest, bool> set, bool isRequired = false)
    {
        var option = new Option<string?>(OptionName(name)) { Description = OneLine(description), Required = isRequired }.TrueOrFalse();
        return Of<TRequest>(option, (request, value) => set(request, value == "true"));
    }

    public static Field<TRequest> Time<TRequest>(string name, string description, Action<TRequest, DateTimeOffset> set, bool isRequired = false)
    {
        var option = new Option<DateTimeOffset?>(OptionName(name))
        {
            Description = OneLine(description),
            HelpName = "TIME",
            Required = isRequired,
            Arity = ArgumentArity.ExactlyOne,
        };
        return Parsed(option, set, Parse, "a time such as 2026-01-02T03:04:05Z");

        static DateTimeOffset? Parse(string text) =>
            DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    public static Field<TRequest> Duration<TRequest>(string name, string description, Action<TRequest, TimeSpan> set, bool isRequired = false)
    {
        var option = new Option<TimeSpan?>(OptionName(name))
        {
            Description = OneLine(description),
            HelpName = "DURATION",
            Required = isRequired,
            Arity = ArgumentArity.ExactlyOne,
        };
        return Parsed(option, set, text => Iso8601Duration.TryParse(text, out var duration) ? duration : null, "an ISO 8601 duration such as PT15M");
    }

    public static Field<TRequest> Word<TRequest, TWord>(
        string name, string description, (string Word, TWord Value)[] words, Action<TRequest, TWord> set, bool isRequired = false)
        where TWord : struct
    {
        var option = new Option<TWord?>(OptionName(name)) { Description = OneLine(description), Required = isRequired }
            .OneOf([.. words.Select(word => (word.Word, (TWord?)word.Value))]);
        return Of(option, set);
    }

    public static Field<TRequest> Texts<TRequest>(string name, string description, Action<TRequest, IReadOnlyList<string>> set, bool isRequired = false)
    {
        var option = Repeated(name, $"{OneLine(description)} Can be repeated.", "TEXT", isRequired);
        return new([option], (arguments, request) =>
        {
            if (arguments.GetValue(option) is { Length: > 0 } values)
            {
                set(request, values);
            }
        });
    }

    public static Field<TRequest> Words<TRequest, TWord>(
        string name, string description, (string Word, TWord Value)[] words, Action<TRequest, IReadOnlyList<TWord>> set, bool isRequired = false)
    {
        var option = Repeated(name, $"{OneLine(description)} Can be repeated.", "WORD", isRequired);
        string[] known = [.. words.Select(word => word.Word)];
        option.CompletionSources.Add(known);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !known.Contains(token.Value)) is { } unknown)
            {
                result.AddError($"{UsageErrors.TypedName(result, option)} {unknown.Value}: must be {string.Join(", ", known[..^1])} or {known[^1]}.");
            }
        });
        return new([option], (arguments, request) =>
        {
            if (arguments.GetValue(option) is { Length: > 0 } values)
            {
                set(request, [.. values.Select(value => words.First(word => word.Word == value).Value)]);
            }
        });
    }

    public static Field<TRequest> Objects<TRequest, TItem>(string name, string description, Action<TRequest, IReadOnlyList<TItem>> set, bool isRequired = false)
    {
        var option = Repeated(name, $"{OneLine(description)} A JSON object; can be repeated.", "JSON", isRequired);
        return new([option], (arguments, request) =>
        {
            if (arguments.GetValue(option) is { Length: > 0 } values)
            {
                set(request, [.. values.Select(Read)]);
            }
        });

        TItem Read(string json)
        {
            try
            {
                return JsonConvert.DeserializeObject<TItem>(json) ?? throw new JsonSerializationException();
            }
            catch (Exception e) when (e is JsonException or InvalidDataException or InvalidResponseException)
            {
                // The error's own message may quote personal data.
                throw new UsageException($"{option.Name} must be a JSON object with the API's own field names.");
            }
        }
    }

    /// <summary>
    /// Returns the option of a form field or a query parameter: <c>Configuration.FlowSid</c> is <c>--configuration-flow-sid</c>. The addresses of
    /// a participant have the names of their columns, without the binding.
    /// </summary>
    public static string OptionName(string field)
    {
        var words = WordStart().Replace(field.Replace("MessagingBinding.", "", StringComparison.Ordinal), "-$1");
        return $"--{words.Replace(".", "", StringComparison.Ordinal).ToLowerInvariant().TrimStart('-')}";
    }

    private static Option<string[]> Repeated(string name, string description, string value, bool isRequired) =>
        new(OptionName(name)) { Description = description, HelpName = value, Required = isRequired };

    private static Field<TRequest> Parsed<TRequest, TValue>(Option<TValue?> option, Action<TRequest, TValue> set, Func<string, TValue?> parse, string rule)
        where TValue : struct
    {
        option.CustomParser = result =>
        {
            var value = parse(result.Tokens[0].Value);
            if (value is null)
            {
                result.AddError($"{UsageErrors.TypedName(result.Parent, option)} must be {rule}.");
            }

            return value;
        };
        return Of(option, set);
    }

    private static Field<TRequest> Of<TRequest>(Option<string?> option, Action<TRequest, string> set) => new([option], (arguments, request) =>
    {
        if (arguments.GetValue(option) is { } value)
        {
            set(request, value);
        }
    });

    private static Field<TRequest> Of<TRequest, TValue>(Option<TValue?> option, Action<TRequest, TValue> set)
        where TValue : struct => new([option], (arguments, request) =>
    {
        if (arguments.GetValue(option) is { } value)
        {
            set(request, value);
        }
    });

    private static string OneLine(string description) => Space().Replace(description, " ").Trim();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
