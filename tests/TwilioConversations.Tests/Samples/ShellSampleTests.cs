using System.Text.RegularExpressions;
using TwilioConversations.Cli;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests.Samples;

/// <summary>The shell blocks of README, guides and package READMEs: their syntax, and the commands of this project in them.</summary>
public class ShellSampleTests
{
    private const string EmulatorGuide = "build/docs/guides/emulator.md";

    // A placeholder of a SID ends with an ellipsis, and brackets mark what can be left out.
    private static readonly Dictionary<string, string> Placeholders = new() { ["…"] = new('a', 32), ["["] = "", ["]"] = "", [" N"] = " 5" };

    private static IEnumerable<string> Pages => DocumentationTests.Documents.Where(document => SamplePage.Read(document).Commands.Any());

    private static IEnumerable<string> Commands =>
        from page in Pages
        from command in SamplePage.Read(page).Commands
        from part in Regex.Split(command.Text, @" [|&]+(?= |$)")
        where part.TrimStart().StartsWith("conversations ", StringComparison.Ordinal)
        select $"{page}:{command.Line}: {part.Trim()}";

    [TestCaseSource(nameof(Pages))]
    public async Task Every_block_is_valid_shell_syntax(string page)
    {
        if (Shell.FindOnPath("bash") is null)
        {
            Assert.Ignore("There is no bash.");
        }

        var text = string.Join('\n', SamplePage.Read(page).Blocks.Where(block => block.Language is "sh" or "bash").Select(block => block.Text));
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), "bash", ["-n", "-c", text]);
        Assert.That(exitCode, Is.Zero, output);
    }

    [TestCaseSource(nameof(Commands))]
    public void Every_command_of_the_tool_exists_with_its_options(string command)
    {
        var words = Placeholders.Aggregate(command[command.IndexOf("conversations ", StringComparison.Ordinal)..], (text, placeholder) => text.Replace(placeholder.Key, placeholder.Value, StringComparison.Ordinal));
        words = Regex.Replace(words["conversations ".Length..], @"\s[<>]\s*\S+", "");
        var arguments = Regex.Matches(words, @"'([^']*)'|""([^""]*)""|\S+").Select(word => word.Value.Trim('\'', '"'));
        Assert.That(Tool.Commands.Parse([.. arguments]).Errors.Select(error => error.Message), Is.Empty);
    }

    [Test]
    public void Every_package_that_a_page_adds_is_one_of_ours_or_known_to_the_build()
    {
        var known = File.ReadAllText(Repository.PathOf("Directory.Packages.props"));
        var unknown =
            from page in Pages
            from package in SamplePage.Read(page).Packages
            where !Directory.Exists(Repository.PathOf($"src/{package}")) && !known.Contains($"\"{package}\"", StringComparison.Ordinal)
            select $"{page}: {package}";
        Assert.That(unknown, Is.Empty);
    }

    [Test]
    public async Task The_emulator_s_guide_controls_it_with_curl()
    {
        if (Shell.FindOnPath("curl") is null || Shell.FindOnPath("bash") is null)
        {
            Assert.Ignore("There is no curl.");
        }

        using var service = ConversationsEmulator.Start();
        service.AddConversation("support");
        await service.Client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" });
        var block = SamplePage.Read(EmulatorGuide).Blocks.Single(block => block.Text.Contains("$B/reset", StringComparison.Ordinal)).Text;
        var (exitCode, output) = await Shell.RunAsync(
            Path.GetTempPath(), "bash", ["-e", "-c", block.Replace("http://127.0.0.1:8080", service.BaseAddress.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)]);
        Assert.That(exitCode, Is.Zero, output);
    }
}
