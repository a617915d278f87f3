using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The walk through CONTRIBUTING.md, command by command as it is printed.</summary>
public class ContributingGuideTests
{
    [Test]
    public async Task The_guide_leads_from_a_new_upstream_field_to_the_approved_surface()
    {
        using var copy = new RepositoryCopy(withSurfaceTests: true);
        // Today's document with a field more, so that nothing has to be kept up to date here.
        var document = copy.PathOf(Repository.Document);
        var upstream = copy.PathOf("upstream.yaml");
        var text = await File.ReadAllTextAsync(document);
        await File.WriteAllTextAsync(upstream, text.Replace("        Identity:\n", "        Nickname:\n          type: string\n          description: A name.\n        Identity:\n", StringComparison.Ordinal));
        var commands = Regex.Matches(await File.ReadAllTextAsync(Repository.PathOf("CONTRIBUTING.md")), "```sh\n(.*?)\n```", RegexOptions.Singleline)
            .Select(match => Regex.Replace(match.Groups[1].Value, "https://raw[^ ]*", "upstream.yaml")).ToList();
        Assert.That(commands, Has.Count.EqualTo(7));

        Assert.That(await RunAsync(commands[0]), Does.Contain("additive      CreateConversationParticipant, form Nickname: presence (none) -> string"));
        await RunAsync(commands[1]);
        await File.WriteAllTextAsync(document, (await File.ReadAllTextAsync(document)).Replace("To be written.", "What others call the participant.", StringComparison.Ordinal));
        Assert.That(await RunAsync(commands[2]), Does.Contain("generating C#"));
        Assert.That(await RunAsync(commands[3], exitCode: 2), Does.Match(
            @":\n  \+ CreateParticipantRequest(: public string\? Nickname \{ get; set; \}\n)  \+ CreateUserRequest\1  \+ UpdateParticipantRequest\1  If that is meant to be"));
        await RunAsync(commands[4]);
        await RunAsync(commands[3]);
        // Of all tests, the copy has those of the surface.
        Assert.That(await RunAsync(commands[5]), Does.Contain("failed: 0"));

        async Task<string> RunAsync(string command, int? exitCode = null)
        {
            var words = command.Split(' ');
            var result = await copy.RunAsync(words[0], words[1..]);
            Assert.That(result.ExitCode, Is.EqualTo(exitCode ?? (command.Contains("SpecDrift", StringComparison.Ordinal) ? 1 : 0)), command + "\n" + result.Output);
            return result.Output;
        }
    }
}
