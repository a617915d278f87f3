using System.CommandLine;
using System.Globalization;

namespace TwilioConversations.Cli;

/// <summary>Options that take a number within a range.</summary>
internal static class NumberRange
{
    /// <summary>Refuses a number outside of the range by the option's name; what is no number at all the parser refuses.</summary>
    public static Option<T> Within<T>(this Option<T> option, int minimum, int maximum)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && (number < minimum || number > maximum))
            {
                result.AddError(maximum == int.MaxValue ? $"{option.Name} must be {minimum} or more." : $"{option.Name} must be from {minimum} to {maximum}.");
            }
        });
        return option;
    }
}
