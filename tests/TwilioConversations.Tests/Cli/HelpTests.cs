using System.CommandLine;
using TwilioConversations.Cli;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Help, completion and suggestions for mistyped words.</summary>
public class HelpTests
{
    private static IEnumerable<string> Commands() => PathsOf(Tool.Commands, "");

    [Test]
    public void The_tool_has_no_public_types_except_the_program() =>
        Assert.That(typeof(Tool).Assembly.GetExportedTypes().Select(type => type.FullName), Is.EqualTo(new[] { "Program" }));

    [TestCaseSource(nameof(Commands))]
    public async Task Every_help_page_has_an_example_that_the_tool_accepts(string path)
    {
        using var tool = new CommandLineTool();
        var help = await tool.RunAloneAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.That((help.ExitCode, help.Errors), Is.EqualTo((0, "")));
        var lines = help.Output.Split('\n').Select(line => line.Trim()).ToList();
        var example = lines[lines.IndexOf("Example:") + 1];
        Assert.That(example, Does.StartWith($"conversations {path}".TrimEnd()));
        var words = await tool.WordsOfAsync(example.Replace(" >> ~/.bashrc", "", StringComparison.Ordinal));
        Assert.That(Tool.Commands.Parse(words).Errors, Is.Empty);
    }

    [Test]
    public async Task The_first_page_names_every_command()
    {
        using var tool = new CommandLineTool();
        var page = (await tool.RunAloneAsync(["--help"])).Output;
        Assert.That(Tool.Commands.Subcommands.Select(command => command.Name), Is.EquivalentTo(System.Text.RegularExpressions.Regex.Matches(page, @"^  ([a-z][a-z-]*)(?: {2,}|\n {17})[A-Z]", System.Text.RegularExpressions.RegexOptions.Multiline).Select(match => match.Groups[1].Value).Append("conversations").Distinct()));
    }

    [Test]
    [Platform("Linux", Reason = "reads what Linux says of a process")]
    public async Task A_list_loads_neither_the_emulator_nor_its_server()
    {
        using var tool = new CommandLineTool("alice");
        tool.Service.InjectFault(Testing.EmulatorFault.Latency(TimeSpan.FromHours(1)));
        using var process = tool.Start("participants", "list", "support");
        await tool.ReceiveAsync(1);

        var loaded = await File.ReadAllTextAsync($"/proc/{process.Id}/maps");
        process.Kill();
        Assert.That(loaded, Does.Contain("/TwilioConversations.dll").And.Not.Contain("TwilioConversations.Testing").And.Not.Contain("Kestrel"));
    }

