using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The application's own settings do not change what any operation sends or reads.</summary>
[NonParallelizable] // Sets what the whole process sees.
public class OperationSettingsTests
{
    private readonly StubServer _server = new();

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [TearDown]
    public void Restore() => JsonConvert.DefaultSettings = null;

    // Other letters' cases, calendars, digits, signs and separators.
    [TestCase("tr-TR")]
    [TestCase("fa-IR")]
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    [TestCase("sv-SE")]
    [TestCase("fi-FI")]
    [SetCulture("")]
    public Task The_culture_changes_nothing(string culture) => AssertUnchangedAsync(() => CultureInfo.CurrentCulture = new CultureInfo(culture));

    [Test]
    public Task Newtonsofts_default_settings_change_nothing() => AssertUnchangedAsync(() => JsonConvert.DefaultSettings = () => new JsonSerializerSettings
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new KebabCaseNamingStrategy() },
        DateParseHandling = DateParseHandling.DateTime,
        MaxDepth = 1,
        MissingMemberHandling = MissingMemberHandling.Error,
        Converters = [new Rejecting()],
    });

    private async Task AssertUnchangedAsync(Action set)
    {
        var before = await ExchangesAsync();
        set();
        Assert.That(await ExchangesAsync(), Is.EqualTo(before));
    }

    /// <summary>For each operation, the request with every field and what is read from a response with every field.</summary>
    private async Task<List<(string, object?)>> ExchangesAsync()
    {
        var exchanges = new List<(string, object?)>();
        // Letters that Turkish cases in its own way, and a string that looks like a date.
        foreach (var (operation, text) in Operations.All.SelectMany(_ => new[] { "İıIi", "2016-03-24T21:05:50+02:00" }, (operation, text) => (operation, text)))
        {
            _server.Reset(operation.ResponseWith(operation.ResponseSchema is { } response ? Sample.Of(response, text: text) : null));
            var read = await operation.CallAsync(_server.Client.Operations, new()
            {
                Form = operation.FormSchema is { } form ? Sample.Form(form, text: text) : null,
                Parameters = Sample.Parameters(operation, text: text),
            });
            exchanges.Add((_server.Request.ToString(), read));
        }

        return exchanges;
    }

    private sealed class Rejecting : Newtonsoft.Json.JsonConverter
    {
        public override bool CanConvert(Type objectType) => true;

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => throw new InvalidOperationException();

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => throw new InvalidOperationException();
    }
}
