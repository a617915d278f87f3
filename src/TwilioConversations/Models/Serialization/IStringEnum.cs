namespace TwilioConversations;

/// <summary>A generated enum. Its default value makes all others, without reflection and on every target framework.</summary>
internal interface IStringEnum<out T>
{
    T From(string value);
}
