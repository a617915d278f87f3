using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Participants found by identity, SID or address, or created.</summary>
public class LookupTests
{
    [Test]
    public void The_kind_of_a_key_follows_from_its_shape_or_is_stated()
    {
        ParticipantKey bySid = ParticipantSid, byIdentity = "alice", byParticipant = new Participant { Sid = ParticipantSid, Identity = "alice" }, outright = ParticipantKey.FromIdentity(ParticipantSid);
        Assert.Multiple(() =>
        {
            Assert.That((bySid.IsSid, bySid.Value), Is.EqualTo((true, ParticipantSid)));
            Assert.That((byIdentity.IsSid, byIdentity.Value), Is.EqualTo((false, "alice")));
            Assert.That(byParticipant, Is.EqualTo(bySid));
            Assert.That(outright, Is.Not.EqualTo(bySid));
            Assert.That(ParticipantKey.FromSid(ParticipantSid).GetHashCode(), Is.EqualTo(bySid.GetHashCode()));
            Assert.That($"{bySid} and {byIdentity}", Is.EqualTo($"{ParticipantSid} and identity"));
            Assert.That(ParticipantKey.FromString("MB" + new string('a', 31)).IsSid, Is.False);
            Assert.That(ParticipantKey.FromString("MB" + new string('g', 32)).IsSid, Is.False);
        });
    }

