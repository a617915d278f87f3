namespace TwilioConversations;

/// <summary>JSON whose shape the OpenAPI document leaves open.</summary>
/// <remarks>
/// Two values are equal if their text is: <c>{"a":1}</c> and <c>{ "a": 1 }</c> are not. The text may hold anything, personal data
/// included, so <see cref="ToString"/> does not show it.
/// </remarks>
/// <example>
/// <code>
/// var json = JObject.Parse(configuration.Value);
/// </code>
/// </example>
[System.Text.Json.Serialization.JsonConverter(typeof(RawJsonConverter))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftConverter))]
public readonly record struct RawJson
{
    // Null means the JSON null, so an uninitialized value equals one that was read.
    private readonly string? _text;

    /// <summary>Wraps a JSON text.</summary>
    /// <param name="json">The text; an empty string means <c>null</c>. In a request it is checked when the request is sent.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    public RawJson(string json) => _text = (json ?? throw new ArgumentNullException(nameof(json))) is "" or "null" ? null : json;

    /// <summary>The JSON text; <c>null</c> for an uninitialized value.</summary>
    public string Value => _text ?? "null";

    /// <summary>The type's name only: the text may hold personal data.</summary>
    public override string ToString() => nameof(RawJson);
}
