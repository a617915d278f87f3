using Microsoft.Extensions.Time.Testing;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to testing, and of the testing package's README.</summary>
public class TestingGuideTests
{
    [Test]
    public async Task The_emulator_in_a_few_lines()
    {
        #region start
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", null, "alice", "bob");      // a SID or a unique name, and chat users to start with
        var participants = service.Client.Conversation("support").Participants;
        #endregion

        Assert.That(await participants.ListAsync().CountAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Time_passes_when_the_test_says_so()
    {
        #region clock
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var service = ConversationsEmulator.Start(timeProvider: clock);
        var opening = new CreateConversationRequest { UniqueName = "support", State = ConversationState.Active };
        opening.SetTimersClosed(TimeSpan.FromDays(7));
        await service.Client.Conversations.CreateAsync(opening);

        clock.Advance(TimeSpan.FromDays(8));
        var conversation = await service.Client.Conversations.FetchAsync("support");
        #endregion

        Assert.That(conversation.State, Is.EqualTo(ConversationState.Closed));
    }

    [Test]
    public async Task A_client_is_mocked_by_its_virtual_members()
    {
        var twilio = new TwilioWithAlice();
        Assert.That((await twilio.Conversation("support").Participants.FetchAsync("alice")).Identity, Is.EqualTo("alice"));
    }

    #region mock
    private sealed class TwilioWithAlice : ConversationsClient
    {
        public override ConversationClient Conversation(string conversationSid) => new OneConversation();

        private sealed class OneConversation : ConversationClient
        {
            public override ParticipantsApi Participants => new OneParticipant();
        }

        private sealed class OneParticipant : ParticipantsApi
        {
            public override Task<Participant> FetchAsync(ParticipantKey key, CancellationToken cancellationToken = default) =>
                Task.FromResult(new Participant { Identity = "alice" });
        }
    }
    #endregion
}
