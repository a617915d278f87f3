using TwilioConversations.Testing;

namespace TwilioConversations.Cli;

/// <summary>The life of a conversation that is the demo's own, around that of its participants: opened, written into, read, closed and deleted, through faults.</summary>
internal sealed class DemoConversation(DemoSteps steps, ConversationsApi conversations, MessagesApi messages, string uniqueName, ConversationsEmulator emulator)
{
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        steps.Step("Open a conversation by its unique name; the response is lost, so open it again");
        emulator.InjectFault(EmulatorFault.ResponseLost);
        var request = new CreateConversationRequest { UniqueName = uniqueName, FriendlyName = "Front desk", State = ConversationState.Active };
        var isLost = false;
        try
        {
            await conversations.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        }
        catch (HttpRequestException)
        {
            isLost = true;
        }

        // Whether it was created is not known, and need not be.
        var opened = await conversations.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        steps.Check(isLost && opened.UniqueName == uniqueName && opened.State == ConversationState.Active, $"the first request had created it: {opened.Sid}");
    }

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        steps.Step("Write two messages while the service is busy, and read what is new since the first");
        emulator.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.Zero));
        var first = await messages.CreateAsync(new() { Author = "alice", Body = "Is anybody there?" }, cancellationToken: cancellationToken);
        var second = await messages.CreateAsync(new() { Author = "IDENTITY", Body = "How can I help?" }, cancellationToken: cancellationToken);
        var newer = await messages.ListAfterAsync(first.Index, cancellationToken).ToListAsync(cancellationToken);
        steps.Check((first.Index, second.Index) is (0, 1) && newer is [var only] && only.Sid == second.Sid, $"each is there once; new is {second.Author}: {second.Body}");
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        steps.Step("Close the conversation, and delete it with everything in it");
        var closed = await conversations.UpdateAsync(uniqueName, new() { State = ConversationState.Closed }, cancellationToken: cancellationToken);
        await conversations.DeleteAsync(uniqueName, cancellationToken: cancellationToken);
        steps.Check(closed.State == ConversationState.Closed, "it was closed, and is gone");
    }
}
