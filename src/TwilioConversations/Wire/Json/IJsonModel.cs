namespace TwilioConversations;

/// <summary>A type that is an object in JSON.</summary>
internal interface IJsonModel
{
    /// <summary>The <see cref="JsonRead{T}"/> of the type.</summary>
    Delegate Reader { get; }

    ModelFields Fields();
}
