using System.Diagnostics;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>The built tool as a process, against an emulator and in a folder of its own; gone with the test.</summary>
internal sealed class CommandLineTool : IDisposable
{
    public static readonly string Assembly = Path.Combine(TestContext.CurrentContext.TestDirectory, "TwilioConversations.Cli.dll");

    // Whoever starts the tool names its assembly first.
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

    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        Shell.RunApartAsync(Folder, "dotnet", Arguments(arguments), Environment);

    public Process Start(params string[] arguments) => Shell.Start(Folder, "dotnet", Arguments(arguments), Environment);

    /// <summary>Sends a signal, such as INT, to a program.</summary>
    public static Task SignalAsync(Process process, string signal) => Shell.RunAsync(Path.GetTempPath(), "kill", [$"-{signal}", $"{process.Id}"]);

    /// <summary>Runs a line of a shell in which <c>conversations</c> is the tool.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunInShellAsync(string line) =>
        Shell.RunApartAsync(Folder, "bash", ["-c", $"conversations() {{ dotnet {Assembly} \"$@\" --base-address {Service.BaseAddress}; }}; {line}"], Environment);

    /// <summary>Runs it in a terminal of so many columns, with what is typed there; what the terminal shows comes back.</summary>
    public async Task<string> RunInTerminalAsync(int columns, string line, string typed = "")
    {
        var command = $"stty cols {columns}; dotnet {Assembly} {line} --base-address {Service.BaseAddress}";
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

    private List<string> Arguments(string[] arguments) => [Assembly, .. arguments, .. arguments is ["participants", ..] ? ["--base-address", Service.BaseAddress.AbsoluteUri] : Array.Empty<string>()];
}
