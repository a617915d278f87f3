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

    [Test]
    public async Task Lists_of_several_conversations_at_the_same_time()
    {
        var (twilio, log, cancellationToken) = (Twilio, TextWriter.Synchronized(Log), CancellationToken.None);
        for (var i = 0; i < 20; i++)
        {
            Service.AddConversation($"c{i}");
            await Twilio.Conversation($"c{i}").Messages.CreateAsync(new() { Body = "Hello" });
        }

        #region account
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(twilio.Conversations.ListAsync(), parallel, async (conversation, ct) =>
        {
            await foreach (var message in twilio.Conversation(conversation.Sid).Messages.ListAsync(cancellationToken: ct))
            {
                log.WriteLine($"{conversation.Sid} {message.Sid}");
            }
        });
        #endregion

        Assert.That(Log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count(), Is.EqualTo(20));
    }
}
