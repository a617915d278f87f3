using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Imports that stop, fail or are interrupted: no row is lost, and none is reported as done that is not.</summary>
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "uses signals and modes of files as Unix has them")]
public class ImportRecoveryTests
{
    [Test]
    public async Task A_resumed_import_remembers_the_rows_that_failed_before()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "bad", "a", "b");
        tool.Service.InjectFault(EmulatorFault.Error(401, 20003, "no"), when: request => request.Form.GetValueOrDefault("Identity") == "b");
        var stopped = await ImportAsync(tool, "--concurrency", "1");
        Assert.That(stopped.ExitCode, Is.EqualTo(3), stopped.Errors);
        Assert.That(stopped.Errors, Does.Contain("Run the command again to resume after row 2."));

        var resumed = await ImportAsync(tool);
        Assert.That(resumed.ExitCode, Is.EqualTo(3), resumed.Errors);
        Assert.That(resumed.Errors, Does.StartWith("Resuming after row 2; 1 failed before.\n").And.Contain("1 failed. Fix the row in in.failed.csv, and import that file."));
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("in.failed.csv")), Is.EqualTo("identity,attributes\nbad,{\n"));
        Assert.That(File.Exists(tool.PathOf("in.csv.progress")), Is.False);
    }

    [TestCase(401, 20003, "Twilio error 20003")]
    [TestCase(400, 50417, "Twilio error 50417")]
    [TestCase(429, 20429, "Twilio error 20429")]
    [TestCase(404, 50350, "Twilio error 50350")]
    public async Task The_first_response_that_all_others_would_share_stops_the_import(int status, int code, string message)
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, [.. Enumerable.Range(0, 500).Select(i => $"u{i}")]);
        tool.Service.InjectFault(
            code == 20429 ? EmulatorFault.TooManyRequests(TimeSpan.Zero) : EmulatorFault.Error(status, code, "no"), times: null, when: request => request.Method == "POST" && request.Form["Identity"] is not ("u0" or "u1" or "u2"));
        var result = await ImportAsync(tool);
        Assert.That(result.ExitCode, Is.EqualTo(3), result.Errors);
        Assert.That(Regex.Count(result.Errors, message), Is.EqualTo(1), result.Errors);
        Assert.That(result.Errors, Does.Match(@"\A3 created, \d+ (not done|unknown).*\nStopped at row 4, because everything after it would fail in the same way: ")
            .And.EndsWith(code == 50417 ? "into another conversation.\n" : "Run the command again to resume after row 3.\n"));
        Assert.That(tool.Service.RequestCount, Is.LessThan(500), "each row would take 8 attempts, and 16 are under way when the first one fails");
        Assert.That(File.Exists(tool.PathOf("in.failed.csv")), Is.False);

        tool.Service.Reset();
        tool.Service.AddConversation("support", null, "u0", "u1", "u2");
        Assert.That((await ImportAsync(tool)).ExitCode, Is.Zero);
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.EqualTo(500));
    }

    [Test]
    public async Task An_unreachable_service_stops_the_import_immediately_and_no_row_counts_as_done()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, [.. Enumerable.Range(0, 500).Select(i => $"u{i}")]);
        var result = await tool.RunAloneAsync(["participants", "import", "support", "in.csv", "--base-address", "http://127.0.0.1:1"], tool.Environment);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Errors);
        Assert.That(result.Errors, Does.Match(@"\ACannot reach Twilio: .*\n\z"));
        Assert.That(Directory.GetFiles(tool.Folder).Select(Path.GetFileName), Is.EqualTo(new[] { "in.csv" }));
    }

    [Test]
    public async Task An_import_that_sends_nothing_leaves_no_file()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "a");
        var rejected = await tool.RunAsync("participants", "import", "..", "in.csv");
        Assert.That(rejected.ExitCode, Is.EqualTo(2), rejected.Errors);
        Assert.That(Directory.GetFiles(tool.Folder).Select(Path.GetFileName), Is.EqualTo(new[] { "in.csv" }));
    }

    [Test]
    public async Task A_file_of_failed_rows_that_has_none_does_not_stop_the_next_import()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "a");
        // As an import leaves it that is killed before a row has failed.
        await File.WriteAllTextAsync(tool.PathOf("in.failed.csv"), "identity,attributes\n");
        Assert.That((await ImportAsync(tool)).ExitCode, Is.Zero);
        Assert.That(Directory.GetFiles(tool.Folder).Select(Path.GetFileName), Is.EqualTo(new[] { "in.csv" }));
    }

    [TestCase("notes")]
    [TestCase("{}")]
    public async Task A_file_that_is_not_import_progress_is_not_changed(string content)
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "a");
        await File.WriteAllTextAsync(tool.PathOf("mine"), content);
        Assert.That(await ImportAsync(tool, "--progress", "mine"), Is.EqualTo((2, "", "mine exists and is not a progress file. Pass another file to --progress.\n")));
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("mine")), Is.EqualTo(content));
    }

    [Test]
    public async Task Deletions_stop_at_the_first_response_that_all_others_would_share()
    {
        using var tool = new CommandLineTool([.. Enumerable.Range(0, 100).Select(i => $"u{i}")]);
        tool.Service.InjectFault(EmulatorFault.Error(401, 20003, "no"), times: null, when: request => request.Method == "DELETE");
        var result = await tool.RunAsync("participants", "delete", "support", "--all", "--yes");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Errors);
        Assert.That(result.Errors, Does.Match("\nStopped at MB[0-9a-f]{32}, because everything after it would fail in the same way: Twilio error 20003"));
        Assert.That(tool.Service.RequestCount, Is.LessThan(100));
    }

    [Test]
    public async Task An_outage_stops_the_import_after_five_rows_that_are_imported_when_it_is_run_again()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, [.. Enumerable.Range(0, 300).Select(i => $"u{i}")]);
        tool.Service.InjectFault(EmulatorFault.Html(502), when: request => request.Form.GetValueOrDefault("Identity") == "u3");
        tool.Service.InjectFault(EmulatorFault.DroppedConnection, times: null, when: request => request.Method == "POST" && int.Parse(request.Form["Identity"][1..], null) >= 20);
        var result = await ImportAsync(tool);
        Assert.That(result.ExitCode, Is.EqualTo(3), result.Errors);
        Assert.That(result.Errors, Does.Contain("19 created, 1 failed, ").And.Contain("Stopped at row 25, ").And.EndsWith("Run the command again to resume after row 20.\n"));
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("in.failed.csv")), Is.EqualTo("identity,attributes\nu3,{}\n"), "one row alone is not an outage");
        Assert.That(tool.Service.RequestCount, Is.LessThan(200));
    }

    [Test]
    public async Task Rows_that_failed_in_an_outage_are_done_again_after_an_interruption()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "a", "b", "c", "d");
        tool.Service.InjectFault(EmulatorFault.Html(502), times: 2, when: request => request.Form.GetValueOrDefault("Identity") is "b" or "c");
        tool.Service.InjectFault(EmulatorFault.Latency(TimeSpan.FromHours(1)), when: request => request.Form.GetValueOrDefault("Identity") == "d");
        using var process = tool.Start("participants", "import", "support", "in.csv", "--concurrency", "1");
        await tool.ReceiveAsync(5);

        await CommandLineTool.SignalAsync(process, "INT");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(130), errors);
        Assert.That(errors, Does.EndWith("Run the command again to resume after row 1.\n"));
        Assert.That((await ImportAsync(tool)).ExitCode, Is.Zero);
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.EqualTo(4));
    }

    [Test]
    [Platform("Linux", Reason = "reads what Linux says of a process")]
    public async Task Programs_that_the_tests_start_can_be_interrupted_however_the_tests_were_started()
    {
        using var tool = new CommandLineTool();
        var ignored = Convert.ToInt64((await tool.RunInShellAsync("grep SigIgn /proc/self/status")).Output.Split('\t')[1].Trim(), 16);
        Assert.That(ignored & 0b11, Is.Zero, "the bits of SIGHUP and SIGINT");
    }

    [TestCase("HUP")]
    [TestCase("TERM")]
    public async Task Closing_the_terminal_keeps_the_summary_and_the_progress(string signal)
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "a", "b", "c");
        tool.Service.InjectFault(EmulatorFault.Latency(TimeSpan.FromHours(1)), when: request => request.Form.GetValueOrDefault("Identity") == "c");
        using var process = tool.Start("participants", "import", "support", "in.csv", "--concurrency", "1");
        await tool.ReceiveAsync(4);

        await CommandLineTool.SignalAsync(process, signal);
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(130), errors);
        Assert.That(errors, Does.Match(@"\AInterrupted: 2 created, 1 unknown, in .*\nRun the command again to resume after row 2\.\n\z"));
    }

    [Test]
    public async Task Rows_that_were_fixed_are_not_overwritten()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "bad", "a");
        Assert.That((await ImportAsync(tool)).ExitCode, Is.EqualTo(3));
        await File.WriteAllTextAsync(tool.PathOf("in.failed.csv"), "identity,attributes\nbad,{}\n");
        var again = await ImportAsync(tool);
        Assert.That(again, Is.EqualTo((2, "", "in.failed.csv exists with rows that failed in an earlier import. Import or delete it first, or pass another file to --failed.\n")));
        await File.WriteAllTextAsync(tool.PathOf("in.csv"), "identity,attributes\n");
        await ImportAsync(tool);
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("in.failed.csv")), Is.EqualTo("identity,attributes\nbad,{}\n"), "nor by an import that has nothing to do");
    }

    [TestCase("in.csv", "none/in.failed.csv", "in.csv.progress", "Cannot write none/in.failed.csv: the folder does not exist.\n")]
    [TestCase("in.csv", "in.failed.csv", "none/progress", "Cannot write none/progress: the folder does not exist.\n")]
    [TestCase("in.csv", "folder.csv", "in.csv.progress", "Cannot write folder.csv: it is a folder.\n")]
    public async Task Files_that_cannot_be_written_are_reported_before_the_first_request(string file, string failed, string progress, string message)
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "a");
        Directory.CreateDirectory(tool.PathOf("folder.csv"));
        Assert.That(await tool.RunAsync("participants", "import", "support", file, "--failed", failed, "--progress", progress), Is.EqualTo((1, "", message)));
        Assert.That(tool.Service.RequestCount, Is.Zero);
        Assert.That(Directory.GetFiles(tool.Folder), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Both_files_can_be_placed_elsewhere_and_are_readable_only_by_their_owner()
    {
        using var tool = new CommandLineTool();
        await WriteAsync(tool, "bad", "a", "b");
        Directory.CreateDirectory(tool.PathOf("other"));
        tool.Service.InjectFault(EmulatorFault.Error(401, 20003, "no"), when: request => request.Form.GetValueOrDefault("Identity") == "b");
        await ImportAsync(tool, "--failed", "other/failed.csv", "--progress", "other/progress", "--concurrency", "1");
        Assert.That(Directory.GetFiles(tool.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(tool.Folder, file)), Is.EquivalentTo(new[] { "in.csv", "other/failed.csv", "other/progress" }));
        Assert.That(File.GetUnixFileMode(tool.PathOf("other/failed.csv")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That((await ImportAsync(tool, "--failed", "other/failed.csv", "--progress", "other/progress")).Errors, Does.StartWith("Resuming after row 2"));
        Assert.That((await ImportAsync(tool, "--failed", "other/failed.jsonl")).Errors, Is.EqualTo("--failed must have the same extension as in.csv.\n"));
    }

    [Test]
    public async Task A_dry_run_knows_the_limits_of_a_conversation()
    {
        using var tool = new CommandLineTool();
        await File.WriteAllLinesAsync(tool.PathOf("in.csv"), Enumerable.Range(0, 100).Select(i => $"+1555{i:0000},+1501").Prepend("address,proxy_address"));
        var dry = await ImportAsync(tool, "--dry-run");
        Assert.That(dry.ExitCode, Is.EqualTo(3), dry.Errors);
        Assert.That(dry.Errors, Does.StartWith("50 would be created, 0 unchanged, 50 would fail. Nothing was changed."));
        Assert.That(dry.Output, Does.Contain("row 51: would fail: a conversation can have 50 participants outside chat\n"));
        var result = await ImportAsync(tool);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Errors);
        Assert.That(result.Errors, Does.StartWith("in.csv does not fit: 50 participants too many"));
    }

    private static Task<(int ExitCode, string Output, string Errors)> ImportAsync(CommandLineTool tool, params string[] options) =>
        tool.RunAsync(["participants", "import", "support", "in.csv", .. options]);

    // A row of the identity "bad" has attributes that are not JSON.
    private static Task WriteAsync(CommandLineTool tool, params string[] identities) =>
        File.WriteAllTextAsync(tool.PathOf("in.csv"), string.Concat(identities.Select(identity => $"{identity},{(identity == "bad" ? "{" : "{}")}\n").Prepend("identity,attributes\n")));
}