    [Test]
    public async Task An_invalid_key_is_rejected_with_the_reason()
    {
        using var server = new StubServer();
        var participants = server.Client.Conversation(ConversationSid).Participants;
        var reasons = new Dictionary<string, string>
        {
            [""] = "Must have 1 to 256 characters; this has 0.",
            [new string('x', 257)] = "Must have 1 to 256 characters; this has 257.",
            [".."] = "Must not be '.' or '..'",
            ["\uDC00"] = "Text must be valid Unicode; it has an unpaired surrogate at position 0",
        };
        foreach (var (text, reason) in reasons)
        {
            var rejected = await Assert.ThrowsAsync<ArgumentException>(() => participants.FetchAsync(text));
            Assert.That((rejected!.Message[..reason.Length], rejected.ParamName), Is.EqualTo((reason, "key")));
            Assert.That(Assert.Throws<ArgumentException>(() => ParticipantKey.FromIdentity(text))!.Message, Does.StartWith(reason));
        }

        Assert.Throws<ArgumentException>(() => ParticipantKey.FromSid("alice"));
        await Assert.ThrowsAsync<ArgumentException>(() => participants.DeleteAsync(new Participant()));
        await Assert.ThrowsAsync<ArgumentException>(() => participants.DeleteAsync(new Participant { Sid = "alice" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => participants.FetchAsync((string)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => participants.UpdateAsync(default, new()));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task A_participant_is_fetched_by_SID_and_by_identity()
    {
        using var emulated = new EmulatorFixture();
        var alice = await emulated.Participants.CreateAsync(new() { Identity = "a/b é" });
        Assert.That(await emulated.Participants.FetchAsync(alice.Sid), Is.EqualTo(alice));
        Assert.That(await emulated.Participants.FetchAsync("a/b é"), Is.EqualTo(alice));
        Assert.That(await emulated.Participants.FetchAsync(alice), Is.EqualTo(alice));
    }

    [TestCase("alice", "identity")]
    [TestCase("MBbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "SID")]
    public async Task A_response_with_another_participant_has_an_exception_of_its_own(string key, string kind)
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant));
        var error = await Assert.ThrowsAsync<KeyMismatchException>(() => server.Client.Conversation(Operations.ConversationSid).Participants.FetchAsync(key));
        Assert.That((error!.IsNotFound, error.Message), Is.EqualTo((false, $"FetchConversationParticipant: the 200 response is invalid: the resource does not have the requested {kind}.")));
    }

    [Test]
    public async Task A_participant_with_the_key_in_another_field_is_not_accepted()
    {
        using var emulated = new EmulatorFixture();
        var alice = await emulated.Participants.CreateAsync(new() { Identity = "alice" });
        var lookalike = await emulated.Participants.CreateAsync(new() { Identity = "MBbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" });

        await Assert.ThrowsAsync<KeyMismatchException>(() => emulated.Participants.FetchAsync(ParticipantKey.FromIdentity(alice.Sid)));
        await Assert.ThrowsAsync<KeyMismatchException>(() => emulated.Participants.FetchAsync(lookalike.Identity!));
        Assert.That(await emulated.Participants.FetchAsync(ParticipantKey.FromIdentity(lookalike.Identity!)), Is.EqualTo(lookalike));
        Assert.That(await emulated.Participants.FindAsync(ParticipantKey.FromIdentity(alice.Sid)), Is.Null);
    }

    [Test]
    public async Task Find_returns_null_only_for_a_404()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(1);
        Assert.That(await emulated.Participants.FindAsync("p0"), Is.Not.Null);
        Assert.That(await emulated.Participants.FindAsync("nobody"), Is.Null);
        Assert.That((await emulated.Participants.ExistsAsync("p0"), await emulated.Participants.ExistsAsync("nobody")), Is.EqualTo((true, false)));

        foreach (var status in new[] { HttpStatusCode.Gone, HttpStatusCode.Forbidden, HttpStatusCode.InternalServerError })
        {
            using var server = new StubServer(new StubResponse(status), new StubResponse(status));
            var participants = server.Client.Conversation(ConversationSid).Participants;
            await Assert.ThrowsAsync<ConversationsResponseException>(() => participants.FindAsync("alice"));
            await Assert.ThrowsAsync<ConversationsResponseException>(() => participants.ExistsAsync("alice"));
        }
    }

    [Test]
    public async Task An_address_is_searched_page_by_page_up_to_the_first_match()
    {
        using var emulated = new EmulatorFixture();
        for (var i = 0; i < 250; i++)
        {
            await emulated.Participants.CreateAsync(i % 6 == 0
                ? new() { MessagingBindingAddress = $"+1555000{i:000}", MessagingBindingProxyAddress = "+15017122661" }
                : new() { Identity = $"p{i}" });
        }

        emulated.Recorder.Requests.Clear();
        var found = await emulated.Participants.FindByAddressAsync("+1555000120");
        Assert.That((found?.MessagingBinding?.Address, emulated.Recorder.Requests.Count), Is.EqualTo(("+1555000120", 2)));
        emulated.Recorder.Requests.Clear();
        Assert.That(await emulated.Participants.FindByAddressAsync("+1555000120", "+15017122662"), Is.Null);
        Assert.That(emulated.Recorder.Requests, Has.Count.EqualTo(3));
        Assert.That(await emulated.Participants.FindByAddressAsync("+1555000120", "+15017122661"), Is.EqualTo(found));
        await Assert.ThrowsAsync<ArgumentException>(() => emulated.Participants.FindByAddressAsync(""));
    }

    private static readonly CreateParticipantRequest[] Addable =
    [
        new() { Identity = "carol" },
        new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" },
    ];

    [TestCaseSource(nameof(Addable))]
    public async Task GetOrCreate_called_twice_creates_one_participant(CreateParticipantRequest request)
    {
        using var emulated = new EmulatorFixture();
        var first = await emulated.Participants.GetOrCreateAsync(request);
        var second = await emulated.Participants.GetOrCreateAsync(request);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(await emulated.Participants.ListAsync().ToListAsync(), Is.EqualTo(new[] { first }));
    }

    [TestCaseSource(nameof(Addable))]
    public async Task GetOrCreate_repeated_after_a_lost_response_creates_one_participant(CreateParticipantRequest request)
    {
        var recorder = new RecordingHandler { After = (_, _) => throw new HttpRequestException("the response is lost") };
        using var emulated = new EmulatorFixture(recorder);
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => emulated.Participants.GetOrCreateAsync(request));
        recorder.After = null;
        var added = await emulated.Participants.GetOrCreateAsync(request);
        Assert.That(await emulated.Participants.ListAsync().ToListAsync(), Is.EqualTo(new[] { added }));
    }

    [Test]
    public async Task Concurrent_calls_of_GetOrCreate_create_one_participant()
    {
        using var emulated = new EmulatorFixture();
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => emulated.Participants.GetOrCreateAsync("carol")));
        Assert.That(all.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await emulated.Participants.ListAsync().CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task GetOrCreate_reports_a_404_of_the_create_only_after_a_lookup()
    {
        var participant = Examples.Response("FetchConversationParticipant", "fetchByIdentity").ToString();
        using var done = new StubServer(new StubResponse(HttpStatusCode.NotFound, """{"code":20404}"""), StubResponse.Ok(participant));
        Assert.That((await done.Client.Conversation(ConversationSid).Participants.GetOrCreateAsync("alice")).Identity, Is.EqualTo("alice"));

        using var notDone = new StubServer(new StubResponse(HttpStatusCode.NotFound, """{"code":50350}"""), new StubResponse(HttpStatusCode.NotFound));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => notDone.Client.Conversation(ConversationSid).Participants.GetOrCreateAsync("alice"));
        Assert.That((error!.Operation, error.Code), Is.EqualTo(("CreateConversationParticipant", (int?)50350)));
    }

