namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to bulk operations.</summary>
public class BulkGuideTests : GuideFixture
{
    [Test]
    public async Task Many_are_created_and_deleted()
    {
        var (participants, log, cancellationToken) = (Twilio.Conversation("support").Participants, Log, CancellationToken.None);
        await participants.CreateAsync(new() { Identity = "alice" });
        var queue = new[] { "alice", "dave", "erin" };

        #region create
        var requests = queue.Select(identity => new CreateParticipantRequest { Identity = identity });
        await foreach (var result in participants.CreateManyAsync(requests, new() { Concurrency = 8 }, cancellationToken: cancellationToken))
        {
            log.WriteLine($"{result} {result.Error?.Message}");   // for example "#1 Done"
        }
        #endregion

        #region delete
        await foreach (var result in participants.DeleteManyAsync(["alice", "dave"], cancellationToken: cancellationToken))
        {
            log.WriteLine(result);
        }
        #endregion

        Assert.That(log.ToString().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Is.EqualTo(new[] { "#0 AlreadyExists", "#1 Done", "#2 Done", "#0 Done", "#1 Done" }));
        Assert.That(await participants.ListAsync().CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Several_conversations_are_filled_at_the_same_time()
    {
        var (twilio, log, cancellationToken) = (Twilio, TextWriter.Synchronized(Log), CancellationToken.None);
        Service.AddConversation("north");
        Service.AddConversation("south");

        #region several
        var rosters = new Dictionary<string, string[]> { ["north"] = ["alice", "bob"], ["south"] = ["carol"] };
        await Task.WhenAll(rosters.Select(async roster =>
        {
            var requests = roster.Value.Select(identity => new CreateParticipantRequest { Identity = identity });
            await foreach (var result in twilio.Conversation(roster.Key).Participants.CreateManyAsync(requests, cancellationToken: cancellationToken))
            {
                log.WriteLine($"{roster.Key} {result}");
            }
        }));
        #endregion

        Assert.That(Log.ToString().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(), Is.EqualTo(new[] { "north #0 Done", "north #1 Done", "south #0 Done" }));
    }
}
