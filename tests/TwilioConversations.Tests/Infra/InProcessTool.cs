using System.Text;
using TwilioConversations.Cli;

namespace TwilioConversations.Tests.Infra;

/// <summary>Runs the command line tool in this process, with all streams redirected.</summary>
internal static class InProcessTool
{
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string folder, IReadOnlyList<string> arguments, string input, CancellationToken interrupt, params (string Name, string Value)[] variables) =>
        RunAsync(folder, arguments, input, TimeProvider.System, interrupt, variables);

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string folder, IReadOnlyList<string> arguments, string input, TimeProvider time, CancellationToken interrupt, params (string Name, string Value)[] variables)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        // Requests that are under way at once write to them.
        var (outputs, failures) = (TextWriter.Synchronized(output), TextWriter.Synchronized(errors));
        var environment = new ToolEnvironment
        {
            Output = outputs,
            OpenData = () => outputs,
            Error = failures,
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            ReadLine = () => throw new InvalidOperationException("Nobody is there to be asked."),
            IsInputRedirected = true,
            IsOutputRedirected = true,
            IsErrorRedirected = true,
            Variable = Variable,
            ClientOptions = () => ConversationsClientOptions.FromEnvironment(Variable),
            Folder = folder,
            Time = time,
            SettingsFolder = folder,
            // Signals are the business of the process.
            ProcessTerminationTimeout = null,
        };
        var exitCode = await Tool.RunAsync(arguments, environment, interrupt);
        return (exitCode, output.ToString(), errors.ToString());

        string? Variable(string name) => variables.FirstOrDefault(variable => variable.Name == name).Value;
    }
}
