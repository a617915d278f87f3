using System.Globalization;
using System.Text;
using OpenApi;

namespace SpecDrift;

/// <summary>A Markdown table of a document's operations: a row for each resource, with how the generated client leads to it.</summary>
internal static class OperationTable
{
    private static readonly string[] Verbs = ["list", "create", "fetch", "update", "delete"];

    public static string Of(Document document)
    {
        var text = new StringBuilder("| Resource | In the client | Operations |\n| --- | --- | --- |\n");
        foreach (var resource in document.Resources)
        {
            var verbs =
                from operation in resource.Operations
                group operation.Id by Words.Spaced(operation.Id).Split(' ')[0] into verb
                orderby Array.IndexOf(Verbs, verb.Key)
                select $"{verb.Key}: {string.Join(", ", verb.Select(name => $"`{name}`"))}";
            var name = $"{char.ToUpperInvariant(resource.Text[0])}{resource.Text[1..]}";
            text.Append(CultureInfo.InvariantCulture, $"| {name} | `{WayTo(resource)}` | {string.Join("<br>", verbs)} |\n");
        }

        return text.ToString();
    }

    private static string WayTo(Resource resource)
    {
        var way = resource.Places[0].Property;
        for (var owner = resource.Owner; owner is not null; owner = owner.Owner)
        {
            way = $"{owner.Name}(…).{way}";
        }

        return $"{(resource.IsInDefault ? "twilio" : "twilio.Service(…)")}.{way}";
    }
}
