using System.Text.Json;

namespace TwilioConversations;

public sealed partial class CreateMessageRequest
{
    private const int MaximumNameLength = 16;
    private const int MaximumValueLength = 256;
    private const int MaximumLength = 27_801;

    /// <summary>Sets <see cref="ContentVariables"/> to the JSON of named values, for the template of <see cref="ContentSid"/>.</summary>
    /// <param name="variables">The value of each placeholder by its name, such as <c>1</c>: names of at most 16 characters, values of at most 256.</param>
    /// <exception cref="ArgumentNullException"><paramref name="variables"/> is null.</exception>
    /// <exception cref="ArgumentException">A value is null, or a name or a value is too long, or all together have more than 27,801 characters.</exception>
    public void SetContentVariables(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables ?? throw new ArgumentNullException(nameof(variables)))
        {
            values[variable.Key] = variable.Value ?? throw new ArgumentException("Each variable must have a value.", nameof(variables));
        }

        var text = ModelFields.TextOf(new ValueMap(values));
        CheckContentVariables(text, nameof(variables));
        ContentVariables = text;
    }

    partial void Validate(string argument)
    {
        if (ContentVariables is { } text)
        {
            CheckContentVariables(text, argument);
        }
    }

    private static void CheckContentVariables(string text, string argument)
    {
        Require(text.Length <= MaximumLength, $"must have at most {MaximumLength} characters; this has {text.Length}", argument);
        JsonText.Check(text, int.MaxValue, nameof(ContentVariables), argument);
        using var json = JsonDocument.Parse(text);
        Require(json.RootElement.ValueKind == JsonValueKind.Object, "must be a JSON object", argument);
        foreach (var variable in json.RootElement.EnumerateObject())
        {
            Require(
                variable.Name.Length <= MaximumNameLength,
                $"must have names of at most {MaximumNameLength} characters; one has {variable.Name.Length}",
                argument);
            var length = variable.Value.ValueKind == JsonValueKind.String ? variable.Value.GetString()!.Length : 0;
            Require(length <= MaximumValueLength, $"must have values of at most {MaximumValueLength} characters; one has {length}", argument);
        }
    }

    private static void Require(bool holds, string rule, string argument)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(ContentVariables)} {rule}.", argument);
        }
    }
}
