using System.Diagnostics;

namespace TwilioConversations.Tests.Infra;

/// <summary>Runs programs as a person would, and gives back what they printed.</summary>
internal static class Shell
{
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var (exitCode, output, errors) = await RunApartAsync(folder, program, arguments, environment);
        return (exitCode, output + errors);
    }

    /// <summary>The same, with what came on stdout and on stderr apart.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunApartAsync(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, program, arguments, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a program whose streams are the caller's.</summary>
    public static Process Start(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test host was started with is not for the programs that it starts.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
