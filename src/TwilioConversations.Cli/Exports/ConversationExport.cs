using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Cli.Commands;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Exports;

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
        var counts = new ExportCounts(await ParticipantsAsync(sid, conversation, cancellationToken), 0, 0, 0, 0);
        using (var file = new MessageFile(folder.PathOf(sid, "messages.jsonl")))
        {
            // After a complete export, only what is new is read, from the end. Before, the list is read from the beginning, in a page's memory.
            var messages = done is null
                ? After(conversation.Messages, file.LastIndex, cancellationToken)
                : conversation.Messages.ListAfterAsync(file.LastIndex, cancellationToken: cancellationToken);
            await foreach (var message in messages)
            {
                await AddAsync(sid, service, conversation, file, message, cancellationToken);
            }

            file.Flush();
        }

        counts += CountsOf(sid);
        folder.Replace(folder.PathOf(sid, "export.json"), JsonConvert.SerializeObject(new Mark(folder.Run, counts)) + "\n");
        return counts;
    }

    private static Mark? Read(string path) => File.Exists(path) ? JsonConvert.DeserializeObject<Mark>(File.ReadAllText(path)) : null;

    private static IAsyncEnumerable<Message> After(MessagesApi messages, int index, CancellationToken cancellationToken) =>
        messages.ListAsync(new() { Order = MessageOrder.Asc, PageSize = 100 }, cancellationToken).Where(message => message.Index > index);

    private ExportCounts CountsOf(string sid)
    {
        var (messages, receipts, media, missing) = (0L, 0L, 0L, 0L);
        foreach (var line in File.ReadLines(folder.PathOf(sid, "messages.jsonl")))
        {
            messages++;
            if (line.Contains("\"receipts\":[", StringComparison.Ordinal) || line.Contains("\"media\":[", StringComparison.Ordinal))
            {
                var json = JObject.Parse(line);
                receipts += (json["receipts"] as JArray)?.Count ?? 0;
                foreach (var item in json["media"] as JArray ?? [])
                {
                    var isThere = (item as JObject)?["sid"] is JValue { Value: string name }
                        && IsFileName(name) && File.Exists(folder.PathOf(sid, "media", name));
                    (media, missing) = isThere ? (media + 1, missing) : (media, missing + 1);
                }
            }
        }

        return new(0, messages, receipts, media, missing);
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

    /// <summary>Writes the files of a message before its line, which says that they are complete.</summary>
    private async Task AddAsync(
        string sid, string? service, ConversationScope conversation, MessageFile file, Message message, CancellationToken cancellationToken)
    {
        foreach (var media in context.MediaAddress is null ? [] : message.Media ?? [])
        {
            await DownloadAsync(sid, service, media.Sid, cancellationToken);
        }

        var line = JsonConvert.SerializeObject(message);
        if (message.Delivery is not null)
        {
            // Receipts are part of the line, so that both are there or neither.
            var list = conversation.Message(message.Sid).Receipts.ListAsync(cancellationToken: cancellationToken);
            var receipts = await list.ToListAsync(cancellationToken);
            line = $"{line[..^1]},\"receipts\":{JsonConvert.SerializeObject(receipts)}}}";
        }

        file.Add(message.Index, line);
    }

    // The SID becomes the name of a file, and must not lead out of its folder.
    private static bool IsFileName(string media) => media.Length == 34 && media.All(char.IsAsciiLetterOrDigit);

    // A message of the default service does not name its service; its conversation does.
    private async Task DownloadAsync(string sid, string? service, string media, CancellationToken cancellationToken)
    {
        if (service is null || !IsFileName(media))
        {
            // It is counted as missing.
            return;
        }

        var path = folder.PathOf(sid, "media", media);
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(folder.PathOf(sid, "media"));
        await using (var content = await context.Place.Client.Service(service).Media.OpenReadAsync(media, cancellationToken: cancellationToken))
        await using (var file = PrivateFile.Open(path + ".new", FileMode.Create))
        {
            await content.CopyToAsync(file, cancellationToken);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private sealed record Mark([property: JsonProperty("run")] string Run, [property: JsonProperty("counts")] ExportCounts Counts);
}
