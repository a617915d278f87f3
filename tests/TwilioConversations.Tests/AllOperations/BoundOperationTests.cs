using System.Reflection;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Each operation is also a method of one client in the tree from <see cref="ConversationsClient"/>, in its scope.</summary>
public class BoundOperationTests
{
    private readonly StubServer _server = new();
    private readonly ConversationsClient _client;

    public BoundOperationTests() => _client = _server.CreateClient(options =>
    {
        options.Retry.MaxAttempts = 1;
        // The tree also leads to the media service, which no operation of the document is for.
        options.MediaBaseAddress = _server.BaseAddress;
    });

    [OneTimeTearDown]
    public void Stop()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task Exactly_one_bound_method_sends_the_same_request(string name)
    {
        var operation = Operations.Named(name);
        var arguments = new CallArguments
        {
            Form = operation.FormSchema is { } form ? Sample.Form(form) : null,
            // A list asks for its pages itself.
            Parameters = Sample.Parameters(operation).Where(value => value.Key is not ("Page" or "PageToken")).ToDictionary(),
        };
        var expected = await SentAsync(operation, _client.Operations, operation.ClientMethod, arguments);
        var methods = Tree(_client).SelectMany(api => Methods(api.GetType(), operation), (api, method) => (api, method)).ToList();
        Assert.That(methods, Is.Not.Empty, $"a method {Verb(operation)}Async of {Tag(operation)}Api");
        var same = 0;
        foreach (var (api, method) in methods)
        {
            same += await SentAsync(operation, api, method, arguments) == expected ? 1 : 0;
        }

        Assert.That(same, Is.EqualTo(1), expected);
    }

    [Test]
    public void Each_bound_client_has_operations_of_the_document()
    {
        var bound = Tree(_client).SelectMany(api => Operations.All.SelectMany(operation => Methods(api.GetType(), operation)).Distinct(), (api, method) => $"{api.GetType().Name}.{method.Name}");
        Assert.That(bound.Order(), Is.EqualTo(Operations.All.Select(operation => $"{Tag(operation)}Api.{Verb(operation)}Async").Order()));
    }

    [Test]
    public void A_place_in_the_tree_rejects_a_value_that_would_leave_its_path()
    {
        var places = new[] { typeof(ConversationsClient), typeof(ChatServiceScope) }.SelectMany(Places).ToList();
        Assert.That(places, Is.Not.Empty);
        foreach (var client in Clients(_client).ToList())
        {
            foreach (var place in Places(client.GetType()))
            {
                foreach (var value in OperationArgumentTests.Hostile.Append(null))
                {
                    var error = Assert.Catch<ArgumentException>(() => Go(client, place, value));
                    Assert.That(error!.ParamName, Is.EqualTo(place.GetParameters()[0].Name));
                }
            }
        }
    }

    private async Task<string> SentAsync(ApiOperation operation, object client, MethodInfo method, CallArguments arguments)
    {
        // The only page, so that a list ends here.
        var body = operation.ResponseSchema is { } schema ? Sample.Of(schema) : null;
        if (body?["meta"] is JObject meta)
        {
            meta["next_page_url"] = null;
        }

        _server.Reset(operation.ResponseWith(body));
        await operation.InvokeAsync(client, method, arguments);
        return _server.Request.ToString();
    }

    private static string Tag(ApiOperation operation) => operation.Documented.Tags!.Single().Name!;

    private static string Verb(ApiOperation operation) => operation.Documented.Extensions?.TryGetValue("x-method", out var verb) == true
        ? ((Microsoft.OpenApi.JsonNodeExtension)verb).Node.ToString()
        : new[] { "List", "Create", "Fetch", "Update", "Delete" }.Single(known => operation.Name.StartsWith(known, StringComparison.Ordinal));

    private static IEnumerable<MethodInfo> Methods(Type api, ApiOperation operation) =>
        api.Name == $"{Tag(operation)}Api" ? api.GetMethods().Where(method => method.Name == $"{Verb(operation)}Async") : [];

    /// <summary>Every client of the tree that has operations of the document, once for each place where it stands; media have a host of their own.</summary>
    private static IEnumerable<object> Tree(object root)
    {
        var names = Operations.All.Select(operation => $"{Tag(operation)}Api").ToHashSet();
        return Clients(root).SelectMany(client => client.GetType().GetProperties().Where(property => names.Contains(property.PropertyType.Name)).Select(property => property.GetValue(client)!));
    }

    private static IEnumerable<object> Clients(object client) =>
        Places(client.GetType()).SelectMany(place => Clients(Go(client, place, Operations.PathValue(place.GetParameters()[0].Name!.Replace("Key", "Sid", StringComparison.Ordinal))))).Prepend(client);

    /// <summary>The methods that go on to a resource and send nothing.</summary>
    private static IEnumerable<MethodInfo> Places(Type client) => client.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.ReturnType.Name.EndsWith("Scope", StringComparison.Ordinal));

    private static object Go(object client, MethodInfo place, string? value)
    {
        var type = place.GetParameters()[0].ParameterType;
        var argument = type == typeof(string) ? value : type.GetMethod("FromString")!.Invoke(null, [value]);
        return place.Invoke(client, BindingFlags.DoNotWrapExceptions, null, [argument], null)!;
    }
}
