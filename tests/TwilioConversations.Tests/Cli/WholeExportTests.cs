using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>export --all</c>: every record once, even if the export was killed, and only new records the next time.</summary>
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
    public async Task A_second_export_adds_only_new_records()
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
    public async Task The_receipts_and_files_of_a_message_are_exported_once_and_files_byte_for_byte()
    {
        using var tool = new CommandLineTool("alice");
        var support = tool.Service.Client.Conversation("support");
        var conversation = await tool.Service.Client.Conversations.FetchAsync("support");
        await support.Participants.CreateAsync(new() { MessagingBindingAddress = "+15550000001", MessagingBindingProxyAddress = "+15550000009" });
        var content = Enumerable.Range(0, 100_000).Select(number => (byte)(number % 251)).ToArray();
        var file = await tool.Service.Client.Service(conversation.ChatServiceSid!).Media.UploadAsync(new MemoryStream(content), "image/png", "seat.png");
        var message = await support.Messages.CreateAsync(new() { Author = "alice", MediaSid = file.Sid });
        var folder = tool.PathOf($"backup/{conversation.Sid}");
        // A run that was killed during the download leaves a part.
        Directory.CreateDirectory(Path.Combine(folder, "media"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "media", file.Sid + ".new"), content[..1000]);
        await File.WriteAllTextAsync(tool.PathOf("backup/manifest.json"), """{"format":1}""");

        var exported = Path.Combine(folder, "media", file.Sid);
        for (var run = 1; run <= 2; run++)
        {
            var result = await ExportWithMediaAsync(tool);
            Assert.That(result.ExitCode, Is.Zero, result.Errors);
            Assert.That(result.Errors, Does.Contain("1 messages, 1 receipts and 1 media files"));
            var line = JObject.Parse((await File.ReadAllLinesAsync(Path.Combine(folder, "messages.jsonl"))).Single());
            Assert.That(line["receipts"]!.ToObject<List<DeliveryReceipt>>(), Is.EqualTo(await support.Message(message.Sid).Receipts.ListAsync().ToListAsync()));
            Assert.That(Directory.GetFiles(Path.Combine(folder, "media")), Is.EqualTo(new[] { exported }));
            Assert.That(await File.ReadAllBytesAsync(exported), Is.EqualTo(content));
            Assert.That(run == 1 || File.GetLastWriteTimeUtc(exported) == DateTime.UnixEpoch, "the second run leaves the file as it is");
            File.SetLastWriteTimeUtc(exported, DateTime.UnixEpoch);
        }
    }

    [TestCase("""{"sid":"../../outside"}""", TestName = "A_media_file_with_an_unsafe_SID_is_counted_as_missing_in_each_run")]
    [TestCase("{}", TestName = "A_media_file_without_a_SID_is_counted_as_missing_in_each_run")]
    [TestCase("""{"sid":"MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""", TestName = "A_media_file_that_was_deleted_is_counted_as_missing_in_each_run")]
    public async Task A_media_file_that_cannot_be_exported_is_counted_as_missing_in_each_run(string media)
    {
        using var tool = new CommandLineTool();
        await tool.Service.Client.Conversation("support").Messages.CreateAsync(new() { Body = "Hello" });
        tool.Service.InjectFault(
            EmulatorFault.Respond(200, $$"""{"messages":[{"sid":"IM{{new string('a', 32)}}","index":0,"media":[{{media}}]}],"meta":{"next_page_url":null} }"""),
            times: null,
            when: request => request.Operation == "ListConversationMessage");
        for (var run = 1; run <= 2; run++)
        {
            var result = await ExportWithMediaAsync(tool);
            Assert.That(result.ExitCode, Is.EqualTo(3), result.Errors);
            Assert.That(result.Errors, Does.Contain("and 0 media files are in backup").And.Contain("1 media files could not be exported"));
        }
    }

    [Test]
    public async Task A_run_without_the_media_service_counts_no_file_and_the_next_one_with_it_adds_them()
    {
        using var tool = new CommandLineTool();
        var support = tool.Service.Client.Conversation("support");
        var conversation = await tool.Service.Client.Conversations.FetchAsync("support");
        var file = await tool.Service.Client.Service(conversation.ChatServiceSid!).Media.UploadAsync(new MemoryStream([1]), "image/png", "seat.png");
        await support.Messages.CreateAsync(new() { MediaSid = file.Sid });
        var result = await tool.RunAsync("export", "--all", "backup");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain("and 0 media files are in backup").And.Contain("Media files are skipped"));
        var later = await ExportWithMediaAsync(tool);
        Assert.That(later.Errors, Does.Contain("1 messages, 0 receipts and 1 media files are in backup"));
        Assert.That(await File.ReadAllBytesAsync(tool.PathOf($"backup/{conversation.Sid}/media/{file.Sid}")), Is.EqualTo(new byte[] { 1 }));
    }

    private static Task<(int ExitCode, string Output, string Errors)> ExportWithMediaAsync(CommandLineTool tool) => tool.RunAloneAsync(
        ["export", "--all", "backup", "--base-address", tool.Service.BaseAddress.AbsoluteUri],
        [.. tool.Environment, ("TWILIO_MEDIA_BASE_ADDRESS", tool.Service.BaseAddress.AbsoluteUri)]);

    [Test]
    public async Task A_folder_with_other_files_is_not_changed()
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
