using System.Diagnostics;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using WireMock.Server;
using WireMock.Settings;

namespace TwilioConversations.Tests;

/// <summary>How fast the emulator answers, beside a bare WireMock.Net stub in the same run; a figure to read, not to assert.</summary>
public class EmulatorThroughputTests
{
    private const int Calls = 20_000;
    private const int Callers = 16;

    [Test]
    [Explicit("prints times, which depend on the machine")]
    public async Task Requests_a_second_with_a_thousand_participants_stored()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", null, Enumerable.Range(0, 1000).Select(i => $"u{i}"));
        using var stub = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], MaxRequestLogCount = 100 });
        stub.Given(WireMock.RequestBuilders.Request.Create()).RespondWith(WireMock.ResponseBuilders.Response.Create().WithHeader("Content-Type", "application/json").WithBody(Examples.Participant));
        using var bare = new ConversationsClient(new() { Credentials = service.Credentials, BaseAddress = new Uri(stub.Urls[0]) });
        var participants = service.Client.Conversation("support").Participants;
        for (var round = 1; round <= 3; round++)
        {
            await TestContext.Out.WriteLineAsync(
                $"round {round}: emulator {await RateAsync(i => participants.FetchAsync($"u{i % 1000}")):N0}/s, "
                + $"bare stub {await RateAsync(_ => bare.Operations.FetchConversationParticipantAsync("support", "u")):N0}/s");
        }
    }

    private static async Task<double> RateAsync(Func<int, Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, _) => await call(i));
        return Calls / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
