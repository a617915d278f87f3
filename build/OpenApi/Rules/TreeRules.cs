using System.Text.RegularExpressions;

namespace OpenApi;

/// <summary>Rules for the tree of clients: one way to each resource, and no two of the same name.</summary>
public static partial class TreeRules
{
    // What the hand-written halves of the clients have.
    private static readonly string[] Taken = ["Operations", "Service", "Media", "Dispose", "CreateHandler", "Of", "Equals", "GetType", "ToString", "GetHashCode"];

    public static void Check(Document document, Problems problems)
    {
        var members = new Dictionary<(string Client, string Member), string>();
        foreach (var resource in document.Resources)
        {
            CheckOwners(document, resource, problems);
            CheckKey(resource, problems);
            foreach (var (client, property) in resource.Places)
            {
                problems.AddIf(
                    property == "" || Taken.Contains(property) || property == client || !members.TryAdd((client, property), resource.Tag), resource.Operations[0].Node["tags"]!.At, "CONV050",
                    $"{client} has the property {property} already; give the tag {resource.Tag} another name.");
            }
        }

        foreach (var place in document.Places)
        {
            foreach (var (client, needs) in place.Ways)
            {
                problems.AddIf(
                    Taken.Contains(place.Name) || place.Name == client || !members.TryAdd((client, place.Name), place.Name), needs.Operations[0].At, "CONV050",
                    $"{client} has a member {place.Name} already; call the parameter {place.Parameter.Name} something else.");
            }
        }
    }

    /// <summary>All operations of a resource are reached through the same owners, and an owner is always reached the same way.</summary>
    private static void CheckOwners(Document document, Resource resource, Problems problems)
    {
        var first = resource.Operations[0];
        foreach (var operation in resource.Operations.Where(operation => !operation.Path.Owners.SequenceEqual(first.Path.Owners)))
        {
            problems.Add(operation.At, "CONV051",
                $"{first.Id} and {operation.Id} have the same tag but belong to different owners; give one of them another tag.");
        }

        Place? outer = null;
        foreach (var (literal, name) in first.Path.Owners)
        {
            var parameter = first.PathParameters.First(candidate => candidate.Name == name);
            var place = document.Places.First(candidate => candidate.Parameter.Name == name);
            problems.AddIf(
                place.Literal != literal || place.Parameter.Hole != parameter.Hole || place.Owner != outer, first.At, "CONV051",
                $"{{{name}}} names the owner of another resource in another way; let its path and pattern be the same, or call it something else.");
            outer = place;
        }
    }

    private static void CheckKey(Resource resource, Problems problems)
    {
        foreach (var item in resource.Operations.Select(operation => operation.Item).OfType<Parameter>().Where(item => item.KeyField is not null || item.Node["x-sid-prefix"] is not null))
        {
            if (resource.Key is not { } key || key.Field != item.KeyField || key.Prefix != item.Node.Text("x-sid-prefix"))
            {
                problems.Add(item.At, "CONV052", "x-key and x-sid-prefix must be the same for each operation of the resource, one of which must be its GET.");
                return;
            }

            problems.AddIf(!Letters().IsMatch(key.Prefix), item.At, "CONV052",
                "x-key needs x-sid-prefix beside it: the first two letters of the SID, such as CH.");
            problems.AddIf(
                new[] { "sid", key.Field }.Any(name => key.Model.Fields.All(field => field.WireName != name || field.Type != new FieldType(ValueKind.Text))), item.At, "CONV052",
                $"{key.Model.Name} must have the text fields sid and {key.Field}, so that a response can be compared with the key.");
        }

        foreach (var operation in resource.Operations)
        {
            foreach (var parameter in operation.PathParameters.Where(parameter => parameter.KeyField is not null && parameter.Name != operation.Path.Item))
            {
                problems.Add(parameter.At, "CONV052", "x-key is for the parameter that names the resource itself, at the end of the path; leave it out.");
            }
        }
    }

    [GeneratedRegex(@"\A[A-Z]{2}\z")]
    private static partial Regex Letters();
}
