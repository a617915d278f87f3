using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>The sample of the testing package's README.</summary>
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
}
