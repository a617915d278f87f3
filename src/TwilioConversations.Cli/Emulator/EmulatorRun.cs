using System.ComponentModel;
using System.Diagnostics;
using TwilioConversations.Testing;

namespace TwilioConversations.Cli;

/// <summary>A run of the emulator: until Ctrl-C, or while a command runs.</summary>
internal sealed class EmulatorRun(ToolEnvironment environment, EmulatorOptions options, bool strictPageSize)
{
    private const int NotFound = 127;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(string[] program, CancellationToken cancellationToken)
    {
        await using var emulator = Start();
        emulator.StrictPageSize = strictPageSize;
        if (program.Length > 0)
        {
            return await RunWithAsync(emulator, program, cancellationToken);
        }

        foreach (var conversation in options.Conversations)
        {
            await environment.Output.WriteLineAsync($"conversation {conversation}");
        }

        foreach (var (name, value) in VariablesOf(emulator))
        {
            await environment.Output.WriteLineAsync($"export {name}={value}");
        }

        await environment.Output.WriteLineAsync($"a page to look at: {emulator.BaseAddress}_emulator/");
        await environment.Output.WriteLineAsync($"listening on {emulator.BaseAddress}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Done;
    }

    private ConversationsEmulator Start()
    {
        try
        {
            return ConversationsEmulator.Start(options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal));
        }
    }

    private async Task<int> RunWithAsync(ConversationsEmulator emulator, string[] program, CancellationToken cancellationToken)
    {
        // What npm and others install on Windows are scripts, which only the shell starts.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/d", "/c", .. program]) : new ProcessStartInfo(program[0], program[1..]);
        start.WorkingDirectory = environment.Folder;
        foreach (var (name, value) in VariablesOf(emulator))
        {
            start.Environment[name] = value;
        }

        // They would take precedence over the account's credentials.
        start.Environment.Remove("TWILIO_API_KEY");
        start.Environment.Remove("TWILIO_API_SECRET");
        try
        {
            using var process = Process.Start(start)!;
            await ((Task)process.WaitForExitAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
            {
                // Ctrl-C reaches the command too, which may need a moment to end.
                await ((Task)process.WaitForExitAsync(CancellationToken.None)).WaitAsync(Grace, CancellationToken.None)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }

            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            await environment.Error.WriteLineAsync($"{program[0]} cannot be started: {e.Message}");
            return NotFound;
        }
    }

    private (string Name, string Value)[] VariablesOf(ConversationsEmulator emulator) =>
    [
        ("TWILIO_ACCOUNT_SID", options.AccountSid),
        ("TWILIO_AUTH_TOKEN", options.AuthToken),
        ("TWILIO_CONVERSATIONS_BASE_ADDRESS", emulator.BaseAddress.AbsoluteUri),
        ("TWILIO_MEDIA_BASE_ADDRESS", emulator.BaseAddress.AbsoluteUri),
    ];
}
