using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Cli;

/// <summary>
/// Exports one conversation: <c>participants.jsonl</c>, <c>messages.jsonl</c> with receipts, <c>media/</c>, and last <c>export.json</c>.
/// </summary>
internal sealed class ConversationExport(CommandContext context, ExportFolder folder)
{
    public async Task<ExportCounts> RunAsync(string sid, string? service, CancellationToken cancellationToken)
    {
        var done = Read(folder.PathOf(sid, "export.json"));
        if (done?.Run == folder.Run)
        {
            return done.Counts;
        }

        Directory.CreateDirectory(folder.PathOf(sid));
        var conversation = context.Place.ConversationOf(sid);
        var participants = await ParticipantsAsync(sid, conversation, cancellationToken);
        using (var file = new MessageFile(folder.PathOf(sid, "messages.jsonl")))
        {
            // After a complete export, only what is new is read, from the end. Before, the list is read from the beginning, in a page's memory.
            var messages = done is null
                ? After(conversation.Messages, file.LastIndex, cancellationToken)
                : conversation.Messages.ListAfterAsync(file.LastIndex, cancellationToken: cancellationToken);
            await foreach (var message in messages)
            {
                file.Add(message.Index, await LineOfAsync(conversation, message, cancellationToken));
            }

            file.Flush();
        }

        var counts = await FinishAsync(sid, service, participants, cancellationToken);
        folder.Replace(folder.PathOf(sid, "export.json"), JsonConvert.SerializeObject(new Mark(folder.Run, counts)) + "\n");
        return counts;
    }

    private static Mark? Read(string path) => File.Exists(path) ? JsonConvert.DeserializeObject<Mark>(File.ReadAllText(path)) : null;

    private static IAsyncEnumerable<Message> After(MessagesApi messages, int index, CancellationToken cancellationToken) =>
        messages.ListAsync(new() { Order = MessageOrder.Asc, PageSize = 100 }, cancellationToken).Where(message => message.Index > index);

    /// <summary>Counts what the lines have, and downloads the files that are not there, also those of earlier runs.</summary>
    private async Task<ExportCounts> FinishAsync(string sid, string? service, int participants, CancellationToken cancellationToken)
    {
        var counts = new ExportCounts(participants, 0, 0, 0, 0);
        foreach (var line in File.ReadLines(folder.PathOf(sid, "messages.jsonl")))
        {
            counts = counts with { Messages = counts.Messages + 1 };
            if (line.Contains("\"receipts\":[", StringComparison.Ordinal) || line.Contains("\"media\":[", StringComparison.Ordinal))
            {
                var json = JObject.Parse(line);
                counts = counts with { Receipts = counts.Receipts + ((json["receipts"] as JArray)?.Count ?? 0) };
                foreach (var item in json["media"] as JArray ?? [])
                {
                    counts = await HasFileAsync(sid, service, (item as JObject)?["sid"], cancellationToken)
                        ? counts with { Media = counts.Media + 1 }
                        : counts with { MissingMedia = counts.MissingMedia + 1 };
                }
            }
        }

        return counts;
    }

    private async Task<int> ParticipantsAsync(string sid, ConversationScope conversation, CancellationToken cancellationToken)
    {
        // A conversation has at most 1,000.
        var lines = new StringBuilder();
        var count = 0;
        await foreach (var participant in conversation.Participants.ListAsync(new() { PageSize = 100 }, cancellationToken))
        {
            lines.Append(JsonConvert.SerializeObject(participant)).Append('\n');
            count++;
        }

        folder.Replace(folder.PathOf(sid, "participants.jsonl"), lines.ToString());
        return count;
    }

    /// <summary>Returns a message with its receipts as one line, so that both are there or neither.</summary>
    private static async Task<string> LineOfAsync(ConversationScope conversation, Message message, CancellationToken cancellationToken)
    {
        var line = JsonConvert.SerializeObject(message);
        if (message.Delivery is null)
        {
            return line;
        }

        var receipts = await conversation.Message(message.Sid).Receipts.ListAsync(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        return $"{line[..^1]},\"receipts\":{JsonConvert.SerializeObject(receipts)}}}";
    }

    /// <summary>Downloads a media file unless it is there, and returns whether it is there now.</summary>
    /// <param name="sid">The conversation.</param>
    /// <param name="service">Its service, which messages of the default service do not name.</param>
    /// <param name="media">The file's SID, as the service returned it.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    private async Task<bool> HasFileAsync(string sid, string? service, JToken? media, CancellationToken cancellationToken)
    {
        // The SID becomes the name of a file, and must not lead out of its folder.
        if (media is not JValue { Value: string { Length: 34 } name } || !name.All(char.IsAsciiLetterOrDigit))
        {
            return false;
        }

        var path = folder.PathOf(sid, "media", name);
        if (File.Exists(path) || context.MediaAddress is null || service is null)
        {
            return File.Exists(path);
        }

        Directory.CreateDirectory(folder.PathOf(sid, "media"));
        try
        {
            await using var content = await context.Place.Client.Service(service).Media.OpenReadAsync(name, cancellationToken: cancellationToken);
            await using var file = PrivateFile.Open(path + ".new", FileMode.Create);
            await content.CopyToAsync(file, cancellationToken);
        }
        catch (ConversationsResponseException e) when (e.IsNotFound)
        {
            // It has been deleted since the message was sent.
            return false;
        }

        File.Move(path + ".new", path, overwrite: true);
        return true;
    }

    private sealed record Mark([property: JsonProperty("run")] string Run, [property: JsonProperty("counts")] ExportCounts Counts);
}
