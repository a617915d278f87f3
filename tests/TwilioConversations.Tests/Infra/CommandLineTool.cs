using System.Diagnostics;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>The tool with an emulator and a folder of its own, both gone after the test: in this process, or in another if a test needs that.</summary>
internal sealed class CommandLineTool : IDisposable
{
    public static readonly string Assembly = Path.Combine(TestContext.CurrentContext.TestDirectory, "TwilioConversations.Cli.dll");

    // Runs before any test starts the tool: to name the assembly, a test must initialize this class.
    static CommandLineTool() => Signals.StopIgnoring();

    public CommandLineTool(params IEnumerable<string> identities) => Service.AddConversation("support", null, identities);

    public ConversationsEmulator Service { get; } = ConversationsEmulator.Start();

    public string Folder { get; } = Directory.CreateTempSubdirectory("tool-").FullName;

    public ParticipantsApi Participants => Service.Client.Conversation("support").Participants;

    public (string Name, string Value)[] Environment =>
    [
        ("TWILIO_ACCOUNT_SID", ConversationsEmulator.AccountSid), ("TWILIO_AUTH_TOKEN", ConversationsEmulator.AuthToken), ("XDG_CONFIG_HOME", Folder), ("TERM", "xterm-256color"),
    ];

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Runs it in this process, as if redirected.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => RunAsync(arguments, "");

    public Task<(int ExitCode, string Output, string Errors)> RunAsync(string[] arguments, string input, CancellationToken interrupt = default) =>
        InProcessTool.RunAsync(Folder, Arguments(arguments), input, interrupt, Environment);

    /// <summary>The same with the arguments and variables as they are.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAloneAsync(string[] arguments, params (string Name, string Value)[] environment) =>
        InProcessTool.RunAsync(Folder, arguments, "", CancellationToken.None, environment);

    public Process Start(params string[] arguments) => Shell.Start(Folder, "dotnet", [Assembly, .. Arguments(arguments)], Environment);

    /// <summary>Waits until the emulator has received this many requests.</summary>
    public async Task ReceiveAsync(int requests)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Service.RequestCount < requests)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    /// <summary>Sends a signal, such as INT, to a program.</summary>
    public static Task SignalAsync(Process process, string signal) => Shell.RunAsync(Path.GetTempPath(), "kill", [$"-{signal}", $"{process.Id}"]);

    /// <summary>Runs a line of a shell in which <c>conversations</c> is the tool.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunInShellAsync(string line) =>
        Shell.RunApartAsync(Folder, "bash", ["-c", $"conversations() {{ dotnet '{Assembly}' \"$@\" --base-address {Service.BaseAddress}; }}; {line}"], Environment);

    /// <summary>The arguments that a shell hands to the tool in a line such as <c>conversations participants list | head</c>.</summary>
    public async Task<string[]> WordsOfAsync(string line)
    {
        var (_, output, errors) = await Shell.RunApartAsync(Folder, "bash", ["-c", $"conversations() {{ printf '%s\\0' \"$@\" >&2; }}; {line} > /dev/null"]);
        return output.Length == 0 ? errors.Split('\0')[..^1] : throw new InvalidOperationException(output);
    }

    /// <summary>Runs it in a terminal with this many columns and this input, and returns what the terminal shows.</summary>
    public async Task<string> RunInTerminalAsync(int columns, string line, string typed = "")
    {
        var command = $"stty cols {columns}; dotnet '{Assembly}' {line} --base-address {Service.BaseAddress}";
        using var process = Shell.Start(Folder, "script", ["-qec", command, "/dev/null"], Environment);
        await process.StandardInput.WriteAsync(typed);
        await process.StandardInput.FlushAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    public void Dispose()
    {
        Service.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string[] Arguments(string[] arguments) => [.. arguments, .. arguments is not ([] or ["demo" or "emulator" or "completion", ..] or [.., "--help"]) ? ["--base-address", Service.BaseAddress.AbsoluteUri] : Array.Empty<string>()];
}
