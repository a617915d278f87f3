using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>The operations of one scope, step by step; each step checks that the service did what the step says.</summary>
internal sealed class Demo(DemoSteps steps, string title, ParticipantsApi participants, DemoParticipants people, DemoConversation? own)
{
    private readonly List<Participant> _created = [];
    private CreateParticipantRequest? _unconfirmed;

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        steps.Console.MarkupLineInterpolated($"\n[bold underline]{title}[/]");
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
            // Also after a failure or Ctrl-C: what the demo created is deleted.
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

        foreach (var (title, request) in people.Members)
        {
            await CreateAsync(title, request, cancellationToken);
        }

        await ListAsync(cancellationToken);

        var bySid = _created[0];
        steps.Step("Fetch a participant by its SID");
        steps.Check(await participants.FetchAsync(bySid.Sid, cancellationToken) == bySid, "the response is the participant that was created");

        var byIdentity = _created.First(participant => participant.Identity is not null);
        steps.Step($"Fetch a participant by its identity, {byIdentity.Identity}");
        steps.Check(await participants.FetchAsync(byIdentity.Identity!, cancellationToken) == byIdentity, "the response is the participant of that identity");

        steps.Step("Update: mark its messages up to number 7 as read");
        var updated = await participants.UpdateAsync(
            byIdentity, new UpdateParticipantRequest { LastReadMessageIndex = 7, LastReadTimestamp = "2026-01-02T03:04:05Z" }, cancellationToken: cancellationToken);
        steps.Check(updated.LastReadMessageIndex == 7 && updated.Attributes == byIdentity.Attributes, "the index is stored, and what was not sent is as before");

        steps.Step("Update: remove the index again");
        updated = await participants.UpdateAsync(
            byIdentity, new UpdateParticipantRequest { LastReadMessageIndex = FieldUpdate<int>.Remove }, cancellationToken: cancellationToken);
        steps.Check(updated.LastReadMessageIndex is null, "the index is gone");

        steps.Step("Delete a participant");
        await participants.DeleteAsync(bySid, cancellationToken: cancellationToken);
        _created.Remove(bySid);

        steps.Step("Fetch it once more, and meet the error");
        await MeetNotFoundAsync(bySid.Sid, cancellationToken);
        if (own is not null)
        {
            await own.WriteAndReadAsync(cancellationToken);
        }
    }

    private async Task CreateAsync(string title, CreateParticipantRequest request, CancellationToken cancellationToken)
    {
        steps.Step(title);
        // Noted before it is sent: without a response, it may have been created all the same.
        _unconfirmed = request;
        try
        {
            _created.Add(await participants.CreateAsync(request, cancellationToken: cancellationToken));
            _unconfirmed = null;
        }
        catch (ConversationsException e) when (e.Code is not null && !e.IsNotFound && (int)e.StatusCode < 500)
        {
            // The service refused it.
            _unconfirmed = null;
            throw;
        }

        var participant = _created[^1];
        steps.Check(
            participant.Identity == request.Identity && participant.Attributes == (request.Attributes ?? "{}"),
            $"the service stored it as {participant.Sid}");
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        steps.Step("List the participants, two a page");
        var table = new Table().SimpleBorder().AddColumns("Page", "SID", "Identity", "Channel", "Address", "Yours");
        var seen = new List<Participant>();
        var number = 0;
        await foreach (var page in participants.ListAsync(new() { PageSize = 2 }, cancellationToken).AsPages().WithCancellation(cancellationToken))
        {
            foreach (var participant in page.Items)
            {
                var binding = participant.MessagingBinding;
                table.AddRow(
                    new Text($"{number}"),
                    new Text($"{participant.Sid[..6]}…{participant.Sid[^4..]}"),
                    new Text(participant.Identity ?? ""),
                    new Text(binding?.Type ?? "chat"),
                    new Text(binding?.Address ?? ""),
                    new Text(binding?.ProxyAddress ?? binding?.ProjectedAddress ?? ""));
                seen.Add(participant);
            }

            number++;
        }

        steps.Console.Write(table);
        steps.Check(
            number > 1 && seen.Where(participant => _created.Any(created => created.Sid == participant.Sid)).SequenceEqual(_created),
            $"{number} pages hold each of the {_created.Count} once, in order");
    }

    private async Task MeetNotFoundAsync(string sid, CancellationToken cancellationToken)
    {
        try
        {
            await participants.FetchAsync(sid, cancellationToken);
        }
        catch (ConversationsException e) when (e.IsNotFound)
        {
            steps.Console.Write(WireLog.Indented(e.Message, Color.Default));
            steps.Check(e.Code is not null && e.RequestId is not null, "the exception carries Twilio's code and the request's id");
            return;
        }

        throw new DemoSteps.StepFailedException("the deleted participant is still there");
    }

    private async Task<bool> DeleteCreatedAsync()
    {
        if (_created.Count == 0 && _unconfirmed is null)
        {
            return true;
        }

        try
        {
            steps.Step("Delete what the demo created");
        }
        catch (IOException)
        {
            // What cannot be printed is deleted all the same.
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

        steps.Console.MarkupLineInterpolated($"  {(left.Count == 0 ? "✓ nothing of it is left" : $"✗ perhaps still there: {string.Join(", ", left)}")}");
        return left.Count == 0;
    }

    /// <summary>The participant that a request created, if it did; one of yours with the same address has other attributes.</summary>
    private async Task<IEnumerable<Participant>> FindAsync(CreateParticipantRequest request)
    {
        var found = request.Identity is { } identity
            ? await participants.FindAsync(ParticipantKey.FromIdentity(identity))
            : await participants.FindByAddressAsync(request.MessagingBindingAddress!, request.MessagingBindingProxyAddress);
        return found?.Attributes == (request.Attributes ?? "{}") ? [found] : [];
    }
}
