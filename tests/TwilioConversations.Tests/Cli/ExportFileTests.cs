using System.Runtime.Versioning;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The files that <c>export</c> writes: only their owner can read them, and spreadsheets and <c>import</c> can use them.</summary>
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "has no modes of files")]
public class ExportFileTests
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Test]
    public async Task A_new_file_is_readable_only_by_its_owner_and_an_existing_one_keeps_its_permissions()
    {
        using var tool = new CommandLineTool("alice");
        await tool.RunAsync("participants", "export", "support", "--file", "new.csv");
        Assert.That(File.GetUnixFileMode(tool.PathOf("new.csv")), Is.EqualTo(OwnerAlone));
        await File.WriteAllTextAsync(tool.PathOf("shared.csv"), new string('x', 10_000));
        File.SetUnixFileMode(tool.PathOf("shared.csv"), OwnerAlone | UnixFileMode.GroupRead);
        await tool.RunAsync("participants", "export", "support", "--file", "shared.csv");
        Assert.That(File.GetUnixFileMode(tool.PathOf("shared.csv")), Is.EqualTo(OwnerAlone | UnixFileMode.GroupRead));
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("shared.csv")), Is.EqualTo(await File.ReadAllTextAsync(tool.PathOf("new.csv"))));
    }

    [Test]
    public async Task A_hyphen_is_stdout_and_can_be_piped_into_an_import()
    {
        using var tool = new CommandLineTool("alice");
        tool.Service.AddConversation("copy");
        var exported = await tool.RunAsync("participants", "export", "support", "--file", "-");
        Assert.That(exported.Output, Does.Contain("\"identity\":\"alice\""));
        var piped = await tool.RunInShellAsync("conversations participants export support -f - -o csv | conversations participants import copy - --failed failed.csv");
        Assert.That(piped.ExitCode, Is.Zero, piped.Errors);
        Assert.That(await tool.Service.Client.Conversation("copy").Participants.ListAsync().Select(participant => participant.Identity).ToListAsync(), Is.EqualTo(new[] { "alice" }));
        Assert.That(Directory.GetFiles(tool.Folder), Is.Empty);
    }

    [TestCase("jsonl", "x.csv", "--output jsonl does not match the extension of x.csv. Remove --output, or rename the file.\n")]
    [TestCase("csv", "x.jsonl", "--output csv does not match the extension of x.jsonl. Remove --output, or rename the file.\n")]
    [TestCase("json", "x.csv", "--output json does not match the extension of x.csv. Remove --output, or rename the file.\n")]
    public async Task A_format_other_than_the_one_of_the_name_is_rejected(string format, string file, string message)
    {
        using var tool = new CommandLineTool("alice");
        Assert.That(await tool.RunAsync("participants", "export", "support", "-o", format, "--file", file), Is.EqualTo((2, "", message)));
        Assert.That(Directory.GetFiles(tool.Folder), Is.Empty);
    }

    [Test]
    public async Task A_file_that_cannot_be_written_is_reported_before_the_first_request()
    {
        using var tool = new CommandLineTool("alice");
        Assert.That(await tool.RunAsync("participants", "export", "support", "--file", "none/x.csv"), Is.EqualTo((1, "", "Cannot write none/x.csv: the folder does not exist.\n")));
        Assert.That(tool.Service.RequestCount, Is.Zero);
        tool.Service.InjectFault(EmulatorFault.Error(403, 20403, "no"));
        await tool.RunAsync("participants", "export", "support", "--file", "x.csv");
        Assert.That(Directory.GetFiles(tool.Folder), Is.Empty, "what fails leaves no empty file");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Cells_that_a_spreadsheet_would_run_are_reported_or_escaped_and_are_read_back_unchanged(bool isEscaped)
    {
        string[] names = ["=1+1", "+a", "-a", "@a", "\ta", "\ra", "'=1", "''a", "'", "'a", "+15558675310", "-5", "a=1"];
        using var tool = new CommandLineTool(names);
        var exported = await tool.RunAsync(["participants", "export", "support", "--file", "x.csv", .. isEscaped ? ["--escape-formulas"] : Array.Empty<string>()]);
        Assert.That(exported, Is.EqualTo((0, "", isEscaped ? "" : "A spreadsheet would run 6 cells as formulas. Use --escape-formulas to prevent that.\n")));
        var content = await File.ReadAllTextAsync(tool.PathOf("x.csv"));
        Assert.That(content, Does.Contain(isEscaped ? ",'=1+1," : ",=1+1,").And.Contain(isEscaped ? ",'+15558675310," : ",+15558675310,").And.Contain(",''=1,"));

        tool.Service.AddConversation("copy");
        Assert.That((await tool.RunAsync("participants", "import", "copy", "x.csv")).ExitCode, Is.Zero);
        Assert.That(await tool.Service.Client.Conversation("copy").Participants.ListAsync().Select(participant => participant.Identity).ToListAsync(), Is.EquivalentTo(names));
    }
}
