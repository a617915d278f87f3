using System.Diagnostics;

namespace SpecDrift;

/// <summary>
/// Tries a document with a command, which gets the names of the document and of the list of known differences and fails if they are not good.
/// </summary>
internal sealed class Trial(string command, TextWriter errors)
{
    // A build takes about a minute.
    private const int MaximumTrials = 16;

    private int _trials;

    public async Task<bool> PassesAsync(string document, string known, CancellationToken cancellationToken)
    {
        if (_trials++ >= MaximumTrials)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("trial-").FullName;
        try
        {
            var files = (Document: Path.Combine(folder, "document.yaml"), Known: Path.Combine(folder, "known.json"));
            await File.WriteAllTextAsync(files.Document, document, cancellationToken);
            await File.WriteAllTextAsync(files.Known, known, cancellationToken);
            var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { command, files.Document, files.Known } };
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            await errors.WriteAsync(await output + await error);
            return process.ExitCode == 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
