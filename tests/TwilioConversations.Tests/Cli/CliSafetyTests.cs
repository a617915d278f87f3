using System.Text.RegularExpressions;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Work in progress and existing files, which <c>import</c>, <c>export</c> and <c>delete</c> must not lose.</summary>
[Platform(Exclude = "Win", Reason = "uses signals, pipes and terminals as Unix has them")]
public class CliSafetyTests
{
    [TestCase("import support in.jsonl -o jsonl", 3, 300)]
    [TestCase("import support in.jsonl -o csv", 3, 300)]
    [TestCase("import support in.jsonl -o json", 3, 300)]
    [TestCase("delete support --all --yes", 0, 0)]
    public async Task Work_continues_when_the_reader_of_the_output_closes_the_pipe(string line, int exitCode, int left)
    {
        using var tool = new CommandLineTool(line.StartsWith("delete", StringComparison.Ordinal) ? Enumerable.Range(0, 300).Select(i => $"u{i}") : []);
        await File.WriteAllLinesAsync(tool.PathOf("in.jsonl"), Enumerable.Range(0, 300).Select(i => $$"""{"identity":"u{{i}}"}""").Append("""{"identity":"bad","attributes":"{"}"""));
        var result = await tool.RunInShellAsync($"conversations participants {line} | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}");
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Errors);
        Assert.That(result.Errors, Does.Contain("300 "), "the summary is printed anyway");
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.EqualTo(left));
    }

    [Test]
    public async Task An_import_does_not_overwrite_what_it_reads()
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("x.failed.csv"), "identity\nalice\n");
        await Shell.RunAsync(tool.Folder, "ln", ["-s", "x.failed.csv", "link.csv"]);
        foreach (var failed in new[] { "x.failed.csv", "./x.failed.csv", "link.csv" })
        {
            Assert.That(
                await tool.RunAsync("participants", "import", "support", "x.failed.csv", "--failed", failed),
                Is.EqualTo((2, "", "--failed must be a different file than the imported file.\n")));
        }

        Assert.That(await File.ReadAllTextAsync(tool.PathOf("x.failed.csv")), Is.EqualTo("identity\nalice\n"));
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Names_of_columns_are_kept_with_the_rows_that_failed()
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("in.csv"), "Identity,role_sid,attributes\nalice,,{\n");
        Assert.That((await tool.RunAsync("participants", "import", "support", "in.csv")).ExitCode, Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("in.failed.csv")), Is.EqualTo("Identity,role_sid,attributes\nalice,,{\n"));
    }

    [Test]
    public async Task A_failed_export_does_not_change_an_earlier_one()
    {
        using var tool = new CommandLineTool("alice");
        var file = tool.PathOf("people.csv");
        await File.WriteAllTextAsync(file, "earlier");
        await Shell.RunAsync(tool.Folder, "chmod", ["600", file]);
        tool.Service.InjectFault(EmulatorFault.Error(403, 20403, "no"));
        Assert.That((await tool.RunAsync("participants", "export", "support", "--file", "people.csv")).ExitCode, Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("earlier"));
        Assert.That(await tool.RunAsync("participants", "export", "support", "--file", "people.csv"), Is.EqualTo((0, "", "")));
        Assert.That(await File.ReadAllTextAsync(file), Does.Match(@"\Asid,.*\nMB[0-9a-f]{32},alice,.*\n\z"));
        Assert.That((await Shell.RunAsync(tool.Folder, "ls", ["-l", file])).Output, Does.StartWith("-rw-------"), "others are let in no more than before");
        Assert.That(Directory.GetFiles(tool.Folder).Select(Path.GetFileName), Is.EqualTo(new[] { "people.csv" }));
    }

    [Test]
    public async Task An_export_writes_through_a_link()
    {
        using var tool = new CommandLineTool("alice");
        await Shell.RunAsync(tool.Folder, "ln", ["-s", "real.csv", "people.csv"]);
        Assert.That(await tool.RunAsync("participants", "export", "support", "--file", "people.csv"), Is.EqualTo((0, "", "")));
        Assert.That(new FileInfo(tool.PathOf("people.csv")).LinkTarget, Is.EqualTo("real.csv"));
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("real.csv")), Does.Contain("alice"));
    }

    [Test]
    public async Task A_dry_run_can_be_interrupted_while_it_prints_rows()
    {
        using var tool = new CommandLineTool();
        await File.WriteAllLinesAsync(tool.PathOf("in.jsonl"), Enumerable.Range(0, 100_000).Select(i => $$"""{"identity":"u{{i}}"}"""));
        using var process = tool.Start("participants", "import", "support", "in.jsonl", "--dry-run");
        var errors = process.StandardError.ReadToEndAsync();
        Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo("row 1: would create u0"));
        await CommandLineTool.SignalAsync(process, "INT");
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That((process.ExitCode, await errors), Is.EqualTo((130, "Interrupted.\n")));
    }

    [Test]
    [Platform("Linux", Reason = "makes a terminal with its script command")]
    public async Task Ctrl_C_ends_a_prompt()
    {
        using var tool = new CommandLineTool("alice");
        using var process = Shell.Start(tool.Folder, "script", ["-qec", $"dotnet '{CommandLineTool.Assembly}' participants delete support alice --base-address {tool.Service.BaseAddress}", "/dev/null"], tool.Environment);
        var seen = "";
        var buffer = new char[256];
        while (!seen.Contains("[y/N]", StringComparison.Ordinal) && await process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            seen += new string(buffer, 0, count);
        }

        await process.StandardInput.WriteAsync('\u0003');
        await process.StandardInput.FlushAsync();
        var rest = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(130), rest);
        Assert.That(Regex.Replace(rest, @"\s+", " "), Does.Contain("Interrupted."));
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.EqualTo(1));
    }
}
