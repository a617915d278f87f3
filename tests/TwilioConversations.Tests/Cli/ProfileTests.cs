using System.Runtime.Versioning;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>login</c> and <c>profile</c>: credentials that are checked, stored where only their owner can read them, and used.</summary>
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "has no file modes")]
public class ProfileTests
{
    private static readonly (string, string)[] NoCredentials = [];

    [Test]
    public async Task Login_stores_a_profile_that_is_used_until_another_one_is()
    {
        using var tool = new CommandLineTool("alice");
        Assert.That(await LoginAsync(tool, "mine"), Is.EqualTo((0, "", "Logged in. Profile mine is in use; its secret is in a file that only you can read.\n")));
        await LoginAsync(tool, "other");
        Assert.That(File.GetUnixFileMode(tool.PathOf("conversations/profiles.json")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That((await ListAsync(tool)).Output, Does.Contain("alice"));

        Assert.That(await RunAsync(tool, "profile", "use", "mine"), Is.EqualTo((0, "", "")));
        var listed = await RunAsync(tool, "profile", "list", "-o", "csv");
        Assert.That(listed.Output, Does.StartWith("profile,sid,in_use,address,secret\nmine,AC").And.Contain(",true,http").And.Contain("\nother,AC").And.Not.Contain(ConversationsEmulator.AuthToken));
        Assert.That(await RunAsync(tool, "profile", "remove", "mine"), Is.EqualTo((0, "", "")));
        Assert.That((await ListAsync(tool)).ExitCode, Is.EqualTo(2), "no other profile comes into use by itself");
        Assert.That(await RunAsync(tool, "profile", "use", "mine"), Is.EqualTo((2, "", "There is no profile mine. The profiles are other.\n")));
    }

    [Test]
    public async Task Login_stores_nothing_when_the_credentials_are_wrong()
    {
        using var tool = new CommandLineTool();
        var (exitCode, _, errors) = await LoginAsync(tool, "mine", "wrong");
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.StartWith("Twilio error 20003: the credentials are wrong").And.Not.Contain("or wrong"));
        Assert.That(Directory.Exists(tool.PathOf("conversations")), Is.False);
    }

    [Test]
    public async Task The_secret_is_stored_in_the_keyring_if_the_system_has_one()
    {
        using var tool = new CommandLineTool("alice");
        await File.WriteAllTextAsync(tool.PathOf("secret-tool"), """
            #!/bin/sh
            case $1 in
              store) cat > "$(dirname "$0")/ring" ;;
              lookup) cat "$(dirname "$0")/ring" ;;
              clear) rm "$(dirname "$0")/ring" ;;
            esac
            """);
        File.SetUnixFileMode(tool.PathOf("secret-tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (string, string)[] variables = [("PATH", $"{tool.Folder}:{Environment.GetEnvironmentVariable("PATH")}"), ("XDG_CONFIG_HOME", tool.Folder)];
        var script = $$"""
            unset TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN TWILIO_API_KEY TWILIO_API_SECRET
            conversations() { dotnet '{{CommandLineTool.Assembly}}' "$@"; }
            echo {{ConversationsEmulator.AuthToken}} | conversations login mine --account-sid {{ConversationsEmulator.AccountSid}} --base-address {{tool.Service.BaseAddress}}
            conversations participants list support -o jsonl --fields identity
            cat conversations/profiles.json
            conversations profile remove mine
            """;
        var (exitCode, output, errors) = await Shell.RunApartAsync(tool.Folder, "bash", ["-c", script], variables);
        Assert.That(exitCode, Is.Zero, errors);
        Assert.That(errors, Is.EqualTo("Logged in. Profile mine is in use; its secret is in the system's keyring.\n"));
        Assert.That(output, Does.StartWith("{\"identity\":\"alice\"}\n").And.Not.Contain("authToken"));
        Assert.That(File.Exists(tool.PathOf("ring")), Is.False);
    }

    [Test]
    public async Task Credentials_of_the_environment_take_precedence_over_the_profile_in_use()
    {
        using var tool = new CommandLineTool("alice");
        await LoginAsync(tool, "mine");
        var listed = await tool.RunAloneAsync(["participants", "list", "support", "--base-address", "http://127.0.0.1:1"], [.. tool.Environment]);
        Assert.That(listed.Errors, Does.StartWith("Cannot reach Twilio"));
        Assert.That((await tool.RunAloneAsync(["profile", "use", "mine"], tool.Environment)).Errors, Is.EqualTo("The TWILIO_ variables in the environment take precedence: unset them, or pass --profile.\n"));
    }

    [TestCase("TWILIO_ACCOUNT_SID must be a SID of AC and 32 hexadecimal digits.", "TWILIO_ACCOUNT_SID", "xx")]
    public async Task A_wrong_variable_is_reported_by_its_name(string message, string name, string value)
    {
        using var tool = new CommandLineTool();
        var result = await tool.RunAloneAsync(["participants", "list", "support"], (name, value), ("TWILIO_AUTH_TOKEN", "x"));
        Assert.That(result.Errors, Does.StartWith(message));
    }

    [Test]
    public async Task A_region_that_needs_an_edge_is_reported_by_the_names_that_the_user_gave()
    {
        using var tool = new CommandLineTool();
        var run = await tool.RunAloneAsync(["participants", "list", "support"], [.. tool.Environment, ("TWILIO_REGION", "jp1")]);
        Assert.That((run.ExitCode, run.Errors), Is.EqualTo((2, "TWILIO_EDGE must be set beside TWILIO_REGION jp1, whose own edge is not known.\n")));
        var login = await InProcessTool.RunAsync(
            tool.Folder, ["login", "mine", "--account-sid", ConversationsEmulator.AccountSid, "--region", "jp1"], "secret\n", CancellationToken.None, NoCredentials);
        Assert.That((login.ExitCode, login.Errors), Is.EqualTo((2, "profile mine: edge must be set beside region jp1, whose own edge is not known.\n")).IgnoreCase);
    }

    private static Task<(int ExitCode, string Output, string Errors)> LoginAsync(CommandLineTool tool, string profile, string token = ConversationsEmulator.AuthToken) =>
        InProcessTool.RunAsync(
            tool.Folder,
            ["login", profile, "--account-sid", ConversationsEmulator.AccountSid, "--base-address", tool.Service.BaseAddress.AbsoluteUri],
            token + "\n",
            CancellationToken.None,
            NoCredentials);

    private static Task<(int ExitCode, string Output, string Errors)> ListAsync(CommandLineTool tool) => RunAsync(tool, "participants", "list", "support", "-o", "jsonl");

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(CommandLineTool tool, params string[] arguments) =>
        InProcessTool.RunAsync(tool.Folder, arguments, "", CancellationToken.None, NoCredentials);
}
