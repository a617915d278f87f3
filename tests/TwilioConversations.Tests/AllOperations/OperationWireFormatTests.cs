using System.Collections;
using System.Net;
using Microsoft.OpenApi;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Every operation sends the request that the OpenAPI document describes, with every field set.</summary>
public class OperationWireFormatTests
{
    private readonly StubServer _server = new();
    private readonly HttpClient _httpClient = new(new RecordingHandler());
    private ConversationsClient _client = null!;

    [OneTimeSetUp]
    public void Connect() => _client = _server.CreateClient(options => options.Retry.MaxAttempts = 1, _httpClient);

    [OneTimeTearDown]
    public void Disconnect()
    {
        _client.Dispose();
        _httpClient.Dispose();
        _server.Dispose();
    }

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task Every_field_is_sent_as_documented(string name)
    {
        var operation = Operations.Named(name);
        // Anything may stand where the document asks for no SID.
        var path = operation.PathValues.ToDictionary(value => value.Key, value => operation.FreePathParameters.Contains(value.Key) ? "a/b é+%2e" : value.Value);
        for (var variant = 0; variant < Sample.Variants(operation.FormSchema); variant++)
        {
            var form = operation.FormSchema is { } schema ? Sample.Form(schema, variant) : null;
            var parameters = Sample.Parameters(operation, variant);
            _server.Reset(operation.Response);
            await operation.CallAsync(_client.Operations, new() { Form = form, Parameters = parameters, Path = path! });
            var expectedPath = path.Aggregate(operation.Path, (template, value) => template.Replace($"{{{value.Key}}}", Uri.EscapeDataString(value.Value), StringComparison.Ordinal));
            Assert.Multiple(() =>
            {
                var request = _server.Request;
                Assert.That(request.Method, Is.EqualTo(operation.Method.Method));
                Assert.That(request.Target.Split('?')[0], Is.EqualTo(expectedPath));
                Assert.That(Fields(request.Target.Split('?').ElementAtOrDefault(1), Uri.UnescapeDataString), Is.EqualTo(Of(operation, parameters, ParameterLocation.Query)));
                Assert.That(Fields(request.Body, WebUtility.UrlDecode!), Is.EqualTo(OnTheWire(form ?? [])));
                Assert.That(request.Headers.GetValueOrDefault("Content-Type"), Is.EqualTo(form is null ? null : "application/x-www-form-urlencoded"));
                Assert.That(Of(operation, parameters, ParameterLocation.Header).Select(header => (header.Name, request.Headers.GetValueOrDefault(header.Name, ""))), Is.EqualTo(Of(operation, parameters, ParameterLocation.Header)));
                Assert.That(request.Headers["Accept"], Is.EqualTo("application/json"));
                Assert.That(request.Headers["Authorization"], Does.StartWith("Basic "));
                Assert.That(request.Headers["User-Agent"], Does.StartWith("TwilioConversations/"));
            });
        }
    }

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task A_field_that_is_not_set_is_not_sent(string name)
    {
        var operation = Operations.Named(name);
        _server.Reset(operation.Response);
        await operation.CallAsync(_client.Operations, new());
        var required = operation.FormSchema is { } schema ? OnTheWire(Sample.Form(schema, requiredOnly: true)) : [];
        var request = _server.Request;
        Assert.That((request.Target.Split('?').ElementAtOrDefault(1), request.Headers.Keys.Any(header => header.StartsWith("X-Twilio", StringComparison.OrdinalIgnoreCase))), Is.EqualTo((operation.OneOf is [var needed, ..] ? $"{needed}={needed}" : null, false)));
        Assert.That(Fields(request.Body, WebUtility.UrlDecode!), Is.EqualTo(required));
    }

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public void Each_field_of_a_request_has_a_property_of_its_name(string name)
    {
        var operation = Operations.Named(name);
        var type = operation.ClientMethod.GetParameters().SingleOrDefault(parameter => parameter.Name == "request")?.ParameterType;
        foreach (var (field, value) in operation.FormSchema is { } form ? (JObject)Sample.Of(form) : [])
        {
            var request = Sample.ValueOf(new JObject(new JProperty(field, value)), type!)!;
            var set = type!.GetProperties().Where(property => property.GetValue(request) is { } held and not IDictionary && !held.Equals(property.GetValue(Activator.CreateInstance(type))));
            Assert.That(set.Select(property => property.Name).Single(), Is.EqualTo(Sample.PropertyName(field, operation.FormSchema!.Properties![field].Extensions)).IgnoreCase);
        }
    }

    [TestCaseSource(typeof(Examples), nameof(Examples.Forms))]
    public async Task The_published_example_is_sent_field_for_field(string name, string example)
    {
        var operation = Operations.Named(name);
        var form = Examples.Form(name, example);
        foreach (var objects in form.Properties().Where(field => operation.FormSchema!.Properties!.TryGetValue(field.Name, out var schema) && schema.Items?.Type?.HasFlag(JsonSchemaType.Object) == true))
        {
            // The example has the JSON text of each object, as it is sent; in a request they are objects.
            objects.Value = new JArray(objects.Value.Select(text => JObject.Parse((string)text!)));
        }

        _server.Reset(operation.Response);
        await operation.CallAsync(_client.Operations, new() { Form = form });
        Assert.That(Fields(_server.Request.Body, WebUtility.UrlDecode!), Is.EquivalentTo(OnTheWire(form)));
    }

    private static List<(string Name, string Value)> Of(ApiOperation operation, Dictionary<string, JToken> parameters, ParameterLocation place) =>
        [.. parameters.Where(value => operation.Parameter(value.Key).In == place).SelectMany(value => Sample.OnTheWire(value.Value), (value, text) => (value.Key, text))];

    private static List<(string, string)> OnTheWire(JObject form) => [.. form.Properties().SelectMany(field => Sample.OnTheWire(field.Value), (field, text) => (field.Name, text))];

    private static List<(string, string)> Fields(string? text, Func<string, string> unescape) =>
        [.. (text ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).Select(field => (unescape(field[0]), unescape(field[1])))];
}
