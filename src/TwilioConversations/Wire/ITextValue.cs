namespace TwilioConversations;

/// <summary>
/// A value that is text in JSON: an enum or a key. Its default value makes all others, without reflection and on every target framework.
/// </summary>
internal interface ITextValue
{
    /// <summary>The value as JSON has it.</summary>
    string Text { get; }

    object From(string text);
}
