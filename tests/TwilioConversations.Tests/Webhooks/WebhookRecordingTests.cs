using System.Text.Json;
using TwilioConversations.AspNetCore;
using TwilioConversations.Tests.Infra;
using static System.Net.HttpStatusCode;

namespace TwilioConversations.Tests;

/// <summary>Webhooks in the shapes in which the service has been seen to send them, with made-up values, over the real endpoint.</summary>
public class WebhookRecordingTests
{
    private static readonly DateTimeOffset GroupDate = new(2026, 8, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Action<WebhookEvent>> Expected = new()
    {
        ["from an SDK, without a service"] = received =>
        {
            var message = (MessageAdded)received;
            Assert.That((message.Source, message.ClientIdentity, message.Author, message.Index, message.ChatServiceSid, message.DateUpdated), Is.EqualTo(((WebhookSource?)WebhookSource.Sdk, "alice", "alice", (int?)35, (string?)null, (DateTimeOffset?)null)));
            Assert.That(message.DateCreated, Is.EqualTo(new DateTimeOffset(2021, 8, 10, 18, 0, 58, 111, TimeSpan.Zero)));
        },
        ["from an SMS"] = received => Assert.That((received.Source, ((MessageAdded)received).Author, received.RetryCount), Is.EqualTo(((WebhookSource?)WebhookSource.Sms, "+15550000002", 0))),
        ["an SMS is about to open a conversation"] = received =>
        {
            var conversation = (ConversationAdding)received;
            Assert.That((conversation.State, conversation.ProxyAddress, conversation.MessageBody, conversation.AuthorAddress, conversation.ConversationSid), Is.EqualTo(((ConversationState?)ConversationState.Active, "+15550000001", "made up", (string?)null, (string?)null)));
            Assert.That(conversation.Addresses, Is.EqualTo(new[] { "+15550000002" }));
        },
        ["an SMS participant"] = received =>
        {
            var participant = (ParticipantAdded)received;
            Assert.That((participant.BindingType, participant.Address, participant.ProxyAddress, participant.RoleSid, participant.DateUpdated), Is.EqualTo(((AddressType?)AddressType.Sms, "+15550000002", "+15550000001", "RL00000000000000000000000000000007", (DateTimeOffset?)null)));
        },
        ["a delivery, without a source"] = received =>
        {
            var delivery = (DeliveryUpdated)received;
            Assert.That((delivery.Status, delivery.Source, delivery.ErrorCode, delivery.ChannelMessageSid), Is.EqualTo(((DeliveryStatus?)DeliveryStatus.Sent, (WebhookSource?)null, (int?)null, "SM00000000000000000000000000000001")));
        },
        ["from an SMS, with both services"] = received => Assert.That((received.ChatServiceSid, ((MessageAdded)received).MessagingServiceSid), Is.EqualTo(("IS00000000000000000000000000000002", "MG00000000000000000000000000000006"))),
        ["a group becomes active"] = received =>
        {
            var changed = (ConversationStateUpdated)received;
            Assert.That((changed.StateFrom, changed.StateTo, changed.Reason, changed.StateUpdated), Is.EqualTo(((ConversationState?)ConversationState.Initializing, (ConversationState?)ConversationState.Active, (StateChangeReason?)StateChangeReason.Event, (DateTimeOffset?)GroupDate.AddSeconds(1))));
        },
        ["a group is about to be created, the address repeated"] = received => AssertGroup((ConversationAdding)received, null, "made up"),
        ["a group was created, the address repeated"] = received =>
        {
            AssertGroup((ConversationAdded)received, null, null);
            Assert.That((((ConversationAdded)received).ConversationSid, ((ConversationAdded)received).DateCreated), Is.EqualTo(("CH00000000000000000000000000000003", (DateTimeOffset?)GroupDate)));
        },
        ["a group is about to be created, the addresses as one text"] = received => AssertGroup((ConversationAdding)received, "+15550000001", "made up"),
    };

    private static IEnumerable<TestCaseData> Recorded =>
        from line in File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "webhooks.recorded.jsonl"))
        let recording = JsonDocument.Parse(line).RootElement
        let name = recording.GetProperty("name").GetString()
        select new TestCaseData(name, recording.GetProperty("fields").EnumerateArray().Select(pair => new KeyValuePair<string, string>(pair[0].GetString()!, pair[1].GetString()!)).ToArray()).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Recorded))]
    public async Task A_recorded_webhook_keeps_every_value_and_is_read_as_what_it_is(string name, KeyValuePair<string, string>[] fields)
    {
        var received = new List<WebhookEvent>();
        await using var app = await HookApp.StartAsync(hooks => hooks.OnEvent((what, _) =>
        {
            received.Add(what);
            return Task.CompletedTask;
        }));
        Assert.That((await app.PostAsync(fields)).Status, Is.EqualTo(OK));
        Assert.That(
            received.Single().Fields.SelectMany(field => field.Value.Select(value => (field.Key, value))),
            Is.EquivalentTo(fields.Select(field => (field.Key, field.Value))));
        Expected[name](received.Single());
    }

    [Test]
    public async Task The_addresses_of_a_group_can_be_an_array_in_a_form_or_in_JSON()
    {
        var received = new List<WebhookEvent>();
        await using var app = await HookApp.StartAsync(hooks => hooks.OnEvent((what, _) =>
        {
            received.Add(what);
            return Task.CompletedTask;
        }));
        const string Addresses = """["+15550000008","+15550000003"]""";
        await app.PostAsync([new("EventType", "onConversationAdd"), new("AccountSid", HookApp.AccountSid), new("State", "initializing"), new("MessageBody", "made up"), new("MessagingBinding.AuthorAddress", "+15550000006"), new("MessagingBinding.Address", Addresses)]);
        await app.PostJsonAsync($$$"""{"EventType":"onConversationAdd","AccountSid":"{{{HookApp.AccountSid}}}","State":"initializing","MessageBody":"made up","MessagingBinding":{"AuthorAddress":"+15550000006","Address":{{{Addresses}}}}}""");
        Assert.That(received, Has.Count.EqualTo(2));
        received.ForEach(what => AssertGroup((ConversationAdding)what, null, "made up"));
    }

    private static void AssertGroup(NewConversationEvent group, string? projected, string? body)
    {
        Assert.That(group.Addresses, Is.EqualTo(new[] { "+15550000008", "+15550000003" }));
        Assert.That(
            (group.AuthorAddress, group.ProjectedAddress, group.ProxyAddress, group.MessageBody, group.State, group.Source),
            Is.EqualTo(("+15550000006", projected, (string?)null, body, (ConversationState?)ConversationState.Initializing, (WebhookSource?)(group.Source is null ? null : WebhookSource.Sms))));
    }
}
