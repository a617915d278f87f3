#pragma warning disable IDE0005, CA1050 // In a project of the reader's own the namespaces are not global, and a test needs none.
#region whole-test
using NUnit.Framework;
using TwilioConversations;
using TwilioConversations.Testing;

public class WelcomeTests
{
    [Test]
    public async Task A_newcomer_is_added_once()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support");
        var participants = service.Client.Conversation("support").Participants;

        await participants.GetOrCreateAsync("alice");
        service.InjectFault(EmulatorFault.ResponseLost);
        await Assert.CatchAsync<HttpRequestException>(() => participants.GetOrCreateAsync("bob"));
        await participants.GetOrCreateAsync("bob");

        Assert.That(await participants.ListAsync().CountAsync(), Is.EqualTo(2));
        Assert.That(service.Requests.Count(request => request.Operation == "CreateConversationParticipant"), Is.EqualTo(3));
    }
}
#endregion
