using Microsoft.OpenApi;

namespace SpecDrift;

/// <summary>The parts of an operation: parameters, the form and the responses.</summary>
internal sealed partial class Comparison
{
    private void CompareParameters(List<IOpenApiParameter> ours, List<IOpenApiParameter> theirs)
    {
        // The names of path parameters are ours to choose; their position counts.
        var pairs = ours.Where(ApiOperation.IsInPath).Zip(theirs.Where(ApiOperation.IsInPath)).Select(pair => (Ours: pair.First, Theirs: (IOpenApiParameter?)pair.Second))
            .Concat(ours.Where(parameter => !ApiOperation.IsInPath(parameter)).Select(parameter => (parameter, theirs.Find(other => ApiOperation.IsSame(parameter, other)))));
        foreach (var (our, their) in pairs)
        {
            var place = PlaceOf(our);
            if (their is null)
            {
                Add(Severity.Breaking, place, "presence", "there", null);
                continue;
            }

            CompareRequired(place, our.Required, their.Required, isRequest: true);
            Documents(place, "deprecated", Text(our.Deprecated), Text(their.Deprecated));
            CompareEncoding(place, our.Style, their.Style, our.Explode, their.Explode);
            Compare(place, our.Schema, their.Schema, isRequest: true, 0);
        }

        foreach (var added in theirs.Where(parameter => !ApiOperation.IsInPath(parameter) && !ours.Exists(other => ApiOperation.IsSame(parameter, other))))
        {
            AddNew(PlaceOf(added), added.Schema, added.Required, isRequest: true);
        }
    }

    private void CompareForms(IOpenApiRequestBody? ours, IOpenApiRequestBody? theirs)
    {
        var place = new Place(Place.Form, "");
        if (ours?.Content is not { Count: > 0 } ourContent)
        {
            if (theirs?.Content is { Count: > 0 })
            {
                Add(theirs.Required ? Severity.Breaking : Severity.Additive, place, "presence", null, "there");
            }

            return;
        }

        var (type, media) = ourContent.First();
        if (MediaOf(theirs?.Content, type) is not { } theirMedia)
        {
            Add(Severity.Breaking, place, "content type", type, Joined(theirs?.Content?.Keys));
            return;
        }

        CompareRequired(place, ours.Required, theirs!.Required, isRequest: true);
        foreach (var name in (media.Encoding?.Keys ?? []).Union(theirMedia.Encoding?.Keys ?? []))
        {
            var our = media.Encoding?.TryGetValue(name, out var ourEncoding) == true ? ourEncoding : null;
            var their = theirMedia.Encoding?.TryGetValue(name, out var theirEncoding) == true ? theirEncoding : null;
            CompareEncoding(place.Field(name), our?.Style ?? ParameterStyle.Form, their?.Style ?? ParameterStyle.Form, our?.Explode ?? true, their?.Explode ?? true);
            Change(place.Field(name), "content type", our?.ContentType, their?.ContentType);
        }

        Compare(place, media.Schema, theirMedia.Schema, isRequest: true, 0);
    }

    /// <summary>The serialization of several values: another style is another request.</summary>
    private void CompareEncoding(Place place, ParameterStyle? ourStyle, ParameterStyle? theirStyle, bool ourExplode, bool theirExplode)
    {
        Change(place, "style", ourStyle?.ToString(), theirStyle?.ToString());
        Change(place, "explode", Text(ourExplode), Text(theirExplode));
    }

    private void Change(Place place, string what, string? ours, string? theirs)
    {
        if (ours != theirs)
        {
            Add(Severity.Breaking, place, what, ours, theirs);
        }
    }

    private void CompareResponses(OpenApiResponses ours, OpenApiResponses theirs)
    {
        foreach (var (status, response) in ours)
        {
            var place = new Place(Place.Response, status);
            if (!theirs.TryGetValue(status, out var their))
            {
                Add(IsSuccess(status) ? Severity.Breaking : Severity.Documents, place, "presence", "there", null);
                continue;
            }

            var (type, media) = response.Content?.FirstOrDefault() ?? default;
            if (type is null)
            {
                if (IsSuccess(status) && their.Content is { Count: > 0 } content)
                {
                    Add(Severity.Additive, place, "content type", null, Joined(content.Keys));
                }

                continue;
            }

            if (MediaOf(their.Content, type) is not { } theirMedia)
            {
                Add(Severity.Breaking, place, "content type", type, Joined(their.Content?.Keys));
                continue;
            }

            Compare(place, media!.Schema, theirMedia.Schema, isRequest: false, 0);
            CompareExamples(place, media.Schema, theirMedia);
        }

        foreach (var status in theirs.Keys.Where(status => !ours.ContainsKey(status)))
        {
            Add(IsSuccess(status) ? Severity.Additive : Severity.Documents, new Place(Place.Response, status), "presence", null, "there");
        }
    }

    // A charset or another case does not make another media type.
    private static IOpenApiMediaType? MediaOf(IDictionary<string, IOpenApiMediaType>? content, string type) =>
        content?.FirstOrDefault(media => Bare(media.Key).Equals(Bare(type), StringComparison.OrdinalIgnoreCase)).Value;

    private static string Bare(string type) => type.Split(';')[0].Trim();

    private static Place PlaceOf(IOpenApiParameter parameter) => new(parameter.In.ToString()!.ToLowerInvariant(), parameter.Name!);

    private static bool IsSuccess(string status) => status.StartsWith('2');
}
