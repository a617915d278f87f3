using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>The current values of a generated type's fields, the additional ones last. They are written as JSON, and compared.</summary>
internal readonly struct ModelFields(JsonNames names, params object?[] values)
{
    public static bool AreEqual(IJsonModel model, IJsonModel? other) =>
        ReferenceEquals(model, other) || (other is not null && model.Fields().Values.SequenceEqual(other.Fields().Values));

    public static int HashOf(IJsonModel model) =>
        model.Fields().Values.Aggregate(0, (hash, value) => unchecked((hash * 31) + (value?.GetHashCode() ?? 0)));

    private object?[] Values => values;

    /// <summary>Writes them as a JSON object: a missing value is null if the field is required, and left out otherwise.</summary>
    public void WriteTo(JsonWriter json)
    {
        json.WriteStartObject();
        for (var i = 0; i < values.Length - 1; i++)
        {
            json.WriteField(names[i], values[i], isOptional: !names.IsRequired(i));
        }

        switch (values[^1])
        {
            case AdditionalFields texts:
                texts.WriteTo(json);
                break;
            case IEnumerable<KeyValuePair<string, string>> fields:
                foreach (var field in fields)
                {
                    json.WriteField(field.Key, field.Value);
                }

                break;
        }

        json.WriteEndObject();
    }
}
