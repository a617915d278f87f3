using System.Runtime.Versioning;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Mistyped commands and options: one line names the problem, the place and the remedy.</summary>
public class CommandLineMistakesTests
{
    private const string LooksLikeASid = "MB00000000000000000000000000000001";

    [TestCase("--limit must be a whole number of 0 or more. See conversations participants list --help.", "list", "support", "--limit", "1.5")]
    [TestCase("--output must be table, json, jsonl or csv. See conversations participants list --help.", "list", "support", "--output", "xml")]
    [TestCase("--webhooks must be true or false. See conversations participants create --help.", "create", "support", "--identity", "bob", "--webhooks", "maybe")]
    [TestCase("--last-read-message-index must be a whole number of 0 or more. See conversations participants update --help.", "update", "support", "alice", "--last-read-message-index", "-1")]
    [TestCase("update needs at least one field: --identity, ", "update", "support", "alice")]
    [TestCase("<id> must not be empty. See conversations participants fetch --help.", "fetch", "support", "")]
    [TestCase("<conversation> must not be empty. See conversations participants list --help.", "list", "")]
    [TestCase("--identity must not be empty. See conversations participants create --help.", "create", "support", "--identity", "")]
    [TestCase("--service must not be empty. See conversations participants list --help.", "list", "support", "--service", "")]
    [TestCase("--attributes must be valid JSON; it is not at line 1, byte 2.", "create", "support", "--identity", "bob", "--attributes", "{")]
    [TestCase("Unknown command 'lst'. Did you mean list? See conversations participants --help.", "lst", "support")]
    public async Task A_mistake_is_reported_in_one_line_by_the_name_that_the_user_knows(string message, params string[] arguments)
    {
        using var tool = new CommandLineTool("alice");
        var (exitCode, output, errors) = await tool.RunAsync(["participants", .. arguments]);
        Assert.That((exitCode, output), Is.EqualTo((2, "")));
        Assert.That(errors, Does.StartWith(message).And.Not.Contain("System."));
        Assert.That(errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(tool.Service.RequestCount, Is.Zero);
    }

    [TestCase("add")]
    [TestCase("remove")]
    [TestCase("get")]
    public async Task The_only_verbs_are_those_of_Twilio(string other)
    {
        using var tool = new CommandLineTool();
        Assert.That((await tool.RunAsync("participants", other, "support")).Errors, Does.StartWith($"Unknown command '{other}'."));
    }

    [Test]
    public async Task Without_a_command_the_help_is_printed_as_an_error()
    {
        using var tool = new CommandLineTool();
        var alone = await tool.RunAloneAsync([]);
        var group = await tool.RunAloneAsync(["participants"]);
        Assert.That((alone.ExitCode, alone.Output, group.ExitCode, group.Output), Is.EqualTo((2, "", 2, "")));
        Assert.That(alone.Errors, Does.Contain("participants").And.Contain("emulator"));
        Assert.That(group.Errors, Does.Contain("create <CH…>").And.Contain("Exit codes: 0 success, 1 failure, 2 usage error, 3 partial success, 130 interrupted."));
    }

    [TestCase("fetch")]
    [TestCase("update")]
    public async Task The_error_for_an_identity_that_looks_like_a_SID_explains_how_to_use_it(string verb)
    {
        using var tool = new CommandLineTool(LooksLikeASid);
        string[] change = verb == "update" ? ["--attributes", "{}"] : [];
        var result = await tool.RunAsync(["participants", verb, "support", LooksLikeASid, .. change]);
        Assert.That(result, Is.EqualTo((1, "", $"No participant has the SID {LooksLikeASid}. Check the IDs and --service. If {LooksLikeASid} is an identity, use find --identity to get its SID.\n")));
        Assert.That((await tool.RunAsync("participants", "find", "support", "--identity", LooksLikeASid)).ExitCode, Is.Zero);
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "has no modes of files")]
    public async Task An_invalid_file_of_profiles_is_reported_and_not_quoted()
    {
        using var tool = new CommandLineTool();
        Directory.CreateDirectory(tool.PathOf("conversations"));
        var file = tool.PathOf("conversations/profiles.json");
        await File.WriteAllTextAsync(file, "{\"mine\":\n{\"authToken\":\"top secret\"");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.That((await ListAsync()).Errors, Does.StartWith($"{file} is not valid JSON: see line 2, column ").And.Not.Contain("secret"));
        await File.WriteAllTextAsync(file, "{\"mine\":\n{\"acountSid\":\"top secret\"}}");
        Assert.That((await ListAsync()).Errors, Does.StartWith($"{file} must contain an object for each profile, with accountSid").And.Contain("See line 2.").And.Not.Contain("secret"));

        Task<(int ExitCode, string Output, string Errors)> ListAsync() => tool.RunAsync("participants", "list", "support", "--profile", "mine");
    }

    [TestCase("""{"accountSid":"SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","authToken":"top secret"}""", ": accountSid must be a SID of AC and 32 hexadecimal digits. This is the SID of something else, SK….")]
    [TestCase("""{"apiKeySid":"top secret","apiKeySecret":"top secret"}""", ": apiKeySid must be a SID of SK and 32 hexadecimal digits.")]
    [TestCase("""{"apiKeySid":"SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","apiKeySecret":" "}""", " has no apiKeySecret. A profile needs accountSid and authToken, or apiKeySid and apiKeySecret.")]
    [TestCase("""{"accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","authToken":"top secret","edge":"Dublin!"}""", ": edge must be the name of an edge: lower-case letters and hyphens, such as dublin.")]
    [TestCase("""{"accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","authToken":"top secret","baseAddress":"http://example.com"}""", ": baseAddress must be an absolute https address, or an http one on the local machine: over anything else the credentials could be read.")]
    [TestCase("""{"accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","authToken":"top secret","baseAddress":"https://example.com","edge":"dublin"}""", ": baseAddress replaces edge and region: leave them unset.")]
    [UnsupportedOSPlatform("windows")]
    [Platform(Exclude = "Win", Reason = "has no modes of files")]
    public async Task A_wrong_value_of_a_profile_is_named_with_its_rule_and_is_not_quoted(string profile, string problem)
    {
        using var tool = new CommandLineTool();
        Directory.CreateDirectory(tool.PathOf("conversations"));
        var file = tool.PathOf("conversations/profiles.json");
        await File.WriteAllTextAsync(file, $$"""{"mine":{{profile}}}""");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.That(await tool.RunAloneAsync(["participants", "list", "support", "--profile", "mine"], tool.Environment), Is.EqualTo((2, "", $"Profile mine in {file}{problem}\n")));
    }

    [TestCase("--help")]
    [TestCase("demo")]
    [TestCase("participants list support --base-address {0} -o csv")]
    [TestCase("participants list support --base-address {0}")]
    [Platform("Linux", Reason = "has a device that is always full")]
    public async Task A_full_disk_is_reported_in_one_line(string line)
    {
        using var tool = new CommandLineTool("alice");
        var command = string.Format(null, line, tool.Service.BaseAddress);
        var (exitCode, _, errors) = await Shell.RunApartAsync(tool.Folder, "bash", ["-c", $"dotnet '{CommandLineTool.Assembly}' {command} > /dev/full"], tool.Environment);
        Assert.That((exitCode, errors), Is.EqualTo((1, "Cannot write the output: no space left on the device.\n")));
    }
}
