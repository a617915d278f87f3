namespace TwilioConversations.Cli;

/// <summary>The life of a conversation that is the demo's own, around that of its participants: opened, written into, read, closed and deleted.</summary>
internal sealed class DemoConversation(DemoSteps steps, ConversationsApi conversations, MessagesApi messages, string uniqueName)
{
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        steps.Step("Open a conversation by its unique name");
        var request = new CreateConversationRequest { UniqueName = uniqueName, FriendlyName = "Front desk", State = ConversationState.Active };
        request.SetTimersClosed(TimeSpan.FromDays(7));
        var opened = await conversations.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        steps.Check(opened.UniqueName == uniqueName && opened.State == ConversationState.Active, $"it is {opened.Sid}");

        steps.Step("Open it once more, as after a lost response");
        var again = await conversations.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        steps.Check(again.Sid == opened.Sid, "there is still one");
    }

    public async Task WriteAndReadAsync(CancellationToken cancellationToken)
    {
        steps.Step("Write two messages");
        var first = await messages.CreateAsync(new() { Author = "alice", Body = "Is anybody there?" }, cancellationToken: cancellationToken);
        var second = await messages.CreateAsync(new() { Author = "IDENTITY", Body = "How can I help?" }, cancellationToken: cancellationToken);
        steps.Check(second.Index == first.Index + 1, $"their indices are {first.Index} and {second.Index}");

        steps.Step($"Read what is new since message {first.Index}");
        var newer = await messages.ListAfterAsync(first.Index, cancellationToken).ToListAsync(cancellationToken);
        steps.Check(newer is [var only] && only.Sid == second.Sid, "it is the second message alone");
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        steps.Step("Close the conversation");
        var closed = await conversations.UpdateAsync(uniqueName, new() { State = ConversationState.Closed }, cancellationToken: cancellationToken);
        steps.Check(closed.State == ConversationState.Closed, "it is closed");

        steps.Step("Delete it with everything in it");
        await conversations.DeleteAsync(uniqueName, cancellationToken: cancellationToken);
        steps.Check(!await conversations.ExistsAsync(uniqueName, cancellationToken), "it is gone");
    }
}
