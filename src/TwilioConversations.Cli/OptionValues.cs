using System.CommandLine;
using System.Globalization;

namespace TwilioConversations.Cli;

/// <summary>Options that take a number or one of a few words, with errors that name the option.</summary>
internal static class OptionValues
{
    /// <summary>Takes whole numbers of a range only.</summary>
    public static Option<T> Within<T>(this Option<T> option, int minimum, int maximum)
    {
        option.Arity = ArgumentArity.ExactlyOne;
        option.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
            {
                return (T)(object)number;
            }

            result.AddError($"{option.Name} must be a whole number {(maximum == int.MaxValue ? $"of {minimum} or more" : $"from {minimum} to {maximum}")}.");
            return default;
        };
        return option;
    }

    /// <summary>Takes these two words only. As a bool, the option would leave any other word to the arguments.</summary>
    public static Option<string?> TrueOrFalse(this Option<string?> option) => option.OneOf(("true", "true"), ("false", "false"));

    /// <summary>Takes some words only, whatever their case.</summary>
    public static Option<T> OneOf<T>(this Option<T> option, params (string Word, T Value)[] choices)
    {
        string[] words = [.. choices.Select(choice => choice.Word)];
        option.Arity = ArgumentArity.ExactlyOne;
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add(words);
        option.CustomParser = result =>
        {
            var chosen = Array.FindIndex(words, word => word.Equals(result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
            {
                return choices[chosen].Value;
            }

            result.AddError($"{option.Name} must be {string.Join(", ", words[..^1])} or {words[^1]}.");
            return default;
        };
        return option;
    }
}
