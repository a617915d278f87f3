using System.Diagnostics;

namespace TwilioConversations.Tests.Infra;

/// <summary>Runs programs as a person would, and gives back what they printed.</summary>
internal static class Shell
{
    private static readonly string[] Withheld = ["MSBUILD", "VSTEST", "TESTINGPLATFORM", "CONFIGURATION", "USESHAREDCOMPILATION", "TWILIO_"];

    /// <summary>The first of some programs that is on the path; null for none.</summary>
    public static string? FindOnPath(params string[] programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return programs.FirstOrDefault(program => folders.Any(folder => File.Exists(Path.Combine(folder, program))));
    }

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
        // The programs of the tests must not see how the test host was started, or the account of the person who started it.
        foreach (var name in start.Environment.Keys.Where(name => Withheld.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            start.Environment.Remove(name);
        }

        // One language and one encoding everywhere, and no build that lives on and holds the folder of a test.
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // The tests beside keep the other processors busy. To spread over all of them costs a build the start of more processes.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        // Programs of .NET run for seconds here, of which the compiler that works as they run has a good part.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
