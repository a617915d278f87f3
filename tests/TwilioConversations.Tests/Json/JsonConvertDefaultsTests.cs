using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>What the host application sets for itself changes nothing that is sent or read.</summary>
[NonParallelizable] // Sets what the whole process sees.
public class JsonConvertDefaultsTests
{
    [TearDown]
    public void Restore() => JsonConvert.DefaultSettings = null;

    // Other calendars, digits, decimal and time separators.
    [TestCase("ar-SA")]
    [TestCase("th-TH")]
    [TestCase("fa-IR")]
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
        Converters = [new Refusing()],
    });

    private static async Task AssertUnchangedAsync(Action set)
    {
        var json = Examples.Answer("FetchConversationParticipant", "fetch");
        json["last_read_message_index"] = -1234;
        json["identity"] = "2016-03-24T21:05:50Z";
        using var server = new StubServer(Answer.Ok(json.ToString()), Answer.Ok(Examples.Page));
        set();
        var read = await server.Client.Operations.UpdateConversationParticipantAsync(ConversationSid, ParticipantSid, new()
        {
            DateCreated = new DateTimeOffset(2015, 12, 16, 22, 18, 37, 500, TimeSpan.FromHours(3)),
            LastReadMessageIndex = -1234,
            Identity = "İıIi",
        });
        await server.Client.Operations.ListConversationParticipantAsync(ConversationSid, new() { PageSize = 1000 }, 12345);
        Assert.Multiple(() =>
        {
            Assert.That(server.Requests[0].Body, Is.EqualTo("Identity=%C4%B0%C4%B1Ii&DateCreated=2015-12-16T19%3A18%3A37.5Z&LastReadMessageIndex=-1234"));
            Assert.That(server.Requests[1].Target, Does.EndWith("?PageSize=1000&Page=12345"));
            Assert.That(read.LastReadMessageIndex, Is.EqualTo(-1234));
            Assert.That(read.Identity, Is.EqualTo("2016-03-24T21:05:50Z"));
            Assert.That(read.DateCreated, Is.EqualTo(new DateTimeOffset(2016, 3, 24, 21, 5, 50, TimeSpan.Zero)));
        });
    }

    private sealed class Refusing : Newtonsoft.Json.JsonConverter
    {
        public override bool CanConvert(Type objectType) => true;

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => throw new InvalidOperationException();

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) => throw new InvalidOperationException();
    }
}
