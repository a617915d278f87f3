using System.Diagnostics;

namespace TwilioConversations.Tests.Infra;

/// <summary>The emulator as a process of its own, as <c>conversations emulator</c> runs it.</summary>
internal static class EmulatorProcess
{
    private const string Listening = "listening on ";

    public static Process Start(string folder, params IEnumerable<string> arguments) => Shell.Start(folder, "dotnet", [CommandLineTool.Assembly, "emulator", .. arguments]);

    /// <summary>The address that it listens at, as it prints it.</summary>
    public static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new Uri(line[Listening.Length..]);
            }
        }

        throw new InvalidOperationException($"The emulator ended before it listened: {await process.StandardError.ReadToEndAsync()}");
    }
}
