using System.Text.Json.Nodes;

namespace OpenApi;

/// <summary>
/// The data that the templates print for an operation: its method in the tree, its request, and its method under the document's name.
/// </summary>
internal static class OperationText
{
    // The service's own maximum in public documents; a smaller one of the operation's goes first.
    private const long LargestPage = 100;

    public static JsonObject Of(Resource resource, Operation operation)
    {
        var twin = resource.TwinOf(operation);
        var key = operation.Key;
        var isOwn = key is not null && key == resource.Key;
        var isResolved = isOwn && operation.Item!.KeyField is null;
        return new()
        {
            ["api"] = resource.Api,
            ["resourceText"] = resource.Text,
            ["isBound"] = resource.IsBound(operation),
            ["isList"] = operation.IsList,
            ["verb"] = operation.Verb,
            ["operations"] = twin is null ? $"operation {operation.Id}" : $"operations {operation.Id} and {twin.Id}",
            ["route"] = $"{operation.Method.ToUpperInvariant()} …{operation.Path.Tail}",
            ["summary"] = Words.Comment(operation.Summary),
            ["summaryStart"] = Words.Comment(operation.Summary.TrimEnd('.')),
            ["returns"] = operation.Result is null ? null : Words.Comment(operation.Returns),
            ["result"] = operation.Result?.Name,
            ["reader"] = operation.IsList ? $"{resource.Api}.ReadPage" : operation.Result is null ? null : ReaderOf(operation.Result),
            ["task"] = operation.Result switch { null => "Task", { Items.Type.Item: { } item } => $"Task<ListPage<{item}>>", var result => $"Task<{result.Name}>" },
            ["key"] = key is null ? null : new JsonObject { ["typeName"] = key.Type, ["text"] = key.Text, ["isCompared"] = isOwn },
            ["model"] = resource.Key is null ? null : Words.Spaced(resource.Key.Model.Name),
            ["isResolved"] = isResolved,
            ["isFetch"] = operation.Verb == "Fetch" && operation.Item is not null,
            ["named"] = key is not null ? "key" : operation.Item?.Variable,
            ["form"] = operation.Form?.Name,
            ["options"] = operation.OptionsType,
            ["ownOptions"] = operation.HasOwnOptions && resource.IsBound(operation) ? OwnOptions(resource, operation) : null,
            ["parameters"] = Parameters(Typed(key is not null ? $"{key.Type} key" : operation.Item is { } own ? $"string {own.Variable}" : null), operation),
            ["documented"] = Documented(operation, key is not null ? [KeyArgument(key)] : operation.Item is { } named ? [Argument(named)] : []),
            ["arguments"] = string.Join(", ", Arguments(
                operation, isResolved ? "sid.Segment(nameof(key))" : key is not null ? "key.Segment(nameof(key))" : Segment(operation.Item), isResolved ? "form" : null)),
            ["page"] = operation.IsList ? Page(operation) : null,
            ["request"] = Request(resource, operation, twin),
            ["raw"] = Raw(operation),
        };
    }

    private static string ReaderOf(Schema result) =>
        result.Items is { } items ? $"Pager.Reader(\"{Words.Literal(items.WireName)}\", {items.Type.Item}.ReadFrom)" : $"{result.Name}.ReadFrom";

    private static IEnumerable<string> Typed(params string?[] parameters) => parameters.OfType<string>();

    private static string Parameters(IEnumerable<string> named, Operation operation, params IEnumerable<string> more) => Words.Parameters(named
        .Concat(Typed(operation.Form is { } form ? $"{form.Name} request" : null, $"{operation.OptionsType}? options = null"))
        .Concat(more).Append("CancellationToken cancellationToken = default"));

    private static IEnumerable<string> Arguments(Operation operation, string? named, string? form) => Typed(
        "_path", named, operation.Form is null ? null : form ?? "FormWriter.Write(request, nameof(request))", "options");

    /// <summary>The expression that makes a segment of the path from an argument.</summary>
    private static string? Segment(Parameter? item) => item is null ? null
        : Sids.PrefixOf(item.Schema) is { } prefix ? $"PathSegment.OfSid({item.Variable}, \"{prefix}\", nameof({item.Variable}))"
        : $"PathSegment.Of({item.Variable}, nameof({item.Variable}))";

    private static JsonArray Documented(Operation operation, IEnumerable<JsonObject> path, bool isPage = false)
    {
        var form = "The fields to send; those left unset are not sent. They are read before this method returns, so later changes have no effect on the call.";
        var options = isPage
            ? "Filters and the page size. <see cref=\"ListOptions.Limit\"/> and <see cref=\"ListOptions.ReadAhead\"/> have no effect on a single page."
            : "Settings of this call; null for the client's defaults.";
        return
        [
            .. path,
            .. operation.Form is null ? Array.Empty<JsonObject>() : [Argument("request", form)],
            Argument("options", options),
            .. isPage ? Paging(operation).Select(Argument) : [],
            Argument("cancellationToken", "Cancels the call, also while the response is being read."),
        ];
    }