    [TestCase("Did you mean list?", "participants", "lst", "support")]
    [TestCase("Did you mean participants?", "particpants")]
    [TestCase("Did you mean fetch?", "participants", "get", "support", "alice")]
    [TestCase("Did you mean send?", "messages", "add", "support")]
    [TestCase("Did you mean --limit?", "participants", "list", "support", "--limti", "1")]
    [TestCase("Did you mean --output?", "participants", "list", "support", "--outptu", "csv")]
    public async Task A_mistyped_word_gets_a_suggestion(string hint, params string[] arguments)
    {
        using var tool = new CommandLineTool();
        var (exitCode, _, errors) = await tool.RunAloneAsync(arguments);
        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(errors, Does.Contain($" {hint} See "));
        Assert.That(errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [TestCase("help", "participants", "import")]
    [TestCase("participants", "import", "--help")]
    public async Task Help_is_a_command_as_well_as_an_option(params string[] arguments)
    {
        using var tool = new CommandLineTool();
        var (exitCode, output, errors) = await tool.RunAloneAsync(arguments);
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        Assert.That(output, Does.Contain("A bad row is skipped.").And.Contain("--failed <FILE>"));
    }

    [Test]
    public async Task Version_is_a_command_as_well_as_an_option()
    {
        using var tool = new CommandLineTool();
        var command = await tool.RunAloneAsync(["version"]);
        Assert.That(command, Is.EqualTo(await tool.RunAloneAsync(["--version"])));
        Assert.That(command.Output, Does.Match(@"\A\d+\.\d+\.\d+"));
    }

    [Test]
    public async Task Completion_offers_each_word_once_and_no_words_for_Windows_only()
    {
        using var tool = new CommandLineTool();
        var words = (await tool.RunAloneAsync(["[suggest:30]", "conversations list --output  "])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(words, Is.EquivalentTo(new[] { "csv", "json", "jsonl", "table" }));
        Assert.That((await tool.RunAloneAsync(["[suggest:18]", "participants list "])).Output, Does.Not.Contain("/"));
    }

    [Test]
    public async Task Each_command_has_a_manual_page_with_the_text_of_its_help()
    {
        using var tool = new CommandLineTool();
        var (exitCode, _, errors) = await tool.RunAloneAsync(["man", "pages"]);
        Assert.That((exitCode, errors), Is.EqualTo((0, $"Wrote {Commands().Count()} pages to pages.\n")));
        var page = await File.ReadAllTextAsync(tool.PathOf("pages/conversations-participants-import.1"));
        Assert.That(page, Does.Contain(@".B conversations participants import").And.Contain("A bad row is skipped.").And.Contain(@".B \-\-failed FILE").And.Contain(@".B \-\-output, \-o"));
    }

    [Test]
    public async Task A_word_that_is_not_similar_to_any_command_gets_no_suggestion()
    {
        using var tool = new CommandLineTool();
        Assert.That((await tool.RunAloneAsync(["participants", "frobnicate"])).Errors, Does.EndWith("See conversations participants --help.\n"));
    }

    [TestCase("conversations partic", "participants ")]
    [TestCase("conversations participants up", "update ")]
    [TestCase("conversations participants list support --outp", "--output ")]
    [Platform(Exclude = "Win", Reason = "uses bash")]
    public async Task Bash_completes_words_with_the_tool_alone(string line, string word)
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("completion"), (await tool.RunAloneAsync(["completion", "bash"])).Output);
        var completed = await tool.RunInShellAsync($"source ./completion; COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); conversations() {{ dotnet '{CommandLineTool.Assembly}' \"$@\"; }}; _conversations; echo \"${{COMPREPLY[@]}}\"; complete -p conversations");
        Assert.That(completed.Output, Is.EqualTo($"{word.Trim()}\ncomplete -o default -F _conversations conversations\n"), completed.Errors);
    }

    [TestCase("conversations partic", "participants")]
    [TestCase("conversations participants up", "update")]
    [TestCase("conversations participants zz", "files")]
    [TestCase("conversations participants import support peo", "files")]
    public async Task Zsh_completes_words_with_the_tool(string line, string word)
    {
        // Not in a terminal: what zsh gives a completion is set here, and what it would take is printed.
        using var tool = new CommandLineTool();
        Assert.That(
            await CompleteAsync(tool, "zsh", ["-f"], $$"""
            conversations() { dotnet '{{CommandLineTool.Assembly}}' "$@" }
            compdef() { [[ $* == '_conversations conversations' ]] || print "compdef $*" }
            compadd() { print -l -- $candidates }
            compset() { }
            _files() { print files }
            source ./completion
            BUFFER='{{line}}' CURSOR={{line.Length}}
            _conversations
            """),
            Is.EqualTo(word));
    }

    [TestCase("conversations partic", "participants")]
    [TestCase("conversations participants up", "update")]
    [TestCase("conversations conversations list --state=act", "--state=active")]
    [TestCase("conversations participants import support program", "program.ps1")]
    public async Task Fish_completes_words_and_files(string line, string word)
    {
        using var tool = new CommandLineTool();
        Assert.That(
            await CompleteAsync(tool, "fish", ["--no-config"], $$"""
            function conversations; dotnet '{{CommandLineTool.Assembly}}' $argv; end
            source ./completion
            complete -C '{{line}}'
            """),
            Is.EqualTo(word));
    }

    [Test]
    public async Task PowerShell_completes_words_with_the_tool()
    {
        // One process for all, since PowerShell takes seconds to start.
        using var tool = new CommandLineTool();
        Assert.That(
            await CompleteAsync(tool, "pwsh", ["-NoProfile", "-NonInteractive", "-File"], $$"""
            function global:conversations { dotnet '{{CommandLineTool.Assembly}}' @args }
            Invoke-Expression (Get-Content -Raw ./completion)
            foreach ($line in 'conversations partic', 'conversations participants up', 'conversations participants zz') {
                "${line}: " + (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
            }
            """),
            Is.EqualTo("""
            conversations partic: participants
            conversations participants up: update
            conversations participants zz:
            """));
    }

    private static async Task<string> CompleteAsync(CommandLineTool tool, string shell, string[] arguments, string program)
    {
        await File.WriteAllTextAsync(tool.PathOf("completion"), (await tool.RunAloneAsync(["completion", shell])).Output);
        await File.WriteAllTextAsync(tool.PathOf("program.ps1"), program);
        try
        {
            var (exitCode, output, errors) = await Shell.RunApartAsync(tool.Folder, shell, [.. arguments, "program.ps1"]);
            Assert.That((exitCode, errors), Is.EqualTo((0, "")));
            return output.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore($"{shell} is not installed");
            throw;
        }
    }

    private static IEnumerable<string> PathsOf(Command command, string path) =>
        command.Subcommands.SelectMany(sub => PathsOf(sub, $"{path} {sub.Name}".Trim())).Prepend(path);
}
