using System.Text.RegularExpressions;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>export</c>, <c>import</c> and lists of any length, with what comes in between: faults, Ctrl-C, a reader that leaves, a narrow terminal.</summary>
[Platform(Exclude = "Win", Reason = "uses signals, pipes and terminals as Unix has them")]
public class CliImportExportTests
{
    [TestCase("people.jsonl")]
    [TestCase("people.csv")]
    public async Task Export_and_import_keep_every_field(string file)
    {
        using var tool = new CommandLineTool();
        tool.Service.AddConversation("copy");
        var date = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await tool.Participants.CreateAsync(new() { Identity = "zoë 😀, \"x\"\nnew line", Attributes = "{\"a\": \"x\\ny, \\\"z\\\" 😀\"}", DateCreated = date, DateUpdated = date, RoleSid = "RL" + new string('a', 32) });
        await tool.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661", DateCreated = date, DateUpdated = date });
        var read = await tool.Participants.CreateAsync(new() { Identity = "=1+1", DateCreated = date });
        await tool.Participants.UpdateAsync(read, new() { LastReadMessageIndex = 7, LastReadTimestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), DateUpdated = date });

        var exported = await tool.RunAsync("participants", "export", "support", "--file", file);
        Assert.That(exported, Is.EqualTo((0, "", file.EndsWith("csv", StringComparison.Ordinal) ? "A spreadsheet would run 1 cell as a formula. Use --escape-formulas to prevent that.\n" : "")));
        var there = await tool.RunAsync("participants", "import", "support", file, "-o", "jsonl");
        Assert.That(there.Output.TrimEnd().Split('\n'), Has.Length.EqualTo(3).And.All.Contains("\"unchanged\""), there.Output);
        // In the same account an address is bound once.
        await tool.RunAsync("participants", "delete", "support", "--all", "--yes");
        var imported = await tool.RunAsync("participants", "import", "copy", file);
        Assert.That(imported.ExitCode, Is.Zero, imported.Errors);
        Assert.That(imported.Errors, Does.Match(@"\A3 created, in \d+\.\d s\.\n\z"));
        var again = await tool.RunAsync("participants", "export", "copy", "--output", file.EndsWith("csv", StringComparison.Ordinal) ? "csv" : "jsonl");
        Assert.That(Comparable(again.Output), Is.EquivalentTo(Comparable(await File.ReadAllTextAsync(tool.PathOf(file)))));

