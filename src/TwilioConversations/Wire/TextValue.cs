namespace TwilioConversations;

/// <summary>The members that enums and keys share.</summary>
internal static class TextValue
{
    public static T Parse<T>(string text)
        where T : struct, ITextValue => (T)default(T).From(text ?? throw new ArgumentNullException(nameof(text)));

    /// <returns>false if the text is null or empty; otherwise, true.</returns>
    public static bool TryParse<T>(string? text, out T value)
        where T : struct, ITextValue
    {
        value = string.IsNullOrEmpty(text) ? default : Parse<T>(text!);
        return !string.IsNullOrEmpty(text);
    }

    /// <summary>The exception for a key whose text would not make the same key again.</summary>
    public static InvalidOperationException WouldChange(string kind) =>
        new($"The {kind} has the shape of a SID and as text would become one, or the SID has not. Store the value and its kind.");
}
