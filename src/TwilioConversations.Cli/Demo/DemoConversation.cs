using TwilioConversations.Testing;

namespace TwilioConversations.Cli;

/// <summary>The life of the demo's own conversation: created, written to, read, closed and deleted, in spite of faults.</summary>
internal sealed class DemoConversation(DemoSteps steps, ConversationsApi conversations, MessagesApi messages, string uniqueName, ConversationsEmulator emulator)
{
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        steps.Step("Create a conversation; the response is lost, so create it again");
        emulator.InjectFault(EmulatorFault.ResponseLost);
        var request = new CreateConversationRequest { UniqueName = uniqueName, FriendlyName = "Front desk", State = ConversationState.Active };
        var isLost = false;
        try
        {
            await conversations.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        }
        catch (ConversationsConnectionException)
        {
            isLost = true;
        }

        // It is unknown whether the conversation was created, and it does not matter.
        var opened = await conversations.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        steps.Check(isLost && opened.UniqueName == uniqueName && opened.State == ConversationState.Active, $"the first request had created it: {opened.Sid}");
    }

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        steps.Step("Send two messages to a busy service, then read the new one");
        emulator.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.Zero));
        var first = await messages.CreateAsync(new() { Author = "alice", Body = "Is anybody there?" }, cancellationToken: cancellationToken);
        var second = await messages.CreateAsync(new() { Author = "IDENTITY", Body = "How can I help?" }, cancellationToken: cancellationToken);
        var newer = await messages.ListAfterAsync(first.Index, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        var isOnce = (first.Index, second.Index) is (0, 1) && newer is [var only] && only.Sid == second.Sid;
        steps.Check(isOnce, $"each was sent once; the new one is {second.Author}: {second.Body}");
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        steps.Step("Close the conversation, and delete it with everything in it");
        var closed = await conversations.UpdateAsync(uniqueName, new() { State = ConversationState.Closed }, cancellationToken: cancellationToken);
        await conversations.DeleteAsync(uniqueName, cancellationToken: cancellationToken);
        steps.Check(closed.State == ConversationState.Closed, "it was closed, then deleted");
    }
}
