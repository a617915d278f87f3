using System.CommandLine;
using System.Globalization;

namespace TwilioConversations.Cli;

/// <summary>Options that take a number or one of a few words, with errors that name the option as the user typed it.</summary>
internal static class OptionValues
{
    /// <summary>Accepts whole numbers of a range only.</summary>
    public static Option<T> Within<T>(this Option<T> option, int minimum, int maximum)
    {
        option.Arity = ArgumentArity.ExactlyOne;
        option.CustomParser = result =>
        {
            var isNumber = int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            if (isNumber && number >= minimum && number <= maximum)
            {
                return (T)(object)number;
            }

            var range = maximum == int.MaxValue ? $"of {minimum} or more" : $"from {minimum} to {maximum}";
            result.AddError($"{UsageErrors.TypedName(result.Parent, option)} must be a whole number {range}.");
            return default;
        };
        return option;
    }

    /// <summary>Accepts these two words only. As a bool, the option would leave any other word to the arguments.</summary>
    public static Option<string?> TrueOrFalse(this Option<string?> option) => option.OneOf(("true", "true"), ("false", "false"));

    /// <summary>Accepts some words only, in any case.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, params (string Word, T Value)[] choices)
    {
        string[] words = [.. choices.Select(choice => choice.Word)];
        option.Arity = ArgumentArity.ExactlyOne;
        option.HelpName = string.Join('|', words);
        // An enum would be completed by the names that it has in C# as well.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        option.CustomParser = result =>
        {
            var chosen = Array.FindIndex(words, word => word.Equals(result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
            {
                return choices[chosen].Value;
            }

            result.AddError($"{UsageErrors.TypedName(result.Parent, option)} must be {string.Join(", ", words[..^1])} or {words[^1]}.");
            return default;
        };
        return option;
    }
}
