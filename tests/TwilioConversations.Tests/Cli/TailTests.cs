using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>tail</c>: new messages as they come, until Ctrl-C.</summary>
public class TailTests
{
    [Test]
    public async Task Tail_prints_the_newest_and_then_each_new_message_once_and_keeps_running_through_an_outage()
    {
        using var tool = new CommandLineTool();
        var messages = tool.Service.Client.Conversation("support").Messages;
        foreach (var body in new[] { "one", "two", "three" })
        {
            await messages.CreateAsync(new() { Author = "alice", Body = body });
        }

        using var stop = new CancellationTokenSource();
        var run = tool.RunAsync(["tail", "support", "--last", "2", "-o", "jsonl"], "", stop.Token);
        await RequestsAsync(1);
        tool.Service.InjectFault(EmulatorFault.Error(503, 20503, "no"), times: 1, when: request => request.Method == "GET");
        await messages.CreateAsync(new() { Author = "bob", Body = "four" });
        await RequestsAsync(3);
        await messages.CreateAsync(new() { Author = "bob", Body = "five" });
        var before = tool.Service.RequestCount;
        await RequestsAsync(before + 2 - 5);
        await stop.CancelAsync();
        var (exitCode, output, errors) = await run;
        Assert.That(exitCode, Is.Zero, errors);
        var bodies = output.TrimEnd().Split('\n').Select(line => (string?)Newtonsoft.Json.Linq.JObject.Parse(line)["body"]).ToList();
        Assert.That(bodies, Is.EqualTo(new[] { "two", "three", "four", "five" }), errors);

        // Beside those that send the messages.
        async Task RequestsAsync(long count)
        {
            while (tool.Service.Requests.Count(request => request.Method == "GET") < count)
            {
                await Task.Delay(20);
            }
        }
    }

    [Test]
    public async Task A_format_with_an_end_is_rejected()
    {
        using var tool = new CommandLineTool();
        Assert.That(await tool.RunAsync("tail", "support", "-o", "json"), Is.EqualTo((2, "", "tail never ends, so --output must be table or jsonl.\n")));
    }
}
