using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>The data that the templates print for a query parameter.</summary>
internal static class QueryText
{
    public static JsonObject Of(Operation operation, Parameter parameter)
    {
        var (source, argument) = !operation.IsPaging(parameter) ? ($"options?.{parameter.Property}", "options")
            : parameter.Name == "PageSize" ? ("pageSize", "options")
            : (parameter.Variable, parameter.Variable);
        return new()
        {
            ["adder"] = parameter.Type.IsList ? "AddQueryEach" : "AddQuery",
            ["name"] = Words.Literal(Uri.EscapeDataString(parameter.Name)),
            ["value"] = parameter.Type.IsList || parameter.Type.Kind is ValueKind.Text or ValueKind.Whole or ValueKind.LongWhole ? source : $"WireText.Of({source})",
            ["argument"] = argument,
            ["rules"] = string.Concat(Rules(parameter).Where(rule => rule.Limit is not null).Select(rule => $", {rule.Name}: {rule.Limit}")),
        };
    }

    private static IEnumerable<(string Name, long? Limit)> Rules(Parameter parameter)
    {
        var schema = parameter.Schema;
        return parameter.Type switch
        {
            { IsList: true } => [("maximumItems", schema.Whole("maxItems")), ("maximumLength", schema.Map("items")?.Whole("maxLength"))],
            { Kind: ValueKind.Whole or ValueKind.LongWhole } => [("minimum", schema.Whole("minimum")), ("maximum", schema.Whole("maximum"))],
            _ => [("maximumLength", schema.Whole("maxLength"))],
        };
    }
}
