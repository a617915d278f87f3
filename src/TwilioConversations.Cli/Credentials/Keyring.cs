using System.ComponentModel;
using System.Diagnostics;

namespace TwilioConversations.Cli;

/// <summary>The system's keyring, through the program secret-tool of libsecret. Without that program, nothing is stored.</summary>
internal static class Keyring
{
    private static readonly string[] Place = ["service", "conversations", "profile"];

    public static bool Store(ToolEnvironment environment, string profile, string secret) =>
        environment.SecretTool(["store", $"--label=conversations {profile}", .. Place, profile], secret) is not null;

    public static string? Read(ToolEnvironment environment, string profile) => environment.SecretTool(["lookup", .. Place, profile], "")?.TrimEnd('\n');

    public static void Remove(ToolEnvironment environment, string profile) => environment.SecretTool(["clear", .. Place, profile], "");

    /// <summary>Runs secret-tool and returns its output; null if it is not installed, or has no keyring to work with.</summary>
    public static string? Run(IReadOnlyList<string> arguments, string input)
    {
        try
        {
            var start = new ProcessStartInfo("secret-tool", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
    }
}
