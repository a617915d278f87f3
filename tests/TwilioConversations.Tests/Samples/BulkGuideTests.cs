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
}
