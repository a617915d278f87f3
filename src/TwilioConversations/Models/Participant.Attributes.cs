using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;

namespace TwilioConversations;

public sealed partial record Participant
{
    /// <summary>Reads the attributes as a type of yours.</summary>
    /// <typeparam name="T">The type; Newtonsoft.Json's attributes on it count.</typeparam>
    /// <param name="settings">How Newtonsoft.Json reads it; null for its own defaults, whatever the application's are.</param>
    /// <returns>The value; null where the text is <c>null</c>.</returns>
    /// <exception cref="JsonException">The text does not fit the type.</exception>
    [RequiresUnreferencedCode(AttributesJson.ReflectionNote)]
    [RequiresDynamicCode(AttributesJson.ReflectionNote)]
    public T? GetAttributes<T>(JsonSerializerSettings? settings = null) => AttributesJson.Read<T>(Attributes, settings);
}
