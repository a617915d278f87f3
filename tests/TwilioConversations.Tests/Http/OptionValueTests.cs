using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The defaults and ranges of the options, and the moment when they are read.</summary>
public class OptionValueTests
{
    [Test]
    public void Options_that_are_not_set_are_what_the_documentation_says()
    {
        var options = new ConversationsClientOptions();
        var bulk = new BulkOptions();
        Assert.Multiple(() =>
        {
            Assert.That((options.AttemptTimeout, options.TotalTimeout), Is.EqualTo((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(100))));
            Assert.That(options.MaxResponseContentBufferSize, Is.EqualTo(16 * 1024 * 1024));
            Assert.That((options.Retry.MaxAttempts, options.Retry.Delay, options.Retry.MaxDelay), Is.EqualTo((4, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30))));
            Assert.That(options.Retry.RetryCreatesAndUpdates, Is.False);
            Assert.That((bulk.Concurrency, bulk.MaxAttempts), Is.EqualTo((16, (int?)null)));
        });
    }

    [TestCase("AttemptTimeout`, `TotalTimeout", "30 s, 100 s")]
    [TestCase("Retry.MaxAttempts`, `Delay`, `MaxDelay", "4, 500 ms, 30 s")]
    [TestCase("MaxResponseContentBufferSize", "16 MiB")]
    public void The_guide_lists_the_same_behavior(string options, string unset) =>
        Assert.That(File.ReadLines(Repository.PathOf("build/docs/guides/errors-and-retries.md")), Has.Some.StartsWith($"| `{options}` | {unset} |"));

    [Test]
    public async Task The_options_are_read_once()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.ServiceUnavailable));
        ConversationsClientOptions options = null!;
        using var client = server.CreateClient(given => (options = given).Retry.MaxAttempts = 1);
        options.Retry.MaxAttempts = 5;
        options.Retry.OnRetry = _ => Assert.Fail("changed afterward");
        await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
    }

    [Test]
    public void Options_out_of_their_range_are_rejected()
    {
        var options = new ConversationsClientOptions();
        Assert.Multiple(() =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => options.Retry.MaxAttempts = 0);
            Assert.Throws<ArgumentOutOfRangeException>(() => options.Retry.MaxAttempts = 21);
            Assert.Throws<ArgumentOutOfRangeException>(() => options.Retry.Delay = TimeSpan.Zero);
            Assert.Throws<ArgumentOutOfRangeException>(() => options.Retry.MaxDelay = TimeSpan.FromHours(2));
            Assert.Throws<ArgumentOutOfRangeException>(() => options.AttemptTimeout = TimeSpan.Zero);
            Assert.Throws<ArgumentOutOfRangeException>(() => options.TotalTimeout = TimeSpan.FromSeconds(-5));
            Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxResponseContentBufferSize = 0);
            Assert.Throws<ArgumentNullException>(() => options.TimeProvider = null!);
            Assert.DoesNotThrow(() => options.TotalTimeout = Timeout.InfiniteTimeSpan);
        });
    }

    [TestCase(25)]
    [TestCase(100_000)]
    public void A_limit_longer_than_timers_support_is_rejected(int days)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConversationsClientOptions { TotalTimeout = TimeSpan.FromDays(days) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConversationsClientOptions { AttemptTimeout = TimeSpan.FromDays(days) });
        Assert.DoesNotThrow(() => _ = new ConversationsClientOptions { TotalTimeout = TimeSpan.FromDays(24), AttemptTimeout = TimeSpan.FromDays(24) });
    }
}
