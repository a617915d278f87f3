using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SpecDrift;

namespace SpecReplay;

/// <summary>An edition as a maintainer would keep it: block YAML with comments and descriptions of their own.</summary>
internal static class OwnDocument
{
    public const string OwnText = "In our own words, ";

    public static string Of(string edition)
    {
        var text = new StringBuilder("# Kept by hand.\n");
        var number = 0;
        Write(JsonNode.Parse(edition)!, "");
        return text.ToString();

        void Write(JsonNode node, string indent)
        {
            if (node is JsonObject fields)
            {
                foreach (var (name, value) in fields.Where(field => !field.Key.StartsWith("x-", StringComparison.Ordinal) || field.Key == "x-twilio"))
                {
                    if (name.StartsWith("/v1", StringComparison.Ordinal))
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\n{indent}# comment {number++}\n");
                    }

                    if (name is "description" or "summary" && value is JsonValue)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{indent}{name}: {OwnText}{number++}.\n");
                    }
                    else
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{indent}{SchemaWriter.Plain(name)}:");
                        Value(value, indent + "  ");
                    }
                }
            }
            else if (node is JsonArray items)
            {
                foreach (var item in items)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{indent}-");
                    Value(item, indent + "  ");
                }
            }
        }

        void Value(JsonNode? value, string indent)
        {
            switch (value)
            {
                case JsonObject { Count: > 0 } or JsonArray { Count: > 0 }:
                    text.Append('\n');
                    Write(value, indent);
                    break;
                default:
                    text.Append(CultureInfo.InvariantCulture, $" {value?.ToJsonString() ?? "null"}\n");
                    break;
            }
        }
    }
}
