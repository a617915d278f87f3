using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>A field of a request or a filter of a list: its options on the command line, and what they set.</summary>
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

    /// <summary>Adds an option that reads the value from a file, so that neither the shell's history nor the list of processes has it.</summary>
    public Field<TRequest> FromFile(Action<TRequest, string> set)
    {
        var option = new Option<string?>($"{Options[0].Name}-file") { Description = $"Reads the value of {Options[0].Name} from a file.", HelpName = "FILE" };
        return Or(option, (arguments, request) =>
        {
            if (arguments.GetValue(option) is { } name)
            {
                var file = ToolEnvironment.Of(arguments).File(name);
                set(request, FileErrors.Try(file, "read", () => File.ReadAllText(file.Path)).TrimEnd('\r', '\n'));
            }
        });
    }

    private Field<TRequest> Or(Option option, Action<ParseResult, TRequest> apply)
    {
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(Options[0]) is not null)
            {
                result.AddError($"{Options[0].Name} and {option.Name} exclude each other.");
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
        var option = new Option<DateTimeOffset?>(OptionName(name)) { Description = OneLine(description), HelpName = "TIME", Required = isRequired, Arity = ArgumentArity.ExactlyOne };
        option.CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{option.Name} must be a time such as 2026-01-02T03:04:05Z.");
            return null;
        };
        return Of(option, set);
    }

    public static Field<TRequest> Word<TRequest, TWord>(string name, string description, (string Word, TWord Value)[] words, Action<TRequest, TWord> set, bool isRequired = false)
        where TWord : struct
    {
        var option = new Option<TWord?>(OptionName(name)) { Description = OneLine(description), Required = isRequired }
            .OneOf([.. words.Select(word => (word.Word, (TWord?)word.Value))]);
        return Of(option, set);
    }

    public static Field<TRequest> Texts<TRequest>(string name, string description, Action<TRequest, IReadOnlyList<string>> set, bool isRequired = false)
    {
        var option = new Option<string[]>(OptionName(name)) { Description = $"{OneLine(description)} May be given several times.", HelpName = "TEXT", Required = isRequired };
        return new([option], (arguments, request) =>
        {
            if (arguments.GetValue(option) is { Length: > 0 } values)
            {
                set(request, values);
            }
        });
    }

    public static Field<TRequest> Words<TRequest, TWord>(string name, string description, (string Word, TWord Value)[] words, Action<TRequest, IReadOnlyList<TWord>> set, bool isRequired = false)
    {
        var option = new Option<string[]>(OptionName(name)) { Description = $"{OneLine(description)} May be given several times.", HelpName = "WORD", Required = isRequired };
        string[] known = [.. words.Select(word => word.Word)];
        option.CompletionSources.Add(known);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !known.Contains(token.Value)) is { } unknown)
            {
                result.AddError($"{option.Name} {unknown.Value}: it must be {string.Join(", ", known[..^1])} or {known[^1]}.");
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
        var option = new Option<string[]>(OptionName(name)) { Description = $"{OneLine(description)} Each is a JSON object; may be given several times.", HelpName = "JSON", Required = isRequired };
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
                // The error's own message may quote what is personal.
                throw new UsageException($"{option.Name} must be a JSON object with the API's own field names.");
            }
        }
    }

    /// <summary>
    /// The option of a form field or a query parameter: <c>Configuration.FlowSid</c> is <c>--configuration-flow-sid</c>. The addresses of a
    /// participant have the names of their columns, without the binding.
    /// </summary>
    public static string OptionName(string field) =>
        $"--{WordStart().Replace(field.Replace("MessagingBinding.", "", StringComparison.Ordinal), "-$1").Replace(".", "", StringComparison.Ordinal).ToLowerInvariant().TrimStart('-')}";

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
