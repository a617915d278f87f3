using System.Net;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary>The operations of one scope, step by step; each step checks that the service did what the step says.</summary>
internal sealed class Demo(IAnsiConsole console, Room room, Cast cast)
{
    private readonly List<Participant> _added = [];

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated($"\n[bold underline]{room.Title}[/]");
        if (cast.Note is not null)
        {
            console.MarkupLineInterpolated($"[yellow]{cast.Note}[/]");
        }

        try
        {
            await DoStepsAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is StepFailedException or ConversationsException or HttpRequestException or TimeoutException)
        {
            console.MarkupLineInterpolated($"  [red]✗ {e.Message}[/]");
            return false;
        }
        finally
        {
            // Also after Ctrl-C: what the demo added goes with it.
            await RemoveAddedAsync();
        }
    }

    private async Task DoStepsAsync(CancellationToken cancellationToken)
    {
        foreach (var (title, request) in cast.Members)
        {
            await AddAsync(title, request, cancellationToken);
        }

        await ListAsync(cancellationToken);

        var bySid = _added[0];
        Step("Fetch a participant by its SID");
        Check(await room.FetchAsync(bySid.Sid, cancellationToken) == bySid, "the service answers with the participant that was added");

        var byIdentity = _added.First(participant => participant.Identity is not null);
        Step($"Fetch a participant by its identity, {byIdentity.Identity}");
        Check(await room.FetchAsync(byIdentity.Identity!, cancellationToken) == byIdentity, "the service answers with the participant of that identity");

        Step("Update: mark its messages up to number 7 as read");
        var updated = await room.UpdateAsync(
            byIdentity.Sid, new UpdateParticipantRequest { LastReadMessageIndex = 7, LastReadTimestamp = "2026-01-02T03:04:05Z" }, cancellationToken);
        Check(updated.LastReadMessageIndex == 7 && updated.Attributes == byIdentity.Attributes, "the index is stored, and what was not sent is as before");

        Step("Update: remove the index again");
        updated = await room.UpdateAsync(byIdentity.Sid, new UpdateParticipantRequest { LastReadMessageIndex = FieldUpdate<int>.Remove }, cancellationToken);
        Check(updated.LastReadMessageIndex is null, "the index is gone");

        Step("Delete a participant");
        await room.RemoveAsync(bySid.Sid, cancellationToken);
        _added.Remove(bySid);

        Step("Fetch it once more, and meet the error");
        await MeetNotFoundAsync(bySid.Sid, cancellationToken);
    }

    private async Task AddAsync(string title, CreateParticipantRequest request, CancellationToken cancellationToken)
    {
        Step(title);
        var participant = await room.AddAsync(request, cancellationToken);
        _added.Add(participant);
        Check(
            participant.Identity == request.Identity && participant.Attributes == (request.Attributes ?? "{}"),
            $"the service stored it as {participant.Sid}");
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        Step("List the participants, two a page");
        var table = new Table().RoundedBorder().AddColumns("Page", "SID", "Identity", "Channel", "Address", "Proxy or projected");
        var seen = new List<Participant>();
        var number = 0;
        for (string? token = null; number == 0 || token is not null; number++)
        {
            var page = await room.ListAsync(2, number, token, cancellationToken);
            foreach (var participant in page.Participants)
            {
                var binding = participant.MessagingBinding;
                table.AddRow(
                    new Text($"{number}"),
                    new Text(participant.Sid),
                    new Text(participant.Identity ?? ""),
                    new Text(binding?.Type ?? "chat"),
                    new Text(binding?.Address ?? ""),
                    new Text(binding?.ProxyAddress ?? binding?.ProjectedAddress ?? ""));
                seen.Add(participant);
            }

            token = NextPageToken(page);
        }

        console.Write(table);
        Check(
            number > 1 && seen.Where(participant => _added.Any(added => added.Sid == participant.Sid)).SequenceEqual(_added),
            $"{number} pages hold each of the {_added.Count} once, in order");
    }

    private async Task MeetNotFoundAsync(string sid, CancellationToken cancellationToken)
    {
        try
        {
            await room.FetchAsync(sid, cancellationToken);
        }
        catch (ConversationsException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            console.MarkupLineInterpolated($"    {e.Message}");
            Check(e.Code is not null && e.RequestId is not null, "the exception carries Twilio's code and the request's id");
            return;
        }

        throw new StepFailedException("the deleted participant is still there");
    }

    private async Task RemoveAddedAsync()
    {
        if (_added.Count == 0)
        {
            return;
        }

        Step("Remove what the demo added");
        foreach (var participant in _added.ToList())
        {
            await room.RemoveAsync(participant.Sid, CancellationToken.None);
            _added.Remove(participant);
        }

        Check(true, "nothing of it is left");
    }

    private static string? NextPageToken(ParticipantPage page) => page.Meta.NextPageUrl is { } address
        ? new Uri(address).Query.TrimStart('?').Split('&').Select(field => field.Split('=', 2)).Where(field => field[0] == "PageToken").Select(field => Uri.UnescapeDataString(field[1])).Single()
        : null;

    private void Step(string title) => console.MarkupLineInterpolated($"\n  [bold]{title}[/]");

    private void Check(bool holds, string claim)
    {
        if (!holds)
        {
            throw new StepFailedException($"not true: {claim}");
        }

        console.MarkupLineInterpolated($"  [green]✓[/] {claim}");
    }

#pragma warning disable CA1032, CA1064 // Thrown and caught here alone, always with a message.
    private sealed class StepFailedException(string message) : Exception(message);
#pragma warning restore CA1032, CA1064
}
