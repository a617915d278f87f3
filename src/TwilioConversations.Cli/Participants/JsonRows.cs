using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Cli;

/// <summary>Rows of JSON lines: an object with known fields in each line.</summary>
internal static class JsonRows
{
    private static readonly string[] BindingFields = ["type", "address", "proxy_address", "projected_address"];
    private static readonly string[] Fields =
    [
        "sid", "identity", "messaging_binding", "attributes", "role_sid", "last_read_message_index", "last_read_timestamp", "date_created", "date_updated",
        "account_sid", "conversation_sid", "chat_service_sid", "url",
    ];

    /// <exception cref="UsageException">The text is not well-formed.</exception>
    public static List<Row> Read(ImportText text)
    {
        var rows = new List<Row>();
        using var reader = new StreamReader(new MemoryStream(text.Bytes), Encoding.UTF8);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Trim().Length > 0)
            {
                rows.Add(ToRow(text, rows.Count + 1, number, line));
            }
        }

        return rows;
    }

    private static Row ToRow(ImportText text, int number, int line, string content)
    {
        var json = Parse(text, line, content);
        var binding = json["messaging_binding"] switch
        {
            null or { Type: JTokenType.Null } => null,
            JObject fields => fields,
            _ => throw text.Error(line, "messaging_binding must be an object."),
        };
        // A row with a SID comes from export, and may have fields that the service has gained since.
        if (json["sid"] is null && (Unknown(json, Fields) ?? Unknown(binding, BindingFields)) is { } unknown)
        {
            throw text.Error(
                line,
                $"'{TerminalText.Of(unknown)}' is not a field of participants. The fields are {string.Join(", ", Fields)}, "
                + $"and in messaging_binding {string.Join(", ", BindingFields)}.");
        }

        return ImportRows.ToRow(number, line, content, name => ValueOf(text, line, name, BindingFields.Contains(name) ? binding?[name] : json[name]));
    }

    private static JObject Parse(ImportText text, int line, string content)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(content)) { DateParseHandling = DateParseHandling.None };
            var json = JToken.Load(reader, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            return json is JObject row && !reader.Read() ? row : throw text.Error(line, "each line must be one JSON object.");
        }
        catch (JsonReaderException e)
        {
            // The error's own message quotes the content.
            var isRepeated = e.Message.Contains("already exists", StringComparison.Ordinal);
            throw text.Error(line, $"column {e.LinePosition}: {(isRepeated ? "a repeated field" : "not valid JSON")}.");
        }
    }

    private static string? Unknown(JObject? json, string[] known) =>
        json?.Properties().Select(property => property.Name).FirstOrDefault(name => !known.Contains(name));

    private static string? ValueOf(ImportText text, int line, string name, JToken? value) => value switch
    {
        null or { Type: JTokenType.Null } => null,
        JValue { Value: string characters } => characters,
        JValue { Value: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw text.Error(line, $"{name} must be a string{(name == "attributes" ? " that contains JSON" : "")}."),
    };
}
