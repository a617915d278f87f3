namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to paging.</summary>
public class PagingGuideTests : GuideFixture
{
    [Test]
    public async Task Item_by_item_page_by_page_and_onwards_from_a_token()
    {
        Service.AddConversation("tour", null, [.. Enumerable.Range(0, 150).Select(number => $"user-{number}")]);
        var (participants, log, cancellationToken) = (Twilio.Conversation("tour").Participants, Log, CancellationToken.None);
        var saved = new List<(int Items, bool HasNext)>();
        string? LoadToken() => null;
        Task SaveAsync(IReadOnlyList<Participant> items, string? nextPageToken)
        {
            saved.Add((items.Count, nextPageToken is not null));
            return Task.CompletedTask;
        }

        #region items
        await foreach (var participant in participants.ListAsync(cancellationToken: cancellationToken))
        {
            log.WriteLine(participant);   // prints its SIDs, and no personal data
        }
        #endregion

        Assert.That(log.ToString().Split('\n'), Has.Length.EqualTo(151));
        var before = Service.RequestCount;

        #region limit
        var firstFive = await participants.ListAsync(new() { Limit = 5 }, cancellationToken).ToListAsync(cancellationToken);
        #endregion

        Assert.That((firstFive.Count, Service.RequestCount - before), Is.EqualTo((5, 1)));

        #region pages
        var token = LoadToken();   // null to start from the beginning
        await foreach (var page in participants.ListAsync(new() { PageSize = 100 }).AsPages(token).WithCancellation(cancellationToken))
        {
            await SaveAsync(page.Items, page.NextPageToken);
        }
        #endregion

        Assert.That(saved, Is.EqualTo(new[] { (100, true), (50, false) }));
    }
}