    [TestCaseSource(nameof(Addable))]
    public async Task GetOrCreate_in_a_missing_conversation_reports_the_error_of_the_create(CreateParticipantRequest request)
    {
        using var emulated = new EmulatorFixture();
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => emulated.Client.Conversation("nowhere").Participants.GetOrCreateAsync(request));
        Assert.That((error!.Operation, error.IsNotFound), Is.EqualTo(("CreateConversationParticipant", true)));
    }

    [Test]
    public async Task GetOrCreate_of_an_address_that_is_bound_elsewhere_names_the_conversation()
    {
        const string Other = "CHbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
        using var server = new StubServer(
            new StubResponse(HttpStatusCode.Conflict, $$"""{"code":50416,"message":"A binding for this participant and proxy address already exists in Conversation {{Other}}"}"""),
            StubResponse.Ok(Examples.Page));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => server.Client.Conversation(ConversationSid).Participants.GetOrCreateAsync(new CreateParticipantRequest { MessagingBindingAddress = "+1999", MessagingBindingProxyAddress = "+1998" }));
        Assert.That(error!.BlockingConversationSid, Is.EqualTo(Other));
    }

    [Test]
    public async Task GetOrCreate_without_an_identity_or_an_address_is_rejected()
    {
        using var emulated = new EmulatorFixture();
        await Assert.ThrowsAsync<ArgumentException>(() => emulated.Participants.GetOrCreateAsync(new CreateParticipantRequest { Attributes = "{}" }));
        await Assert.ThrowsAsync<ArgumentException>(() => emulated.Participants.GetOrCreateAsync(new CreateParticipantRequest { Identity = ".." }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => emulated.Participants.GetOrCreateAsync((CreateParticipantRequest)null!));
        Assert.That(emulated.Recorder.Requests, Is.Empty);
    }

    [Test]
    public async Task Update_and_delete_by_identity_look_up_the_SID_first()
    {
        using var emulated = new EmulatorFixture();
        var alice = (await emulated.SeedAsync(1))[0];
        await emulated.Participants.UpdateAsync("p0", new UpdateParticipantRequest { LastReadMessageIndex = 1 });
        await emulated.Participants.DeleteAsync("p0");
        Assert.That(emulated.Recorder.Requests, Is.EqualTo(new[] { $"GET {ParticipantsPath}/p0", $"POST {ParticipantsPath}/{alice.Sid}", $"GET {ParticipantsPath}/p0", $"DELETE {ParticipantsPath}/{alice.Sid}" }));
    }

    [Test]
    public async Task An_update_by_identity_that_is_rejected_looks_nothing_up()
    {
        using var emulated = new EmulatorFixture();
        await Assert.ThrowsAsync<ArgumentException>(() => emulated.Participants.UpdateAsync("alice", new UpdateParticipantRequest { Attributes = "{" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => emulated.Participants.UpdateAsync("alice", null!));
        Assert.That(emulated.Recorder.Requests, Is.Empty);
    }

    [Test]
    public async Task Update_and_delete_by_SID_are_one_request_each()
    {
        using var emulated = new EmulatorFixture();
        var alice = (await emulated.SeedAsync(1))[0];
        await emulated.Participants.UpdateAsync(alice, new UpdateParticipantRequest { Attributes = "[1]" });
        await emulated.Participants.DeleteAsync(alice.Sid);
        Assert.That(emulated.Recorder.Requests, Is.EqualTo(new[] { $"POST {ParticipantsPath}/{alice.Sid}", $"DELETE {ParticipantsPath}/{alice.Sid}" }));
    }

    [Test]
    public async Task Delete_by_an_identity_that_is_really_a_SID_deletes_nobody()
    {
        using var emulated = new EmulatorFixture();
        var alice = (await emulated.SeedAsync(1))[0];
        await Assert.ThrowsAsync<KeyMismatchException>(() => emulated.Participants.DeleteAsync(ParticipantKey.FromIdentity(alice.Sid)));
        Assert.That(await emulated.Participants.ExistsAsync(alice), Is.True);
    }
}
