using System.Globalization;
using Newtonsoft.Json;

namespace TwilioConversations;

public sealed partial class CreateMessageRequest
{
    /// <summary>Sets <see cref="ContentVariables"/> to the JSON of named values, for the template of <see cref="ContentSid"/>.</summary>
    /// <param name="variables">The value of each placeholder by its name, such as <c>1</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="variables"/> is null.</exception>
    /// <exception cref="ArgumentException">A value is null.</exception>
    public void SetContentVariables(IEnumerable<KeyValuePair<string, string>> variables)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        json.WriteStartObject();
        foreach (var variable in variables ?? throw new ArgumentNullException(nameof(variables)))
        {
            json.WritePropertyName(variable.Key);
            json.WriteValue(variable.Value ?? throw new ArgumentException("Each variable must have a value.", nameof(variables)));
        }

        json.WriteEndObject();
        ContentVariables = text.ToString();
    }
}
