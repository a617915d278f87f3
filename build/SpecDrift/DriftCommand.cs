using System.CommandLine;

namespace SpecDrift;

/// <summary>The command line.</summary>
internal static class DriftCommand
{
    /// <summary>Runs what the arguments ask for, and gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var upstream = new Option<string>("--upstream") { Description = "The upstream document: a file or an address, OpenAPI 3 as JSON or YAML." };
        var document = new Option<string>("--document") { Description = "Our document.", DefaultValueFactory = _ => "openapi/twilio_conversations_v1.yaml" };
        var known = new Option<string>("--known") { Description = "The differences that are meant to be.", DefaultValueFactory = _ => "openapi/known-differences.json" };
        var format = new Option<string>("--format") { Description = "How to print what was found.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "markdown", "json");
        var apply = new Option<bool>("--apply") { Description = "Write what was added upstream into our document, with descriptions that are still to be written." };
        var earlier = new Option<string[]>("--earlier") { Description = "With --apply: an earlier version of our document whose descriptions are taken where it has the same part. Repeatable; the first counts most." };
        var trying = new Option<string>("--try") { Description = "With --apply: a command that fails if the document and the list of known differences that it gets as arguments do not build; what does not pass is left out." };
        var untracked = new Option<bool>("--list-untracked") { Description = "List the operations that upstream has and we do not, and how many we have." };
        var operations = new Option<bool>("--operations") { Description = "Print a table of our operations, in Markdown; needs no upstream document." };

        var command = new RootCommand(
            """
            Compares our trimmed OpenAPI document with the upstream one: structure only, and which operations ours does not have.
            Exit codes: 0 no drift that callers would see, 1 additive drift, 2 breaking drift, 3 bad input or a failure.
            """) { upstream, document, known, format, apply, earlier, trying, untracked, operations };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(operations) && result.GetResult(upstream) is null)
            {
                result.AddError("Option '--upstream' is required.");
            }
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            try
            {
                return await CompareAsync(arguments, cancellationToken);
            }
            catch (Exception e)
            {
                // Lower codes are for drift alone.
                await errors.WriteLineAsync(e is BadInputException ? e.Message : e.ToString());
                return 3;
            }
        });
        var parsed = command.Parse(args);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = errors };
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync(configuration);
            return 3;
        }

        return await parsed.InvokeAsync(configuration);

        async Task<int> CompareAsync(ParseResult arguments, CancellationToken cancellationToken)
        {
            var file = arguments.GetValue(document)!;
            if (arguments.GetValue(operations))
            {
                var (problems, whole) = OpenApi.DocumentFile.Check(await File.ReadAllTextAsync(file, cancellationToken));
                output.Write(OperationTable.Of(whole ?? throw new BadInputException(problems[0].In(file))));
                return 0;
            }

            var ours = await DocumentReader.ReadAsync(file, cancellationToken);
            var theirs = await DocumentReader.ReadAsync(arguments.GetValue(upstream)!, cancellationToken);
            if (arguments.GetValue(untracked))
            {
                var missing = Comparison.Untracked(ours, theirs).ToList();
                missing.ForEach(output.WriteLine);
                var total = ApiOperation.All(theirs).Count();
                output.WriteLine($"{total - missing.Count} of {total} operations covered, {(missing.Count == 0 ? "nothing" : $"{missing.Count}")} untracked");

                return 0;
            }

            var list = arguments.GetValue(known)!;
            var differences = await KnownDifferences.ReadAsync(list, cancellationToken);
            var report = Report.Of(Comparison.Of(ours, theirs).Findings, KnownDifferences.Parse(differences));
            if (arguments.GetValue(apply))
            {
                List<string> texts = [];
                foreach (var name in arguments.GetValue(earlier) ?? [])
                {
                    texts.Add(await File.ReadAllTextAsync(name, cancellationToken));
                }

                var trial = arguments.GetValue(trying) is { } command ? new Trial(command, errors) : null;
                var applied = await new Additions(theirs, texts, trial is null ? null : (document, known) => trial.PassesAsync(document, known, cancellationToken))
                    .ApplyAsync(await File.ReadAllTextAsync(file, cancellationToken), differences);
                await File.WriteAllTextAsync(file, applied.Document, cancellationToken);
                await File.WriteAllTextAsync(list, applied.Known, cancellationToken);
                report = report.With(applied.Outcomes);
            }

            output.Write(arguments.GetValue(format) switch { "markdown" => report.ToMarkdown(), "json" => report.ToJson(), _ => report.ToText() });
            return report.ExitCode;
        }
    }
}
