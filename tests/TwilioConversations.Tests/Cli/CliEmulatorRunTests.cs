using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>emulator -- command</c>, and the recipes of the guide for SDKs of other languages, run with it.</summary>
public class CliEmulatorRunTests
{
    private const string PythonCheck = "import twilio";

    [TestCase("exit 7", 7)]
    [TestCase("test -n \"$TWILIO_MEDIA_BASE_ADDRESS\" && curl -sf -I ${TWILIO_CONVERSATIONS_BASE_ADDRESS}_emulator/health", 0)]
    [Platform(Exclude = "Win", Reason = "runs a shell of Unix")]
    public async Task A_command_runs_with_the_emulator_in_its_environment_and_its_exit_code_ends_it(string command, int exitCode)
    {
        var result = await RunAsync(Path.GetTempPath(), "sh", "-c", command);
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Output);
    }

    [Test]
    public async Task The_client_from_the_environment_reaches_the_emulator()
    {
        var result = await RunAsync(Path.GetTempPath(), "dotnet", CommandLineTool.Assembly, "conversations", "create", "--unique-name", "mine");
        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(result.Output, Does.Contain("mine"));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "a shell starts the command there")]
    public async Task A_command_that_does_not_exist_is_an_error_in_one_line()
    {
        var result = await RunAsync(Path.GetTempPath(), "no-such-command");
        Assert.That((result.ExitCode, result.Output.TrimEnd('\n').Contains('\n')), Is.EqualTo((127, false)));
        Assert.That(result.Output, Does.StartWith("no-such-command cannot be started: "));
    }

    // Those for C# and Node run elsewhere: with the samples of the guides, and with the package from npm.
    [TestCase("python", "/usr/bin/python3", "-c", PythonCheck)]
    public async Task The_recipe_of_the_guide_points_the_SDK_at_the_emulator(string language, string program, string option, string check)
    {
        if ((Shell.FindOnPath(program) ?? (File.Exists(program) ? program : null)) is null || (await Shell.RunAsync(Path.GetTempPath(), program, [option, check])).ExitCode != 0)
        {
            Assert.Ignore($"{program} or its package twilio is not installed");
        }

        var guide = await File.ReadAllTextAsync(Repository.PathOf("build/docs/guides/emulator.md"));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, guide.Split($"```{language}\n")[1].Split("```")[0]);
            var result = await RunAsync(Path.GetTempPath(), program, file);
            Assert.That(result, Is.EqualTo((0, "alice Hello\n")));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] command) => Shell.RunAsync(folder, "dotnet", [CommandLineTool.Assembly, "emulator", "--", .. command]);
}