    private static JsonObject KeyArgument(Key key) =>
        Argument("key", $"The SID or {key.Text}. A string shaped like <c>{key.Prefix}…</c> is treated as a SID, anything else as the {key.Text}.");

    private static JsonObject Argument(Parameter parameter) => new() { ["name"] = parameter.Variable, ["text"] = Words.Comment(parameter.Description) };

    private static JsonObject Argument(string name, string markup) => new() { ["name"] = name, ["text"] = Words.Markup(markup) };

    private static List<Parameter> Paging(Operation operation) => [.. operation.Query.Where(parameter => parameter.Name is "Page" or "PageToken")];

    private static JsonObject OwnOptions(Resource resource, Operation operation) => new()
    {
        ["base"] = operation.IsList ? "ListOptions" : "RequestOptions",
        ["text"] = operation.IsList ? $"Filters and paging for a list of {resource.Text}." : $"Settings of a single call of {operation.Id}.",
        ["fields"] = Json.List(operation.Settings, setting => new JsonObject
        {
            ["wire"] = Words.Literal(setting.Name),
            ["typeName"] = setting.Type.Name,
            ["name"] = setting.Property,
            ["text"] = Words.Comment(setting.Description),
            ["option"] = setting.In == "query" ? CommandOption.Of(setting.Type, setting.Description) : null,
        }),
    };

    private static JsonObject Page(Operation operation) => new()
    {
        ["item"] = operation.Result!.Items!.Type.Item,
        ["reader"] = ReaderOf(operation.Result),
        ["maximum"] = operation.Query.Where(parameter => parameter.Name == "PageSize").Select(parameter => parameter.Schema.Whole("maximum")).Append(LargestPage).Min(),
        ["tokens"] = operation.HasPage ? "null, pageToken" : "pageToken",
    };

    private static JsonObject Request(Resource resource, Operation operation, Operation? twin) => new()
    {
        ["parameters"] = string.Join(", ", Typed(
            "ResourcePath path",
            operation.Item is { } item ? $"PathSegment {item.Variable}" : null,
            operation.Form is null ? null : "byte[] form",
            $"{operation.OptionsType}? options",
            operation.IsList ? "int? pageSize" : null,
            operation is { IsList: true, HasPage: true } ? "int? page" : null,
            operation.IsList ? "string? pageToken" : null)),
        ["name"] = operation.Id,
        ["nameInService"] = twin?.Id,
        ["trace"] = $"{resource.Tag}.{operation.Verb}".ToLowerInvariant(),
        ["method"] = operation.Method == "patch" ? "new HttpMethod(\"PATCH\")" : $"HttpMethod.{operation.Method[..1].ToUpperInvariant()}{operation.Method[1..]}",
        ["address"] = operation.Item is { } own
            ? $"$\"{operation.Path.Tail.Replace($"{{{own.Name}}}", $"{{{own.Variable}}}", StringComparison.Ordinal)}\""
            : $"\"{operation.Path.Tail}\"",
        ["oneOf"] = operation.Node["x-one-of"] is null ? null : Json.List(operation.OneOf.Select(parameter => parameter.Property)),
        ["query"] = Json.List(operation.Query, parameter => QueryText.Of(operation, parameter)),
        ["headers"] = Json.List(operation.Headers, header => new JsonObject { ["name"] = header.Name, ["property"] = header.Property }),
    };

    /// <summary>The operation under its own name: a single request with every parameter of its path.</summary>
    private static JsonObject Raw(Operation operation)
    {
        var owners = operation.Path.Owners.Select(owner => (owner.Literal, Parameter: operation.PathParameters.First(parameter => parameter.Name == owner.Parameter))).ToList();
        var service = operation.IsInService ? ".ChatService(chatServiceSid)" : "";
        var append = owners is [.., var last]
            ? $".Append($\"{string.Concat(owners.Select(owner => $"{owner.Literal}/{owner.Parameter.Hole}"))}\", {last.Parameter.Variable})"
            : "";
        var paging = operation.IsList ? Paging(operation) : [];
        return new()
        {
            ["name"] = operation.Id,
            ["route"] = $"{operation.Method.ToUpperInvariant()} {operation.Path.Text}",
            ["documented"] = Documented(operation, operation.PathParameters.Select(Argument), operation.IsList),
            ["parameters"] = Parameters(
                operation.PathParameters.Select(parameter => $"string {parameter.Variable}"),
                operation,
                paging.Select(parameter => $"{parameter.Type.Name}? {parameter.Variable} = null")),
            ["place"] = $"_path{service}{append}",
            ["arguments"] = string.Join(", ", Arguments(operation, Segment(operation.Item), null).Skip(1)
                .Concat(operation.IsList ? paging.Select(parameter => parameter.Variable).Prepend("options?.PageSize") : [])),
        };
    }
}
