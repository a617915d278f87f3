using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SpecDrift;

/// <summary>Descriptions that a person wrote on an earlier branch: a change that upstream takes back and makes again finds them.</summary>
internal static class EarlierTexts
{
    private const string Missing = "To be written.";

    /// <summary>
    /// The document with the texts of earlier versions, the newest first, in place of the descriptions that are still to be written there.
    /// </summary>
    public static string Fill(string document, IReadOnlyList<string> earlier)
    {
        if (earlier.Count == 0)
        {
            return document;
        }

        var known = earlier.Select(text => Texts(Parsed(text)).ToLookup(item => item.Path, item => item.Node, StringComparer.Ordinal)).ToList();
        var edits = from item in Texts(Parsed(document))
                    where item.Node.Value == Missing
                    let text = known.SelectMany(texts => texts[item.Path]).Select(node => node.Value!).FirstOrDefault(text => text.Length > 0 && !text.Contains(Missing, StringComparison.Ordinal))
                    where text is not null
                    select YamlPlaces.Replace(item.Node, SchemaWriter.Quoted(text));
        return edits.Reverse().Aggregate(document, (text, edit) => edit.ApplyTo(text));
    }

    private static YamlNode? Parsed(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        }
        catch (YamlException)
        {
            // A branch may hold anything.
            return null;
        }
    }

    /// <summary>The descriptions and summaries with their places, by name rather than by number.</summary>
    private static IEnumerable<(string Path, YamlScalarNode Node)> Texts(YamlNode? node, string path = "") => node switch
    {
        YamlMappingNode mapping => mapping.Children.SelectMany(child => child is { Key: YamlScalarNode { Value: "description" or "summary" } key, Value: YamlScalarNode text }
            ? [($"{path}/{key.Value}", text)]
            : Texts(child.Value, $"{path}/{child.Key}")),
        YamlSequenceNode sequence => sequence.Children.SelectMany((child, index) => Texts(child, $"{path}/{NameOf(child) ?? $"{index}"}")),
        _ => [],
    };

    private static string? NameOf(YamlNode node) => node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode("name"), out var name) ? name.ToString() : null;
}
