using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace SpecDrift;

/// <summary>First versions of operations that upstream adds, by resource: the operations of both scopes, with a model, forms and a page.</summary>
internal static class OperationDrafts
{
    public static IEnumerable<Change> Of(YamlPlaces ours, SchemaWriter writer, IReadOnlyList<Finding> findings, Action<Finding, string> left)
    {
        var names = ours.Operations.Select(operation => operation.Name).ToHashSet(StringComparer.Ordinal);
        var tags = TagsOf(ours);
        foreach (var resource in findings.GroupBy(finding => ResourcePath.CollectionOf(finding.NewOperation!.Path)))
        {
            Change? change = null;
            try
            {
                var draft = new ResourceDraft(ours, writer, [.. resource], names, tags);
                change = new Change(draft.Write(), [.. resource]);
            }
            catch (LeftToAPersonException e)
            {
                foreach (var finding in resource)
                {
                    left(finding, e.Message);
                }
            }

            if (change is not null)
            {
                yield return change;
            }
        }
    }

    private static HashSet<string> TagsOf(YamlPlaces ours) =>
        (ours.Child(ours.Root, "tags") as YamlSequenceNode)?.Children.Select(tag => YamlPlaces.Text(ours.Child(tag, "name"))!).ToHashSet(StringComparer.Ordinal) ?? [];
}

/// <summary>The segments of an operation's path, each with its parameter, if any.</summary>
internal static partial class ResourcePath
{
    /// <summary>The path of the collection, the same in both scopes.</summary>
    public static string CollectionOf(string path) => LastParameter().Replace(Scope.Without(path), "");

    public static bool IsOne(string path) => path.EndsWith('}');

    /// <summary>The path with our names for its parameters.</summary>
    public static string InOurNames(string path, YamlPlaces ours)
    {
        if (!Regular().IsMatch(path))
        {
            throw new LeftToAPersonException("its path is not of names and keys in turn below /v1");
        }

        var segments = path.Split('/');
        for (var index = 0; index < segments.Length; index++)
        {
            if (segments[index].StartsWith('{'))
            {
                var beginning = ApiOperation.Plain(string.Join('/', segments[..(index + 1)]));
                var isLast = index == segments.Length - 1;
                segments[index] = ours.Operations.Select(operation => operation.PathText.Split('/'))
                    .FirstOrDefault(other => other.Length > index && isLast == (other.Length == index + 1) && ApiOperation.Plain(string.Join('/', other[..(index + 1)])) == beginning)?[index]
                    ?? NewName(segments[index], SchemaWriter.Pascal(SchemaWriter.Singular(segments[index - 1])), isLast);
            }
        }

        return string.Join('/', segments);
    }

    private static string NewName(string theirs, string owner, bool isLast) => isLast ? "{Sid}" : owner == "Service" ? "{ChatServiceSid}" : OwnerName().IsMatch(theirs) ? theirs : $"{{{owner}Sid}}";

    [GeneratedRegex(@"/\{\}\z")]
    private static partial Regex LastParameter();

    [GeneratedRegex(@"\A/v1(/[A-Za-z][A-Za-z0-9]*(/\{[^{}/]+\})?)+\z")]
    private static partial Regex Regular();

    [GeneratedRegex(@"\A\{[A-Z][A-Za-z0-9]+Sid\}\z")]
    private static partial Regex OwnerName();
}
