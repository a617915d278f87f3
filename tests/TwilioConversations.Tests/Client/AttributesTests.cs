using Newtonsoft.Json;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Data of the caller's own on a participant: JSON text, or a type over it.</summary>
[NonParallelizable] // Sets JsonConvert.DefaultSettings.
public partial class AttributesTests
{
    private sealed record Seat(string Row, [property: JsonProperty("nr")][property: System.Text.Json.Serialization.JsonPropertyName("no")] int Number, string? Note = null);

    [System.Text.Json.Serialization.JsonSerializable(typeof(Seat))]
    private sealed partial class AttributesContext : System.Text.Json.Serialization.JsonSerializerContext;

    [Test]
    public void Attributes_are_written_and_read_as_a_type_without_reflection()
    {
        var request = new UpdateParticipantRequest { Attributes = JsonText.From(new Seat("A", 7), AttributesContext.Default.Seat) };
        Assert.Multiple(() =>
        {
            Assert.That(request.Attributes, Is.EqualTo("""{"Row":"A","no":7,"Note":null}"""));
            Assert.That(new Participant { Attributes = request.Attributes! }.GetAttributes(AttributesContext.Default.Seat), Is.EqualTo(new Seat("A", 7)));
            var error = Assert.Throws<System.Text.Json.JsonException>(() => new Participant { Attributes = """{"no":"hunter2"}""" }.GetAttributes(AttributesContext.Default.Seat));
            Assert.That($"{error}", Does.Contain("The JSON does not fit").And.Not.Contain("hunter2"));
            Assert.That(() => JsonText.From(new Seat("A", 7), (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Seat>)null!), Throws.ArgumentNullException);
        });
    }

    [Test]
    public async Task Attributes_are_written_and_read_as_a_type()
    {
        using var emulated = new EmulatorFixture();
        var seat = new Seat("é", 7, "2016-03-24T21:05:50+02:00");
        var request = new CreateParticipantRequest { Identity = "alice", Attributes = JsonText.From(seat) };
        var alice = await emulated.Participants.CreateAsync(request);
        Assert.That(alice.Attributes, Is.EqualTo("""{"Row":"é","nr":7,"Note":"2016-03-24T21:05:50+02:00"}"""));
        Assert.That(alice.GetAttributes<Seat>(), Is.EqualTo(seat));

        var change = new UpdateParticipantRequest { Attributes = JsonText.From(new[] { 1, 2 }, new JsonSerializerSettings { Formatting = Formatting.Indented }) };
        var changed = await emulated.Participants.UpdateAsync(alice, change);
        Assert.That(changed.GetAttributes<int[]>(), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(changed.Attributes, Does.Contain("\n"));
    }

    [Test]
    [NonParallelizable]
    public void The_applications_own_settings_do_not_count()
    {
        try
        {
            JsonConvert.DefaultSettings = () => new JsonSerializerSettings { ContractResolver = new Newtonsoft.Json.Serialization.CamelCasePropertyNamesContractResolver() };
            var request = new CreateParticipantRequest { Attributes = JsonText.From(new Seat("A", 7)) };
            Assert.That(request.Attributes, Is.EqualTo("""{"Row":"A","nr":7,"Note":null}"""));
        }
        finally
        {
            JsonConvert.DefaultSettings = null;
        }
    }

    [TestCase("", "line 1, byte 1")]
    [TestCase("{alice: 1}", "line 1, byte 2")]
    [TestCase("{'alice': 1}", "line 1, byte 2")]
    [TestCase("{\"alice\": 1,\n}", "line 2, byte 1")]
    [TestCase("{} {}", "line 1, byte 4")]
    [TestCase("NaN", "line 1, byte 1")]
    public async Task Text_that_is_not_JSON_is_rejected_with_the_place_and_without_the_text(string text, string place)
    {
        using var emulated = new EmulatorFixture();
        var errors = new[]
        {
            await Assert.ThrowsAsync<ArgumentException>(() => emulated.Participants.CreateAsync(new() { Attributes = text })),
            await Assert.ThrowsAsync<ArgumentException>(() => emulated.Participants.UpdateAsync(Operations.ParticipantSid, new() { Attributes = text })),
        };
        Assert.Multiple(() =>
        {
            Assert.That(errors.Select(error => error!.Message), Is.All.EqualTo($"Attributes must be valid JSON; it is not at {place}. (Parameter 'request')"));
            Assert.That(errors.Select(error => error!.ToString()), Is.All.Not.Contains("alice"));
            Assert.That(emulated.Recorder.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task JSON_that_nests_as_deep_as_its_bytes_allow_is_sent()
    {
        using var server = new StubServer(new StubResponse(System.Net.HttpStatusCode.Created, Examples.Participant));
        var deep = new string('[', 2048) + new string(']', 2048);
        await server.Client.Conversation(Operations.ConversationSid).Participants.CreateAsync(new() { Attributes = deep });
        Assert.That(server.Request.Form["Attributes"], Is.EqualTo(deep));
    }

    [Test]
    public async Task Text_of_up_to_4096_bytes_is_sent_and_more_is_rejected()
    {
        using var emulated = new EmulatorFixture();
        var fits = $"\"{new string('é', 2047)}\"";
        Assert.That((await emulated.Participants.CreateAsync(new() { Identity = "alice", Attributes = fits })).Attributes, Is.EqualTo(fits));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => emulated.Participants.CreateAsync(new() { Identity = "bob", Attributes = fits.Insert(1, "x") }));
        Assert.That(error!.Message, Is.EqualTo("Attributes must be at most 4096 bytes; this is 4097. (Parameter 'request')"));
    }
}
