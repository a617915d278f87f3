using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The emulator's rules for single fields of a participant.</summary>
public class EmulatorParticipantRulesTests
{
    private ConversationsEmulator _service = null!;
    private string _alice = "";

    [SetUp]
    public async Task StartAsync()
    {
        _service = ConversationsEmulator.Start();
        _service.AddConversation(ConversationSid, null, "alice");
        _alice = $"{ParticipantsPath}/{(await _service.Client.Conversation(ConversationSid).Participants.FetchAsync("alice")).Sid}";
    }

    [TearDown]
    public void Stop() => _service.Dispose();

    [TestCase("2026-01-02T03:04:05Z", true)]
    [TestCase("2026-01-02T03:04:05.1234567Z", true)]
    [TestCase("2026-01-02T03:04:05+02:00", true)]
    [TestCase("2026-01-02T03:04:05.123-11:30", true)]
    [TestCase("yesterday", false)]
    [TestCase("", false)]
    [TestCase("null", false)]
    [TestCase("12:00", false)]
    [TestCase("May 2026", false)]
    [TestCase("2026-01-02", false)]
    [TestCase("2026-13-02T03:04:05Z", false)]
    [TestCase("2026-01-02T03:04:05", false, Description = "whose clock?")]
    [TestCase("0001-01-01T00:00:00+14:00", false, Description = "before the first year in UTC")]
    public async Task A_date_is_one_of_RFC_3339(string date, bool isTaken)
    {
        foreach (var (field, code) in new[] { ("LastReadTimestamp", 50405), ("DateCreated", 50308), ("DateUpdated", 50309) })
        {
            var response = await UpdateAsync($"{field}={Uri.EscapeDataString(date)}");
            Assert.That((response.Status, response.Code), Is.EqualTo(isTaken ? (200, (int?)null) : (400, code)), field);
            Assert.That(response.Message, isTaken ? Is.Null : Is.EqualTo($"{field} must be a date and time such as 2026-01-02T03:04:05Z"));
        }
    }

    [TestCase("0", true)]
    [TestCase("7", true)]
    [TestCase("null", true)]
    [TestCase("-5", false)]
    [TestCase("+5", false)]
    [TestCase("", false)]
    [TestCase("1.5", false)]
    [TestCase("99999999999", false)]
    public async Task An_index_of_a_message_is_not_negative(string index, bool isTaken)
    {
        var response = await UpdateAsync($"LastReadMessageIndex={Uri.EscapeDataString(index)}");
        Assert.That((response.Status, response.Code), Is.EqualTo(isTaken ? (200, (int?)null) : (400, 50421)));
    }

    [TestCase("banana", 50407)]
    [TestCase("", 50407)]
    [TestCase("whatsapp:+3", 50407, Description = "a group MMS has phone numbers alone")]
    [TestCase("+1", 50443, Description = "it stands for carol already")]
    [TestCase("+2", null)]
    public async Task A_projected_address_is_a_phone_number_of_only_one_participant(string address, int? code)
    {
        Assert.That((await CreateAsync("Identity=carol&MessagingBinding.ProjectedAddress=%2B1")).Status, Is.EqualTo(201));
        var updated = await UpdateAsync($"MessagingBinding.ProjectedAddress={Uri.EscapeDataString(address)}");
        Assert.That((updated.Status, updated.Code), Is.EqualTo((code is null ? 200 : 400, code)));
        var created = await CreateAsync($"Identity=dave&MessagingBinding.ProjectedAddress={Uri.EscapeDataString(address.Replace('2', '4'))}");
        Assert.That((created.Status, created.Code), Is.EqualTo(code switch { null => (201, code), 50443 => (409, 50437), _ => (400, code) }));
    }

    [Test]
    public async Task A_projected_address_is_free_once_it_is_removed_and_can_be_set_again_unchanged()
    {
        var projected = "MessagingBinding.ProjectedAddress=%2B1";
        Assert.That((await UpdateAsync(projected)).Status, Is.EqualTo(200));
        Assert.That((await UpdateAsync(projected)).Status, Is.EqualTo(200));
        Assert.That((await UpdateAsync("MessagingBinding.ProjectedAddress=null")).Status, Is.EqualTo(200));
        Assert.That((await CreateAsync($"Identity=carol&{projected}")).Status, Is.EqualTo(201));
    }

    private Task<RawResponse> UpdateAsync(string form) => new RawRequest("POST", _alice, form).SendAsync(_service);

    private Task<RawResponse> CreateAsync(string form) => new RawRequest("POST", ParticipantsPath, form).SendAsync(_service);
}
