using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The walk through CONTRIBUTING.md, command by command as it is printed.</summary>
public class ContributingGuideTests
{
    [Test]
    public async Task A_form_field_that_appears_upstream_goes_all_the_way_as_printed()
    {
        using var copy = new RepositoryCopy(withSurfaceTests: true);
        var upstream = copy.PathOf("upstream.json");
        await File.WriteAllTextAsync(upstream, Drift.UpstreamSpec.Replace("\"Identity\": {", "\"Nickname\": { \"type\": \"string\" }, \"Identity\": {", StringComparison.Ordinal));
        var commands = Regex.Matches(await File.ReadAllTextAsync(Repository.PathOf("CONTRIBUTING.md")), "```sh\n(.*?)\n```", RegexOptions.Singleline)
            .Select(match => Regex.Replace(match.Groups[1].Value, "https://raw[^ ]*", upstream)).ToList();
        Assert.That(commands, Has.Count.EqualTo(7));

        Assert.That(await RunAsync(commands[0]), Does.Contain("additive      CreateConversationParticipant, form Nickname: presence (none) -> string"));
        await RunAsync(commands[1]);
        var document = copy.PathOf(Repository.Document);
        await File.WriteAllTextAsync(document, (await File.ReadAllTextAsync(document)).Replace("To be written.", "What others call the participant.", StringComparison.Ordinal));
        Assert.That(await RunAsync(commands[2]), Does.Contain("generating C#"));
        Assert.That(await RunAsync(commands[3], exitCode: 2), Does.Match(
            @":\n  \+ CreateParticipantRequest(: public string\? Nickname \{ get; set; \}\n)  \+ CreateUserRequest\1  \+ UpdateParticipantRequest\1  If that is meant to be"));
        await RunAsync(commands[4]);
        await RunAsync(commands[3]);

        async Task<string> RunAsync(string command, int? exitCode = null)
        {
            var words = command.Split(' ');
            var result = await copy.RunAsync(words[0], words[1..]);
            Assert.That(result.ExitCode, Is.EqualTo(exitCode ?? (command.Contains("SpecDrift", StringComparison.Ordinal) ? 1 : 0)), command + "\n" + result.Output);
            return result.Output;
        }
    }
}
