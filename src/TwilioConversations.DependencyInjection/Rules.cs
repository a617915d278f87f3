namespace TwilioConversations.DependencyInjection;

/// <summary>The rule that an exception about an argument states, without the argument's name and value.</summary>
internal static class Rules
{
    private static readonly string[] Appended = [" (Parameter '", "\nActual value", "\r\nParameter name:", "\nParameter name:"];

    public static string Of(ArgumentException error) => error.Message.Split(Appended, StringSplitOptions.None)[0];
}
