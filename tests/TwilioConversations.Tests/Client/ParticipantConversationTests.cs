using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The conversations of a person, and the removal of a person from all of them.</summary>
[Parallelizable(ParallelScope.All)]
public class ParticipantConversationTests
{
    private const string Address = "+15558675310";

    private static readonly ListParticipantConversationsOptions Alice = new() { Identity = "alice" };

    [TestCase(null, null)]
    [TestCase("alice", Address)]
    [TestCase("", null)]
    [TestCase(null, "")]
    public void Anything_but_one_of_identity_and_address_is_rejected_before_anything_is_sent(string? identity, string? address)
    {
        using var emulated = new EmulatorFixture();
        var options = new ListParticipantConversationsOptions { Identity = identity, Address = address };
        var rejections = new[]
        {
            Assert.Throws<ArgumentException>(() => emulated.Client.ParticipantConversations.ListAsync(options)),
            Assert.Throws<ArgumentException>(() => emulated.Client.ParticipantConversations.DeleteParticipantsAsync(options)),
            Assert.ThrowsAsync<ArgumentException>(() => emulated.Client.Operations.ListParticipantConversationAsync(options)).GetAwaiter().GetResult(),
        };
        Assert.That(rejections.Select(error => error!.ParamName), Is.All.EqualTo("options"));
        Assert.That(rejections.Select(error => error!.Message), Is.All.Not.Contains("alice"));
        Assert.That(emulated.Recorder.Requests, Is.Empty);
    }

    [Test]
    public async Task A_person_is_found_by_identity_and_by_address()
    {
        using var emulated = new EmulatorFixture();
        var (first, second) = (emulated.Conversation, await CreateAsync(emulated, "second"));
        var user = await first.Participants.CreateAsync(new() { Identity = "alice" });
        var sms = await emulated.Client.Conversation(second).Participants.CreateAsync(new() { MessagingBindingAddress = Address, MessagingBindingProxyAddress = "+1" });

        var byIdentity = await emulated.Client.ParticipantConversations.ListAsync(Alice).SingleAsync();
        var byAddress = await emulated.Client.ParticipantConversations.ListAsync(new() { Address = Address }).SingleAsync();

        Assert.Multiple(() =>
        {
            Assert.That((byIdentity.ParticipantSid, byIdentity.ConversationSid, byIdentity.ParticipantIdentity), Is.EqualTo((user.Sid, user.ConversationSid, "alice")));
            Assert.That(byIdentity.ParticipantMessagingBinding, Is.Null);
            Assert.That((byAddress.ParticipantSid, byAddress.ConversationSid, byAddress.ConversationUniqueName), Is.EqualTo((sms.Sid, second, "second")));
            Assert.That(byAddress.ParticipantMessagingBinding?.ProxyAddress, Is.EqualTo("+1"));
        });
    }

    [TestCase(null)]
    [TestCase(Operations.ServiceSid)]
    public async Task Only_the_given_person_is_removed_from_every_conversation_of_the_service(string? service)
    {
        using var emulated = new EmulatorFixture(service: service);
        var places = service is null ? emulated.Client.ParticipantConversations : emulated.Client.Service(service).ParticipantConversations;
        for (var i = 0; i < 120; i++)
        {
            emulated.Emulator.AddConversation($"c{i}", service, "alice", "bob");
        }

        var progress = new ProgressList();
        var dryRun = await places.ListAsync(Alice).Select(place => place.ParticipantSid).ToListAsync();
        var results = await places.DeleteParticipantsAsync(Alice, new() { Concurrency = 8 }, progress).ToListAsync();

        Assert.Multiple(() =>
        {
            Assert.That(results.Select(result => result.Status), Has.Exactly(120).EqualTo(BulkStatus.Done).And.None.Not.EqualTo(BulkStatus.Done));
            Assert.That(results.Select(result => result.Input.ParticipantSid), Is.EquivalentTo(dryRun));
            Assert.That(progress.Reports[^1].Completed, Is.EqualTo(120));
        });
        Assert.That(await places.ListAsync(Alice).CountAsync(), Is.Zero);
        Assert.That(await places.ListAsync(new() { Identity = "bob" }).CountAsync(), Is.EqualTo(120));
    }

    [Test]
    public async Task A_participant_that_is_gone_already_is_a_success_and_the_next_run_deletes_those_that_failed()
    {
        using var emulated = new EmulatorFixture(new RecordingHandler { ChecksOpenApiDocument = false });
        foreach (var name in new[] { "a", "b", "c" })
        {
            emulated.Emulator.AddConversation(name, null, "alice");
        }

        emulated.Emulator.InjectFault(EmulatorFault.SpuriousNotFound, when: request => request.Method == "DELETE");
        emulated.Emulator.InjectFault(EmulatorFault.Error(500, 20500, "failed"), when: request => request.Method == "DELETE");
        var first = await emulated.Client.ParticipantConversations.DeleteParticipantsAsync(Alice, new() { Concurrency = 1 }).ToListAsync();
        var second = await emulated.Client.ParticipantConversations.DeleteParticipantsAsync(Alice).ToListAsync();

        Assert.That(first.Select(result => result.Status), Is.EqualTo(new[] { BulkStatus.AlreadyGone, BulkStatus.Failed, BulkStatus.Done }));
        Assert.That(second.Select(result => (result.Input.ConversationSid, result.Status)), Is.EqualTo(new[] { (first[1].Input.ConversationSid, BulkStatus.Done) }));
    }

    [Test]
    public async Task A_closed_conversation_is_a_failure_of_its_own()
    {
        using var emulated = new EmulatorFixture();
        await emulated.Conversation.Participants.CreateAsync(new() { Identity = "alice" });
        emulated.Emulator.AddConversation("open", null, "alice");
        await emulated.Client.Conversations.UpdateAsync(Operations.ConversationSid, new() { State = ConversationState.Closed });

        var results = await emulated.Client.ParticipantConversations.DeleteParticipantsAsync(Alice).ToListAsync();

        Assert.That(results.Select(result => (result.Status, (result.Error as ConversationsResponseException)?.Code)), Is.EqualTo(new (BulkStatus, int?)[] { (BulkStatus.Failed, 50377), (BulkStatus.Done, null) }));
    }

    [Test]
    public async Task A_limit_caps_the_number_of_removed_participants()
    {
        using var emulated = new EmulatorFixture();
        foreach (var name in new[] { "a", "b", "c" })
        {
            emulated.Emulator.AddConversation(name, null, "alice");
        }

        var results = await emulated.Client.ParticipantConversations.DeleteParticipantsAsync(new() { Identity = "alice", Limit = 2 }).ToListAsync();

        Assert.That((results.Count, await emulated.Client.ParticipantConversations.ListAsync(Alice).CountAsync()), Is.EqualTo((2, 1)));
    }

    private static async Task<string> CreateAsync(EmulatorFixture emulated, string name) => (await emulated.Client.Conversations.GetOrCreateAsync(name)).Sid;
}
