using System.Collections;
using System.Net;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>No value of any field, from a caller or from the service, appears in an exception, a log, a trace, a metric or a ToString.</summary>
[NonParallelizable] // Listens to the whole process.
public class OperationPrivacyTests
{
    // Letters alone, so that it stands in addresses too.
    private const string Marker = "qZmarkedZq";

    private readonly StubServer _server = new();

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [Test]
    public async Task No_operation_shows_what_is_in_its_fields()
    {
        using var emissions = new Emissions();
        var log = new LogList();
        using var client = _server.CreateClient(options => (options.LoggerFactory, options.Retry.MaxAttempts, options.Retry.Delay) = (log, 2, TimeSpan.FromMilliseconds(1)));
        var (errors, results) = (new List<string>(), new List<object?>());
        foreach (var operation in Operations.All)
        {
            foreach (var response in Responses(operation))
            {
                // Twice, for the attempts that follow an error.
                _server.Reset(response, response);
                await CallAsync(operation, client, Marked(operation), errors, results);
            }

            foreach (var arguments in Rejected(operation))
            {
                _server.Reset(operation.Response);
                await CallAsync(operation, client, arguments, errors, results);
            }
        }

        var printed = results.SelectMany(Printed).ToList();
        string[] emitted = [.. errors, .. printed, .. log.Entries.Select(entry => entry.Text), .. emissions.Texts()];
        Assert.That((errors.Count, printed.Count, log.Entries.Count, emissions.Spans.Count), Is.GreaterThan((300, 100, 100, 300)));
        Assert.That(emitted.Where(text => text.Contains(Marker, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    [Test]
    public void No_request_prints_its_fields()
    {
        var requests = from operation in Operations.All
                       where operation.FormSchema is not null
                       select Sample.ValueOf(Form(operation)!, operation.ClientMethod.GetParameters().Single(parameter => parameter.Name == "request").ParameterType);
        Assert.That(requests.SelectMany(Printed).Where(text => text.Contains(Marker, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    [TestCase($"{Marker} 220 ready\r\n\r\n")]
    [TestCase($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Marker}\r\n")]
    [TestCase($"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{{\"{Marker}\":\"{Marker}")]
    public async Task No_operation_quotes_a_response_that_is_not_whole(string response)
    {
        using var emissions = new Emissions();
        using var server = new FaultyServer(connection => FaultyServer.SendAsync(connection, response));
        using var client = server.CreateClient();
        var errors = new List<string>();
        foreach (var operation in Operations.All)
        {
            await CallAsync(operation, client, Marked(operation), errors, []);
        }

        Assert.That(errors, Has.Count.GreaterThan(Operations.All.Count(operation => operation.ResponseSchema is not null) - 1));
        Assert.That(errors.Concat(emissions.Texts()).Where(text => text.Contains(Marker, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    /// <summary>Responses of every kind, with the marker wherever a string may be.</summary>
    private static IEnumerable<StubResponse> Responses(ApiOperation operation)
    {
        const string Error = $$"""{"code":20001,"message":"{{Marker}}","more_info":"https://{{Marker}}/","details":{"{{Marker}}":"{{Marker}}"} }""";
        yield return new(HttpStatusCode.BadRequest, Error, ("X-Trace", Marker));
        yield return new(HttpStatusCode.InternalServerError, Error);
        yield return new(HttpStatusCode.ServiceUnavailable, $"<html>{Marker}</html>");
        if (operation.ResponseSchema is not { } schema)
        {
            yield return operation.Response;
            yield break;
        }

        var body = (JObject)Sample.Of(schema, text: Marker);
        body[Marker] = Marker;
        var whole = operation.ResponseWith(body);
        yield return whole;
        yield return whole with { Body = whole.Body![..^1] };
        yield return whole with { Body = $"<html>{Marker}</html>" };
        yield return whole with { Body = $"{{\"{Marker}\":{{\"{Marker}\":\"{Marker}\"}}}}" };
        // Each field as something that it cannot be.
        foreach (var field in body.Properties().Select(field => field.Name).Where(field => field != Marker).ToList())
        {
            var wrong = (JObject)body.DeepClone();
            wrong[field] = body[field] is JValue { Type: JTokenType.String } ? new JArray(Marker) : Marker;
            yield return operation.ResponseWith(wrong);
        }
    }

    private static CallArguments Marked(ApiOperation operation) => new()
    {
        Form = Form(operation),
        Parameters = Sample.Parameters(operation, text: Marker),
        Path = operation.FreePathParameters.ToDictionary(name => name, _ => (string?)Marker),
    };

    /// <summary>Arguments of which one value breaks a rule, for each rule of the operation.</summary>
    private static IEnumerable<CallArguments> Rejected(ApiOperation operation)
    {
        var marked = Marked(operation);
        foreach (var name in operation.PathValues.Keys)
        {
            yield return marked with { Path = new Dictionary<string, string?> { [name] = new string('x', 300) + Marker } };
            yield return marked with { Path = new Dictionary<string, string?> { [name] = Marker + '\0' } };
        }

        foreach (var (name, property) in operation.FormSchema?.Properties ?? new Dictionary<string, Microsoft.OpenApi.IOpenApiSchema>())
        {
            if (property is { Type: { } type, Format: null } && type.HasFlag(Microsoft.OpenApi.JsonSchemaType.String) && property.Extensions?.ContainsKey("x-duration") != true)
            {
                foreach (var value in new[] { new string('x', 40_000) + Marker, Marker + '\uD800' })
                {
                    var form = Form(operation)!;
                    form[name] = value;
                    yield return marked with { Form = form };
                }
            }
        }
    }

    private static JObject? Form(ApiOperation operation)
    {
        var form = operation.FormSchema is { } schema ? Sample.Form(schema, text: Marker) : null;
        form?.Add(Marker, Marker);
        return form;
    }

    private static async Task CallAsync(ApiOperation operation, ConversationsClient client, CallArguments arguments, List<string> errors, List<object?> results)
    {
        try
        {
            results.Add(await operation.CallAsync(client.Operations, arguments));
        }
        catch (Exception e) when (e is ArgumentException or ConversationsException)
        {
            errors.Add($"{operation.Name}: {e}");
        }
    }

    /// <summary>The text of a model and of each of its parts, down to the plain values.</summary>
    private static IEnumerable<string> Printed(object? model) => model switch
    {
        null or string => [],
        IEnumerable items and not AdditionalFields => items.Cast<object>().SelectMany(Printed),
        _ when model.GetType().Namespace == typeof(ConversationsClient).Namespace =>
            model.GetType().GetProperties().Where(property => property.GetMethod is { IsStatic: false } && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsGenericParameter)
                .SelectMany(property => Printed(property, model)).Append($"{model}"),
        _ => [],
    };

    private static IEnumerable<string> Printed(System.Reflection.PropertyInfo property, object model)
    {
        try
        {
            return Printed(property.GetValue(model));
        }
        // The value does not fit, and the exception is checked too.
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is FieldUnavailableException)
        {
            return [$"{e.InnerException}"];
        }
    }
}