        // All but what the service gives anew.
        static IEnumerable<string> Comparable(string text) => Regex.Replace(text, "(MB|CH)[0-9a-f]{32}", "$1").Split('\n').Order(StringComparer.Ordinal);
    }

    [Test]
    public async Task Rows_that_fail_do_not_stop_the_others_and_can_be_imported_again()
    {
        using var tool = new CommandLineTool("there");
        await File.WriteAllTextAsync(tool.PathOf("in.csv"), "identity,attributes\nthere,\nbad,\"{\"\"a\"\":\"\"x\ny\"\"}\"\nnew,{}\n,\n");
        var dry = await tool.RunAsync("participants", "import", "support", "in.csv", "--dry-run");
        Assert.That(dry.Output, Does.Match(@"\Arow 1: there already exists\nrow 2: would fail: attributes must be .*\nrow 3: would create new\nrow 4: would fail: .*\n\z"));
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.EqualTo(1));

        var result = await tool.RunAsync("participants", "import", "support", "in.csv");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(3));
            Assert.That(result.Output, Does.Match(@"\Arow 1: unchanged there\nrow 2: failed bad  attributes must be valid JSON;.*\nrow 3: created new MB[0-9a-f]{32}\nrow 4: failed   no identity, address or projected_address\n\z"));
            Assert.That(result.Errors, Does.Contain("2 failed. Fix the rows in "));
            Assert.That(File.ReadAllText(tool.PathOf("in.failed.csv")), Is.EqualTo("identity,attributes\nbad,\"{\"\"a\"\":\"\"x\ny\"\"}\"\n,\n"));
            Assert.That(File.Exists(tool.PathOf("in.csv.progress")), Is.False);
            Assert.That(tool.Service.Requests.Count(request => request.Operation == "CreateConversationParticipant"), Is.EqualTo(2), "what cannot be read is not sent");
        });
        await File.WriteAllTextAsync(tool.PathOf("in.failed.csv"), "identity,attributes\nbad,{}\n");
        Assert.That((await tool.RunAsync("participants", "import", "support", "in.failed.csv", "-o", "csv")).Output, Does.Match(@"\Arow,status,sid,participant,error\n1,created,MB[0-9a-f]{32},bad,\n\z"));
    }

    [Test]
    public async Task A_failed_lookup_fails_only_its_row()
    {
        using var tool = new CommandLineTool();
        await tool.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        // The first list is how the import finds out whether there is room.
        var lists = 0;
        tool.Service.InjectFault(EmulatorFault.Error(403, 20403, "no"), times: null, when: request => request.Operation == "ListConversationParticipant" && lists++ > 0);
        await File.WriteAllTextAsync(tool.PathOf("in.csv"), "identity,address,proxy_address\n,+15558675310,+15017122661\nnew,,\n");
        var result = await tool.RunAsync("participants", "import", "support", "in.csv");
        Assert.That(result.ExitCode, Is.EqualTo(3), result.Errors);
        Assert.That(result.Output, Does.Match(@"\Arow 1: failed \+15558675310  Twilio error 20403: .*\nrow 2: created new MB[0-9a-f]{32}\n\z"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_read_position_is_also_set_for_existing_participants(bool bySid)
    {
        using var tool = new CommandLineTool("alice");
        var bob = await tool.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        await File.WriteAllTextAsync(tool.PathOf("in.csv"), "identity,address,proxy_address,last_read_message_index,date_updated\nalice,,,6,2020-02-03T04:05:06Z\n,+15558675310,+15017122661,7,2020-02-03T04:05:06Z\nnew,,,8,2020-02-03T04:05:06Z\n");
        var result = await tool.RunAsync("participants", "import", bySid ? bob.ConversationSid : "support", "in.csv");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Output, Does.Match(@"\Arow 1: unchanged alice\nrow 2: unchanged \+15558675310\nrow 3: created new MB[0-9a-f]{32}\n\z"));
        var all = await tool.Participants.ListAsync().ToListAsync();
        Assert.That(all.ConvertAll(participant => participant.LastReadMessageIndex), Is.EqualTo(new[] { 6, 7, 8 }));
        Assert.That(all.ConvertAll(participant => participant.DateUpdated.Year == 2020), Is.EqualTo(new[] { false, false, true }), "the date of a row is for one who was added by it");
    }

    [Test]
    public async Task An_interrupted_import_of_a_thousand_under_429s_resumes_and_adds_nobody_twice()
    {
        using var tool = new CommandLineTool();
        tool.Service.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.Zero), times: null, every: 10);
        tool.Service.InjectFault(EmulatorFault.Latency(TimeSpan.FromMilliseconds(5)), times: null);
        await File.WriteAllLinesAsync(tool.PathOf("in.jsonl"), Enumerable.Range(0, 1000).Select(i => $$"""{"identity":"u{{i}}","attributes":"{\"seat\":{{i}}}"}"""));
        using var process = tool.Start("participants", "import", "support", "in.jsonl", "-o", "jsonl");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await tool.ReceiveAsync(300);

        await CommandLineTool.SignalAsync(process, "INT");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var summary = Regex.Match(await errors, @"Interrupted: (\d+) created.*\nRun the command again to resume after row (\d+)\.\n\z", RegexOptions.Singleline);
        Assert.That(process.ExitCode, Is.EqualTo(130), await errors);
        Assert.That(summary.Success, await errors);
        Assert.That((await output).TrimEnd().Split('\n'), Has.Length.EqualTo(int.Parse(summary.Groups[1].Value, null)), "a line for each that was done");

        var result = await tool.RunAsync("participants", "import", "support", "in.jsonl");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.StartWith($"Resuming after row {summary.Groups[2].Value}.\n"));
        var all = await tool.Participants.ListAsync().ToListAsync();
        Assert.That(all.Select(participant => participant.Identity).Order(StringComparer.Ordinal), Is.EqualTo(Enumerable.Range(0, 1000).Select(i => $"u{i}").Order(StringComparer.Ordinal)));
        Assert.That(File.Exists(tool.PathOf("in.jsonl.progress")), Is.False);
    }

    [Test]
    public async Task A_list_ends_quietly_when_the_reader_of_the_output_closes_the_pipe()
    {
        using var tool = new CommandLineTool(Enumerable.Range(0, 1000).Select(i => $"u{i}"));
        var result = await tool.RunInShellAsync("conversations participants export support | head -n 1; exit ${PIPESTATUS[0]}");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Errors, Is.Empty);
            Assert.That(result.Output, Does.Contain("\"identity\":\"u0\"").And.EndsWith("}\n"));
            Assert.That(tool.Service.RequestCount, Is.LessThan(8), "the rest is not asked for");
        });
    }

    [Test]
    public async Task Several_commands_that_write_to_one_file_do_so_one_after_the_other()
    {
        using var tool = new CommandLineTool("alice");
        await tool.RunInShellAsync("(conversations participants list support -o jsonl; conversations participants list support -o csv) > out");
        Assert.That(await File.ReadAllLinesAsync(tool.PathOf("out")), Has.Length.EqualTo(3).And.ItemAt(1).StartsWith("sid,identity"));
    }

    [Test]
    [Platform("Linux", Reason = "makes a terminal with its script command")]
    public async Task A_terminal_of_40_columns_shows_whole_SIDs_and_breaks_no_line()
    {
        using var tool = new CommandLineTool("alice", "bob");
        var narrow = WithoutColor(await tool.RunInTerminalAsync(40, "participants list support"));
        Assert.That(narrow.Split('\n').Select(line => line.TrimEnd().Length), Is.All.LessThanOrEqualTo(40));
        Assert.That(narrow, Does.Match(@"alice\s+MB[0-9a-f]{32}\s+bob\s+MB[0-9a-f]{32}\s+2 participants"));
        Assert.That(WithoutColor(await tool.RunInTerminalAsync(100, "participants list support")).Split('\n').Select(line => line.TrimEnd().Length), Is.All.LessThanOrEqualTo(100));
    }

    [Test]
    [Platform("Linux", Reason = "makes a terminal with its script command")]
    public async Task Color_is_for_terminals_that_want_it()
    {
        using var tool = new CommandLineTool("alice");
        Assert.That(await tool.RunInTerminalAsync(100, "participants list support"), Does.Contain("\u001b[38;5;8m"));
        Assert.That(await tool.RunInTerminalAsync(100, "participants list support --no-color"), Does.Not.Contain("\u001b[38"));
        Assert.That((await tool.RunAsync("participants", "list", "support")).Output, Does.Not.Contain('\u001b'));
    }

    [TestCase("y\n", 0)]
    [TestCase("n\n", 1)]
    [Platform("Linux", Reason = "makes a terminal with its script command")]
    public async Task In_a_terminal_a_delete_asks_first(string typed, int left)
    {
        using var tool = new CommandLineTool("alice");
        Assert.That(await tool.RunInTerminalAsync(100, "participants delete support alice", typed), Does.Contain("Delete alice from support? [y/N]"));
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.EqualTo(left));
    }

    private static string WithoutColor(string text) => Regex.Replace(text, @"\u001b(\[[0-9;?]*[A-Za-z]|=)", "").Replace("\r", "", StringComparison.Ordinal);
}
