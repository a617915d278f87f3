using System.CommandLine;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary>The verbs that change nothing: <c>list</c>, <c>get</c>, <c>find</c>, <c>export</c>.</summary>
internal static class ReadVerbs
{
    public static Command List()
    {
        var limit = new Option<int?>("--limit") { Description = "How many to print at most, from 0.", HelpName = "N" }.Within(0, int.MaxValue);
        return Session.Verb(
            "list",
            "Lists the participants.",
            "conversations participants list CH… --output jsonl | head",
            async (session, cancellationToken) =>
            {
                using var writer = session.Writer();
                await writer.WriteAsync(session.Participants.ListAsync(session.Arguments.GetValue(limit), cancellationToken: cancellationToken).AsPages());
                return ExitCode.Done;
            },
            limit);
    }

    public static Command Get()
    {
        var id = new Argument<string>("id") { Description = "The participant, by SID or identity." };
        return Session.Verb(
            "get",
            "Shows one participant.",
            "conversations participants get CH… alice --output json",
            async (session, cancellationToken) => await PrintAsync(session, await session.Participants.FetchAsync(session.Arguments.GetValue(id)!, cancellationToken)),
            id);
    }

    public static Command Find()
    {
        var identity = new Option<string?>("--identity") { Description = "The identity of a chat user, also one that looks like a SID." };
        var address = new Option<string?>("--address") { Description = "The address of a participant outside chat.", HelpName = "+1…" };
        var proxyAddress = new Option<string?>("--proxy-address") { Description = "The address of yours that goes with --address; without it any.", HelpName = "+1…" };
        var verb = Session.Verb(
            "find",
            "Finds a participant by identity or address; fails where there is none.",
            "conversations participants find CH… --address +15558675310",
            async (session, cancellationToken) =>
            {
                var arguments = session.Arguments;
                var found = arguments.GetValue(identity) is { } name
                    ? await session.Participants.FindAsync(ParticipantKey.Identity(name), cancellationToken)
                    : await session.Participants.FindByAddressAsync(arguments.GetValue(address)!, arguments.GetValue(proxyAddress), cancellationToken);
                if (found is not null)
                {
                    return await PrintAsync(session, found);
                }

                session.Note("There is no such participant.");
                return ExitCode.Failed;
            },
            identity,
            address,
            proxyAddress);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(identity) is null == result.GetValue(address) is null)
            {
                result.AddError("find takes --identity or --address.");
            }
            else if (result.GetValue(proxyAddress) is not null && result.GetValue(address) is null)
            {
                result.AddError("find takes --proxy-address with --address.");
            }
        });
        return verb;
    }

    public static Command Export()
    {
        var file = new Option<FileInfo?>("--file", "-f") { Description = "Writes to a file instead of stdout; its name says the format, .csv or .jsonl. One that is there is replaced once the new one is complete.", HelpName = "FILE" };
        return Session.Verb(
            "export",
            "Writes all participants with all of their fields, as JSON lines unless --output or the file's name says CSV; import reads either.",
            "conversations participants export CH… --file people.csv",
            async (session, cancellationToken) =>
            {
                var target = session.Arguments.GetValue(file);
                var format = session.OutputFormat ?? (target is null ? OutputFormat.Jsonl : Rows.FormatOf(target.Name));
                if (format == OutputFormat.Table)
                {
                    throw new UsageException("A table is for people: export as jsonl, csv or json.");
                }

                await (target is null ? ExportAsync(session, format, session.Output, isDataOnTerminal: !Console.IsOutputRedirected, cancellationToken) : ExportToFileAsync(session, format, target, cancellationToken));
                return ExitCode.Done;
            },
            file);
    }

    public static async Task<int> PrintAsync(Session session, Participant participant)
    {
        using var writer = session.Writer();
        await writer.WriteOneAsync(participant);
        return ExitCode.Done;
    }

    // Whole before the target is touched: what an earlier export wrote is replaced, or stays.
    private static async Task ExportToFileAsync(Session session, OutputFormat format, FileInfo target, CancellationToken cancellationToken)
    {
        await using var whole = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var output = new StreamWriter(whole, leaveOpen: true) { NewLine = "\n" })
        {
            await ExportAsync(session, format, output, isDataOnTerminal: false, cancellationToken);
        }

        whole.Position = 0;
        await using var file = target.Create();
        await whole.CopyToAsync(file, CancellationToken.None);
    }

    private static async Task ExportAsync(Session session, OutputFormat format, TextWriter output, bool isDataOnTerminal, CancellationToken cancellationToken)
    {
        using var writer = new ParticipantWriter(format, output, session.Console);
        await ProgressBar.RunAsync(session, "exported", total: null, isDataOnTerminal, advance =>
            writer.WriteAsync(session.Participants.ListAsync(cancellationToken: cancellationToken).AsPages().Select(page =>
            {
                advance(page.Items.Count);
                return page;
            })));
    }
}
