using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Tests.Infra;

/// <summary>The arguments of a call. By default the operation gets only its SIDs and the fields that it requires.</summary>
internal sealed record CallArguments
{
    /// <summary>The request's form as JSON, with a field for each wire name.</summary>
    public JObject? Form { get; init; }

    /// <summary>Values for the query and the headers, by wire name.</summary>
    public IReadOnlyDictionary<string, JToken> Parameters { get; init; } = new Dictionary<string, JToken>();

    /// <summary>Values for the path in place of the usual ones, by wire name; null is passed on.</summary>
    public IReadOnlyDictionary<string, string?> Path { get; init; } = new Dictionary<string, string?>();

    public CancellationToken CancellationToken { get; init; }
}

/// <summary>An operation of the OpenAPI document, and the client's method of that name.</summary>
internal sealed record ApiOperation(string Name, HttpMethod Method, string Path, OpenApiOperation Documented, IReadOnlyList<IOpenApiParameter> Parameters, MethodInfo ClientMethod)
{
    /// <summary>A valid value for each parameter in the path, by wire name, in the path's order.</summary>
    public IReadOnlyDictionary<string, string> PathValues => field ??= Regex.Matches(Path, @"\{(\w+)\}").ToDictionary(place => place.Groups[1].Value, SidFor);

    /// <summary>The parameters in the path that are not a SID alone: any one segment is valid.</summary>
    public IEnumerable<string> FreePathParameters => PathValues.Keys.Where(name => Parameter(name).Schema!.Pattern is null);

    /// <summary>The query parameters of which exactly one must be given; most operations have none.</summary>
    public IReadOnlyList<string> OneOf => field ??= Documented.Extensions?.TryGetValue("x-one-of", out var names) == true ? [.. ((JsonNodeExtension)names).Node.AsArray().Select(name => name!.GetValue<string>())] : [];

    /// <summary>The parameters; of those that exclude each other, only the one of this variant.</summary>
    public IEnumerable<IOpenApiParameter> ParametersFor(int variant) => Parameters.Where(parameter => OneOf.Count == 0 || !OneOf.Except([OneOf[variant % OneOf.Count]]).Contains(parameter.Name));

    public IOpenApiSchema? FormSchema => Documented.RequestBody?.Content?["application/x-www-form-urlencoded"].Schema;

    public IOpenApiSchema? ResponseSchema => Success.Value.Content?.Values.SingleOrDefault()?.Schema;

    /// <summary>The type of the method's result; null if it has none.</summary>
    public Type? ResultType => ClientMethod.ReturnType.GetGenericArguments() is [var type] ? type : null;

    /// <summary>The response that the document promises, with a value for each field.</summary>
    public StubResponse Response => ResponseWith(ResponseSchema is { } schema ? Sample.Of(schema) : null);

    private KeyValuePair<string, IOpenApiResponse> Success => Documented.Responses!.First(response => response.Key[0] == '2');

    /// <summary>A response with the status that the document promises.</summary>
    public StubResponse ResponseWith(JToken? body) => new((HttpStatusCode)int.Parse(Success.Key, CultureInfo.InvariantCulture), body?.ToString(Formatting.None));

    public static ApiOperation Of(string name, MethodInfo method)
    {
        var (path, item, verb, operation) = (
            from entry in Contract.Document.Paths
            from documented in entry.Value.Operations!
            where documented.Value.OperationId == name
            select (entry.Key, entry.Value, documented.Key, documented.Value)).Single();
        return new(name, verb, path, operation, [.. item.Parameters ?? [], .. operation.Parameters ?? []], method);
    }

    public IOpenApiParameter Parameter(string name) => Parameters.Single(parameter => parameter.Name == name);

    /// <summary>Calls the method with arguments made by their names and types.</summary>
    public Task<object?> CallAsync(ConversationsOperations client, CallArguments arguments) => InvokeAsync(client, ClientMethod, arguments);

    /// <summary>Calls a method of any client that sends this operation's request, and returns its result: for a list or a page, the items.</summary>
    public async Task<object?> InvokeAsync(object client, MethodInfo method, CallArguments arguments)
    {
        var returned = method.Invoke(client, BindingFlags.DoNotWrapExceptions, null, [.. method.GetParameters().Select(parameter => Argument(parameter, arguments))], null)!;
        if (returned is IAsyncEnumerable<object> list)
        {
            return await list.ToListAsync();
        }

        await (Task)returned;
        if (method.ReturnType == typeof(Task))
        {
            return null;
        }

        var result = returned.GetType().GetProperty("Result")!.GetValue(returned)!;
        return result.GetType() is { IsGenericType: true } page ? page.GetProperty("Items")!.GetValue(result) : result;
    }

    private object? Argument(ParameterInfo parameter, CallArguments arguments)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return arguments.CancellationToken;
        }

        if (parameter.Name == "request")
        {
            return Sample.ValueOf(arguments.Form ?? Sample.Form(FormSchema!, requiredOnly: true), parameter.ParameterType);
        }

        if (parameter.Name == "options")
        {
            return Options(parameter.ParameterType, arguments.Parameters);
        }

        // A bound client's key is what the path ends with.
        var name = parameter.Name == "key" ? PathValues.Keys.Last() : PathValues.Keys.FirstOrDefault(path => path.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
        if (name is not null)
        {
            var text = arguments.Path.TryGetValue(name, out var given) ? given : PathValues[name];
            return parameter.ParameterType == typeof(string) ? text : parameter.ParameterType.GetMethod("FromString")!.Invoke(null, [text]);
        }

        var value = arguments.Parameters.FirstOrDefault(value => value.Key.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is null ? null : Sample.ValueOf(value, parameter.ParameterType);
    }

    private object? Options(Type type, IReadOnlyDictionary<string, JToken> values)
    {
        var options = Activator.CreateInstance(type)!;
        var needed = OneOf.Any(values.ContainsKey) ? [] : OneOf.Take(1).Select(name => KeyValuePair.Create(name, (JToken)name));
        foreach (var (name, value) in values.Concat(needed))
        {
            // The one header that the options of every call have goes by a name of its own.
            var csharpName = name == "X-Twilio-Webhook-Enabled" ? nameof(RequestOptions.WebhookEnabled) : Sample.PropertyName(name, Parameter(name).Extensions);
            if (type.GetProperties().SingleOrDefault(property => property.Name.Equals(csharpName, StringComparison.OrdinalIgnoreCase)) is { } property)
            {
                property.SetValue(options, Sample.ValueOf(value, property.PropertyType));
            }
        }

        return options;
    }

    private string SidFor(Match place)
    {
        var name = place.Groups[1].Value;
        // A parameter such as ConversationSid, which takes more than SIDs, is the Sid of the operations on the conversation itself.
        var owners = from item in Contract.Document.Paths
                     where item.Key == Path[..place.Index] + "{Sid}"
                     from operation in item.Value.Operations!.Values
                     from parameter in operation.Parameters ?? []
                     select parameter;
        var prefix = owners.Prepend(Parameter(name)).Select(SidPrefix).FirstOrDefault(prefix => prefix is not null);
        return prefix is null ? name : prefix + new string('a', 32);
    }

    private static string? SidPrefix(IOpenApiParameter parameter) =>
        parameter.In != ParameterLocation.Path ? null
        : parameter.Schema!.Pattern is { } pattern ? pattern[1..3]
        : parameter.Extensions?.TryGetValue("x-sid-prefix", out var prefix) == true ? ((JsonNodeExtension)prefix).Node.ToString() : null;
}
