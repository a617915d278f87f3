using System.Collections;
using System.Globalization;
using Microsoft.OpenApi;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Every operation reads each field of its response, and loses none on the way back to JSON.</summary>
public class OperationResponseTests
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

    [TestCaseSource(typeof(Examples), nameof(Examples.Responses))]
    public Task The_published_example_is_read_field_for_field(string name, string example) =>
        AssertReadAsync(Operations.Named(name), new(Examples.Status(name, example), Examples.Response(name, example).ToString()));

    [TestCaseSource(typeof(Operations), nameof(Operations.Names))]
    public async Task Every_field_of_the_document_is_read(string name)
    {
        var operation = Operations.Named(name);
        if (operation.ResponseSchema is not { } schema)
        {
            _server.Reset(operation.Response);
            Assert.That(await operation.CallAsync(_client.Operations, new()), Is.Null);
            return;
        }

        for (var variant = 0; variant < 4; variant++)
        {
            await AssertReadAsync(operation, operation.ResponseWith(Sample.Of(schema, variant)));
        }
    }

    private async Task AssertReadAsync(ApiOperation operation, StubResponse response)
    {
        _server.Reset(response);
        var model = await operation.CallAsync(_client.Operations, new());
        var (json, schema) = (Sample.Parse(response.Body!), operation.ResponseSchema!);
        Assert.Multiple(() =>
        {
            if (Models.ItemsOf(schema) is { } items)
            {
                var read = ((IEnumerable)model!).Cast<object>().ToList();
                Assert.That(read, Has.Count.EqualTo(((JArray)json[items]!).Count));
                foreach (var (item, itemJson) in read.Zip(json[items]!.Cast<JObject>()))
                {
                    AssertRead(item, itemJson, schema.Properties![items].Items!);
                }
            }
            else
            {
                AssertRead(model!, json, schema);
            }
        });
    }

    private static void AssertRead(object model, JObject json, IOpenApiSchema schema)
    {
        var written = Sample.Parse(JsonConvert.SerializeObject(model));
        Assert.That(JToken.DeepEquals(Sample.WithoutMissing(written, schema), Sample.WithoutMissing(json, schema)), $"{written}\ninstead of\n{json}");
        Assert.That(JsonConvert.DeserializeObject(json.ToString(), model.GetType()), Is.EqualTo(model));
        Assert.That(Unknown(model), Is.Empty, "fields without a property");
        AssertProperties(model, json);
    }

    /// <summary>Each property holds the field of its name: one that held another's would come back all the same.</summary>
    private static void AssertProperties(object model, JObject json)
    {
        foreach (var field in json.Properties().Where(field => field.Value.Type != JTokenType.Null))
        {
            var name = field.Name.Replace("_", "", StringComparison.Ordinal);
            // Where the name is taken, by a method such as Read, Value follows.
            var property = model.GetType().GetProperties().SingleOrDefault(property => new[] { name, name + "Value" }.Contains(property.Name, StringComparer.OrdinalIgnoreCase));
            Assert.That(property, Is.Not.Null, $"{model.GetType().Name} has a property for {field.Name}");
            var value = property!.GetValue(model);
            switch (field.Value)
            {
                case JObject fields when value is not (IEnumerable or RawJson):
                    AssertProperties(value!, fields);
                    break;
                case JArray items:
                    foreach (var (item, itemJson) in ((IEnumerable)value!).Cast<object>().Zip(items))
                    {
                        if (itemJson is JObject fields)
                        {
                            AssertProperties(item, fields);
                        }
                    }

                    break;
                default:
                    Assert.That(JToken.DeepEquals(value is bool flag && $"{field.Value}" == $"{flag}" ? flag : field.Value, JToken.FromObject(Plain(value!))), $"{model.GetType().Name}.{property.Name}");
                    break;
            }
        }
    }

    /// <summary>A number, a dictionary or other JSON as it is, a date and an enum as their text.</summary>
    private static object Plain(object value) => value switch
    {
        DateTimeOffset date => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        TimeSpan duration => System.Xml.XmlConvert.ToString(duration),
        RawJson json => JToken.Parse(json.Value),
        IConvertible or IEnumerable => value,
        _ => $"{value}",
    };

    private static IEnumerable<string> Unknown(object? model) => model switch
    {
        null or string => [],
        IEnumerable<KeyValuePair<string, string>> => [],
        IEnumerable items => items.Cast<object>().SelectMany(Unknown),
        _ when model.GetType().Namespace == typeof(ConversationsClient).Namespace && !model.GetType().IsValueType => model.GetType().GetProperties().SelectMany(property =>
            property.GetValue(model) is AdditionalFields additional ? additional.Keys : Unknown(property.GetValue(model))),
        _ => [],
    };
}
