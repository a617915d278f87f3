using System.Globalization;
using TwilioConversations.Tests.Infra;
using TwilioConversations.Tests.Samples;

namespace TwilioConversations.Tests;

/// <summary>
/// A conversation gets as many requests a second as its server takes, from one process and from several. With the environment variable RATES=full
/// it takes minutes, and its figures are checked too; without, it is short, and busy machines make its figures meaningless.
/// </summary>
public class RateOfProcessesTests
{
    private const string Guide = "build/docs/guides/several-processes.md";

    private static bool IsFull => Environment.GetEnvironmentVariable("RATES") == "full";

    [Test]
    public async Task One_process_sends_as_many_requests_as_the_server_accepts_and_none_that_it_rejects()
    {
        var (perSecond, count) = IsFull ? (30, 10_000) : (150, 450);
        using var server = new CountingServer(perSecond);
        using var limiter = ConversationRateLimits.PerSecond(perSecond);
        using var client = StubServer.CreateClient(server.BaseAddress, options => options.ConversationRateLimiter = limiter, httpClient: null);
        var requests = Enumerable.Range(0, count).Select(i => new CreateParticipantRequest { Identity = $"user-{i}" });
        var done = await client.Conversation(Operations.ConversationSid).Participants.CreateManyAsync(requests).CountAsync(result => result.Status == BulkStatus.Done);
        TestContext.Out.WriteLine($"One process: {server}");
        Assert.That((done, server.Taken, server.Rejected), Is.EqualTo((count, count, 0)));
        Assert.That(server.Took / server.Allowed, IsFull ? Is.LessThan(1.02) : Is.Positive);
    }

    [Test]
    public async Task Four_processes_that_share_a_limiter_in_Redis_as_the_guide_shows_it_keep_to_the_rate_together()
    {
        using var redis = await RedisServer.StartAsync();
        var (perSecond, count) = IsFull ? (30, 750) : (150, 150);
        using var server = new CountingServer(perSecond);
        var program = ProgramOfGuide(perSecond, redis);
        string[] names = [Operations.ConversationSid, "support", "support", Operations.ConversationSid];
        var identities = Enumerable.Range(0, count).Select(i => $"user-{i}");
        var outputs = await Task.WhenAll(names.Select(async (name, number) =>
        {
            using var process = new SampleProcess(program, server.BaseAddress, string.Join('\n', identities.Select(identity => $"{number}-{identity}")), name);
            var errors = process.Process.StandardError.ReadToEndAsync();
            return await process.Process.StandardOutput.ReadToEndAsync() + await errors;
        }));
        TestContext.Out.WriteLine($"Four processes: {server}");
        Assert.That(outputs, Is.All.Empty, "each participant was added");
        Assert.That(server.Taken - server.Lookups, Is.EqualTo(4 * count));
        Assert.That(server.Lookups, Is.EqualTo(2), "two processes were given a name");
        Assert.That(server.Rejected, Is.LessThan(server.Taken / 4), "on their own, four processes would have sent four times as many as the server takes");
        Assert.That(server.Took / server.Allowed, IsFull ? Is.LessThan(1.1) : Is.Positive);
    }

    private static SampleProgram ProgramOfGuide(int perSecond, RedisServer redis)
    {
        var page = SamplePage.Read(Guide);
        var block = page.Blocks.Single(block => block.Text.StartsWith("using", StringComparison.Ordinal) && block.Text.Contains("RedisRateLimiting", StringComparison.Ordinal));
        var code = Replaced(Replaced(block.Text, "\"localhost\"", $"\"{redis.Address}\""), "PermitLimit = 30", string.Create(CultureInfo.InvariantCulture, $"PermitLimit = {perSecond}"));
        return new SampleProgram(Guide, "console", page.Packages, [block with { Text = code }]);
    }

    private static string Replaced(string text, string part, string other)
    {
        Assert.That(text, Does.Contain(part));
        return text.Replace(part, other, StringComparison.Ordinal);
    }
}
