using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;

namespace TwilioConversations;

public sealed partial class UpdateParticipantRequest
{
    /// <summary>Sets <see cref="Attributes"/> to the JSON text of a value.</summary>
    /// <typeparam name="T">The value's type; Newtonsoft.Json's attributes on it count.</typeparam>
    /// <param name="value">The value. Its text must be at most 4,096 bytes of UTF-8, which is checked when the request is sent.</param>
    /// <param name="settings">How Newtonsoft.Json writes it; null for its own defaults, whatever the application's are.</param>
    /// <exception cref="JsonException">The value cannot be written.</exception>
    [RequiresUnreferencedCode(AttributesJson.ReflectionNote)]
    [RequiresDynamicCode(AttributesJson.ReflectionNote)]
    public void SetAttributes<T>(T value, JsonSerializerSettings? settings = null) => Attributes = AttributesJson.Write(value, settings);
}
