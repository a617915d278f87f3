using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>export --all</c>: every record once, whenever the export was killed, and only what is new the next time.</summary>
public class WholeExportTests
{
    private const int Conversations = 20;
    private const int Messages = 15;

    [Test]
    [Platform(Exclude = "Win", Reason = "kills as Unix does")]
    public async Task An_export_that_is_killed_again_and_again_has_everything_once_in_the_end()
    {
        using var tool = new CommandLineTool("alice");
        await FillAsync(tool);
        tool.Service.InjectFault(EmulatorFault.Latency(TimeSpan.FromMilliseconds(20)), times: null);
        foreach (var requests in new[] { 1, 4, 9 })
        {
            var before = tool.Service.RequestCount;
            using var process = tool.Start("export", "--all", "backup", "--concurrency", "2");
            while (tool.Service.RequestCount < before + requests && !process.HasExited)
            {
                await Task.Delay(5);
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        // A line that is only half written, as by a machine that fails.
        var open = (await tool.Service.Client.Conversations.ListAsync().ToListAsync()).First(one => !File.Exists(tool.PathOf($"backup/{one.Sid}/export.json")));
        Directory.CreateDirectory(tool.PathOf($"backup/{open.Sid}"));
        await File.AppendAllTextAsync(tool.PathOf($"backup/{open.Sid}/messages.jsonl"), "{\"index\":99,\"bo");

        var result = await tool.RunAsync("export", "--all", "backup");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        await AssertSameAsync(tool);
        Assert.That((int?)(await ManifestAsync(tool))["totals"]?["messages"], Is.EqualTo(Conversations * Messages));
    }

    [Test]
    public async Task A_second_export_adds_what_is_new_alone()
    {
        using var tool = new CommandLineTool("alice");
        var messages = tool.Service.Client.Conversation("support").Messages;
        for (var i = 0; i < 120; i++)
        {
            await messages.CreateAsync(new() { Body = $"message {i}" });
        }

        Assert.That((await tool.RunAsync("export", "--all", "backup")).ExitCode, Is.Zero);
        await messages.CreateAsync(new() { Body = "new" });
        await tool.Service.Client.Conversation("support").Participants.CreateAsync(new() { Identity = "bob" });
        tool.Service.AddConversation("another", null, "carol");
        var before = tool.Service.RequestCount;
        var second = await tool.RunAsync("export", "--all", "backup");
        Assert.That(second.ExitCode, Is.Zero, second.Errors);
        Assert.That(tool.Service.RequestCount - before, Is.EqualTo(5), "the conversations, and of each the participants and the last page of messages");
        await AssertSameAsync(tool);
    }

    [Test]
    public async Task A_folder_with_other_files_is_left_alone()
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("mine"), "notes");
        Assert.That(await tool.RunAsync("export", "--all", "."), Is.EqualTo((2, "", ". contains other files. Choose an empty folder, or one with an earlier export.\n")));
        Assert.That(Directory.GetFiles(tool.Folder), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task An_export_of_one_service_is_not_continued_with_another()
    {
        using var tool = new CommandLineTool();
        Assert.That((await tool.RunAsync("export", "--all", "backup")).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("export", "--all", "backup", "--service", "ISbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")).Errors, Does.StartWith("backup has the export of another service"));
    }

    private static async Task FillAsync(CommandLineTool tool)
    {
        for (var i = 1; i < Conversations; i++)
        {
            tool.Service.AddConversation($"c{i}", null, $"user{i}");
        }

        await foreach (var conversation in tool.Service.Client.Conversations.ListAsync())
        {
            for (var i = 0; i < Messages; i++)
            {
                await tool.Service.Client.Conversation(conversation.Sid).Messages.CreateAsync(new() { Body = $"message {i}" });
            }
        }
    }

    private static async Task<JObject> ManifestAsync(CommandLineTool tool) => JObject.Parse(await File.ReadAllTextAsync(tool.PathOf("backup/manifest.json")));

    private static async Task AssertSameAsync(CommandLineTool tool)
    {
        var conversations = await tool.Service.Client.Conversations.ListAsync().ToListAsync();
        Assert.That(await ReadAsync<Conversation>("conversations.jsonl"), Is.EquivalentTo(conversations));
        foreach (var conversation in conversations)
        {
            var place = tool.Service.Client.Conversation(conversation.Sid);
            Assert.That(await ReadAsync<Message>($"{conversation.Sid}/messages.jsonl"), Is.EqualTo(await place.Messages.ListAsync().ToListAsync()));
            Assert.That(await ReadAsync<Participant>($"{conversation.Sid}/participants.jsonl"), Is.EqualTo(await place.Participants.ListAsync().ToListAsync()));
        }

        async Task<List<T>> ReadAsync<T>(string file) =>
            [.. (await File.ReadAllLinesAsync(tool.PathOf($"backup/{file}"))).Select(line => JsonConvert.DeserializeObject<T>(line)!)];
    }
}
