using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>The data that the templates print for a resource.</summary>
internal static class ResourceText
{
    public static JsonObject Of(Resource resource, Document document) => new()
    {
        ["file"] = resource.Tag,
        ["api"] = resource.Api,
        ["text"] = resource.Text,
        ["places"] = Json.List(resource.Places, place => new JsonObject { ["client"] = place.Client, ["property"] = place.Property }),
        ["owners"] = Json.List(resource.NewOwners, owner => new JsonObject { ["client"] = owner.Client, ["text"] = owner.Text }),
        ["ways"] = Json.List(
            from owner in document.Places
            from way in owner.Ways
            where way.Needs == resource
            select (way.Client, Owner: owner),
            way => Way(way.Client, way.Owner)),
        ["key"] = resource.Key is { } key ? KeyOf(key) : null,
    };

    private static JsonObject Way(string client, Place owner) => new()
    {
        ["client"] = client,
        ["to"] = owner.Client,
        ["method"] = owner.Name,
        ["text"] = owner.Text,
        ["address"] = owner.Address,
        ["argument"] = owner.Argument,
        ["argumentType"] = owner.Key?.Type ?? "string",
        ["id"] = owner.Key is null ? owner.Argument : $"{owner.Argument}.Value",
        ["argumentText"] = Words.Comment(owner.Parameter.Description),
        ["file"] = owner.Client,
    };

    private static JsonObject KeyOf(Key key) => new()
    {
        ["typeName"] = key.Type,
        ["model"] = key.Model.Name,
        ["modelText"] = Words.Spaced(key.Model.Name),
        ["aModel"] = Words.WithArticle(Words.Spaced(key.Model.Name)),
        ["modelVariable"] = Words.Variable(key.Model.Name),
        ["field"] = key.Field,
        ["prefix"] = key.Prefix,
        ["name"] = key.Name,
        ["text"] = key.Text,
        ["variable"] = Words.Variable(key.Name),
    };
}
