using System.CommandLine;
using Spectre.Console;

namespace TwilioConversations.Cli;

/// <summary><c>doctor</c>: checks the set-up, and explains how to fix what is wrong.</summary>
internal static class DoctorCommand
{
    private static readonly Argument<string?> Conversation = new("conversation")
    {
        Description = "A conversation to check too, by SID or unique name: how close it is to its limits.",
        HelpName = "CH…",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly ItemShape<Finding> Shape = new(
        "check",
        "checks",
        [
            new("check", finding => finding.Check),
            new("status", finding => finding.Status),
            new("detail", finding => finding.Detail),
            new("remedy", finding => finding.Remedy),
        ],
        finding => finding.Check,
        finding => "",
        []);

    public static Command Create()
    {
        var command = CommandContext.WithOptions(new Command(
            "doctor",
            """
            Checks credentials, connection, clock, webhooks, messaging service and default roles, and explains how to fix what is wrong. Nothing is
            changed, and no personal data is printed. Each webhook address gets one unsigned GET request.

            Example:
              conversations doctor --output json

            Exit codes: 0 no errors, perhaps warnings; 1 errors; 2 usage error; 130 interrupted.
            """) { Conversation });
        command.SetAction((arguments, cancellationToken) =>
        {
            var environment = ToolEnvironment.Of(arguments);
            return ErrorHints.ReportAsync(environment, () => RunAsync(arguments, environment, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        var format = arguments.GetValue(CommandContext.Format) ?? OutputFormat.Table;
        var findings = new List<Finding>();
        var console = environment.OutputConsole(arguments.GetValue(CommandContext.NoColor));
        await foreach (var finding in CheckAsync(arguments, environment, cancellationToken))
        {
            findings.Add(finding);
            if (format == OutputFormat.Table)
            {
                Print(console, finding);
            }
        }

        if (format != OutputFormat.Table)
        {
            using var writer = new ItemWriter<Finding>(Shape, format, environment.Data, console);
            await writer.WriteAsync(new[] { new ListPage<Finding>(findings, null) }.ToAsyncEnumerable());
        }

        return findings.Exists(finding => finding.Status == Finding.Error) ? ExitCode.Failed : ExitCode.Done;
    }

    private static IAsyncEnumerable<Finding> CheckAsync(ParseResult arguments, ToolEnvironment environment, CancellationToken cancellationToken)
    {
        var profile = arguments.GetValue(CommandContext.Profile);
        try
        {
            var options = Profiles.OptionsOf(profile, environment);
            BaseAddress.Apply(arguments.GetValue(CommandContext.Address), options);
            options.Validate();
            var source = profile ?? (Profiles.IsInEnvironment(environment) ? null : Profiles.InUse(environment));
            var service = arguments.GetValue(CommandContext.Service);
            return new Examination(environment, options, source, service, arguments.GetValue(Conversation)).RunAsync(cancellationToken);
        }
        catch (Exception e) when (ErrorHints.IsUsage(e) || ErrorHints.IsReported(e))
        {
            const string Remedy = "Run 'conversations login', or set TWILIO_API_KEY and TWILIO_API_SECRET.";
            return new[] { Finding.Bad("credentials", ErrorHints.Of(e), Remedy) }.ToAsyncEnumerable();
        }
    }

    private static void Print(IAnsiConsole console, Finding finding)
    {
        var (sign, color) = finding.Status switch
        {
            Finding.Ok => ("✓", Color.Green),
            Finding.Warning => ("!", Color.Yellow),
            _ => ("✗", Color.Red),
        };
        console.Write(new Text(sign, new Style(color)));
        console.WriteLine($" {finding.Check}: {TerminalText.Of(finding.Detail)}");
        if (finding.Remedy is not null)
        {
            console.WriteLine($"    {TerminalText.Of(finding.Remedy)}", new Style(Color.Grey));
        }
    }
}
