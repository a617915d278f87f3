using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>The demo. Each step verifies what it claims.</summary>
internal sealed class Demo(DemoSteps steps, string title, ParticipantsApi participants, DemoParticipants people, DemoConversation? own)
{
    private readonly List<Participant> _created = [];
    private CreateParticipantRequest? _unconfirmed;

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        steps.Console.MarkupLineInterpolated($"[bold underline]{title}[/]");
        if (people.Note is not null)
        {
            steps.Console.MarkupLineInterpolated($"[yellow]{people.Note}[/]");
        }

        var (isDone, isClean) = (false, false);
        try
        {
            isDone = await steps.TryAsync(() => DoStepsAsync(cancellationToken));
        }
        finally
        {
            // Also after a failure or Ctrl-C, everything that the demo created is deleted.
            isClean = await DeleteCreatedAsync();
        }

        return isDone && isClean && (own is null || await steps.TryAsync(() => own.CloseAsync(cancellationToken)));
    }

    private async Task DoStepsAsync(CancellationToken cancellationToken)
    {
        if (own is not null)
        {
            await own.OpenAsync(cancellationToken);
        }

        steps.Step($"Create participants: {people.Channels}");
        foreach (var request in people.Members)
        {
            await CreateAsync(request, cancellationToken);
        }

        steps.Check(
            _created.Zip(people.Members).All(pair => pair.First.Identity == pair.Second.Identity && pair.First.Attributes == (pair.Second.Attributes ?? "{}")),
            "each was stored as it was sent");
        await ListAsync(cancellationToken);

        var bySid = _created[0];
        var byIdentity = _created.First(participant => participant.Identity is not null);
        steps.Step("Fetch by SID and by identity, and update the read position");
        var fetched = (
            await participants.FetchAsync(bySid.Sid, cancellationToken: cancellationToken),
            await participants.FetchAsync(byIdentity.Identity!, cancellationToken: cancellationToken));
        var readPosition = new UpdateParticipantRequest
        {
            LastReadMessageIndex = 7,
            LastReadTimestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
        var updated = await participants.UpdateAsync(byIdentity, readPosition, cancellationToken: cancellationToken);
        steps.Check(
            fetched == (bySid, byIdentity) && updated.LastReadMessageIndex == 7 && updated.Attributes == byIdentity.Attributes,
            "both match, and the fields that were not sent are unchanged");

        steps.Step("Delete one, fetch it again, and see the error");
        await participants.DeleteAsync(bySid, cancellationToken: cancellationToken);
        _created.Remove(bySid);
        await MeetNotFoundAsync(bySid.Sid, cancellationToken);
        if (own is not null)
        {
            await own.WriteAsync(cancellationToken);
        }
    }

    private async Task CreateAsync(CreateParticipantRequest request, CancellationToken cancellationToken)
    {
        // Recorded before it is sent: without a response, it may have been created.
        _unconfirmed = request;
        try
        {
            _created.Add(await participants.CreateAsync(request, cancellationToken: cancellationToken));
            _unconfirmed = null;
        }
        catch (ConversationsResponseException e) when (e.Code is not null && !e.IsNotFound && (int)e.StatusCode < 500)
        {
            // The service rejected it.
            _unconfirmed = null;
            throw;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        steps.Step("List the participants, three per page");
        var seen = new List<Participant>();
        var pages = 0;
        await foreach (var page in participants.ListAsync(new() { PageSize = 3 }, cancellationToken).AsPages().WithCancellation(cancellationToken))
        {
            seen.AddRange(page.Items);
            pages++;
        }

        steps.Check(
            seen.Where(participant => _created.Any(created => created.Sid == participant.Sid)).SequenceEqual(_created),
            $"{pages} page{(pages == 1 ? "" : "s")} contain each of the {_created.Count} once, in order");
    }

    private async Task MeetNotFoundAsync(string sid, CancellationToken cancellationToken)
    {
        try
        {
            await participants.FetchAsync(sid, cancellationToken: cancellationToken);
        }
        catch (ConversationsResponseException e) when (e.IsNotFound)
        {
            steps.Check(e.Code is not null && e.RequestId is not null, $"the exception has the code {e.Code} and the request ID {e.RequestId}");
            return;
        }

        throw new DemoSteps.StepFailedException("the deleted participant still exists");
    }

    private async Task<bool> DeleteCreatedAsync()
    {
        if (own is not null || (_created.Count == 0 && _unconfirmed is null))
        {
            // The demo's own conversation is deleted as a whole.
            return true;
        }

        try
        {
            steps.Step("Delete everything that the demo created");
        }
        catch (IOException)
        {
            // Deletion goes on if nothing can be printed.
            steps.Mute();
        }

        var left = new List<string>();
        if (_unconfirmed is not null)
        {
            try
            {
                _created.AddRange(await FindAsync(_unconfirmed));
            }
            catch (Exception e) when (ErrorHints.IsReported(e))
            {
                left.Add($"{_unconfirmed.Identity ?? _unconfirmed.MessagingBindingAddress} ({ErrorHints.Of(e)})");
            }
        }

        await foreach (var outcome in participants.DeleteManyAsync(_created.Select(ParticipantKey.FromParticipant)))
        {
            if (outcome.Status is not (BulkStatus.Done or BulkStatus.AlreadyExists or BulkStatus.AlreadyGone))
            {
                left.Add($"{outcome.Input}");
            }
        }

        steps.Console.MarkupLineInterpolated($"  {(left.Count == 0 ? "✓ nothing is left" : $"✗ may still exist: {string.Join(", ", left)}")}");
        return left.Count == 0;
    }

    /// <summary>Returns the participant that a request created, if any. Your own participant with the same address has other attributes.</summary>
    private async Task<IEnumerable<Participant>> FindAsync(CreateParticipantRequest request)
    {
        var found = request.Identity is { } identity
            ? await participants.FindAsync(ParticipantKey.FromIdentity(identity))
            : await participants.FindByAddressAsync(request.MessagingBindingAddress!, request.MessagingBindingProxyAddress);
        return found?.Attributes == (request.Attributes ?? "{}") ? [found] : [];
    }
}
