using System.Globalization;
using System.Text;
using CsvHelper;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary>One participant to import: as it stands in the file, and what it asks for; or why it cannot be read.</summary>
internal sealed record Row(int Number, string Text)
{
    public CreateParticipantRequest Request { get; init; } = new();

    /// <summary>What is only set by a change afterwards; null where there is nothing of it.</summary>
    public UpdateParticipantRequest? Update { get; init; }

    public string? Fault { get; init; }

    public string Name => Request.Identity ?? Request.MessagingBindingAddress ?? Request.MessagingBindingProjectedAddress ?? "";
}

/// <summary>The rows of a file as <c>export</c> writes it, and the line that goes before them; empty where there is none.</summary>
internal sealed record Rows(string Header, IReadOnlyList<Row> All)
{
    /// <summary>The format that a file's name says.</summary>
    public static OutputFormat FormatOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" => OutputFormat.Csv,
        ".jsonl" or ".ndjson" => OutputFormat.Jsonl,
        _ => throw new UsageException($"{name}: its name must end in .csv or .jsonl, which says what is in it."),
    };

    public static Rows Read(FileInfo file) => FormatOf(file.Name) == OutputFormat.Csv ? ReadCsv(file) : ReadJsonLines(file);

    private static Rows ReadJsonLines(FileInfo file)
    {
        var rows = File.ReadLines(file.FullName).Where(line => line.Trim().Length > 0).Select((line, i) =>
        {
            try
            {
                var json = JsonConvert.DeserializeObject<JObject>(line, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None }) ?? throw new JsonException();
                return ToRow(i + 1, line, name => Text(name is "address" or "proxy_address" or "projected_address" ? (json["messaging_binding"] as JObject)?[name] : json[name]));
            }
            catch (Exception e) when (e is JsonException or InvalidCastException or ArgumentException)
            {
                return new Row(i + 1, line) { Fault = "not a JSON object with the fields of a participant" };
            }
        });
        return new Rows("", [.. rows]);
    }

    private static Rows ReadCsv(FileInfo file)
    {
        using var csv = CsvReader.FromFile(file.FullName, new CsvReaderOptions { Separator = ',' });
        csv.ReadHeader();
        if (!csv.TryGetFieldIndex("identity", out _) && !csv.TryGetFieldIndex("address", out _))
        {
            throw new UsageException($"{file.Name}: its first line must name the columns, identity or address among them.");
        }

        var rows = new List<Row>();
        try
        {
            while (csv.Read())
            {
                var text = Encoding.UTF8.GetString(csv.RawRecord);
                rows.Add(ToRow(rows.Count + 1, text, name => csv.TryGetFieldIndex(name, out var index) && csv.GetString(index) is { Length: > 0 } value ? value : null));
            }
        }
        catch (CsvFormatException e)
        {
            throw new UsageException($"{file.Name}: {e.Message}");
        }

        using var header = new StringWriter();
        using (var writer = CsvRecords.WriterTo(header))
        {
            writer.WriteCells(csv.Headers);
        }

        return new Rows(header.ToString(), rows);
    }

    private static Row ToRow(int number, string text, Func<string, string?> field)
    {
        var index = field("last_read_message_index");
        if (!TryDate(field("date_created"), out var created) || !TryDate(field("date_updated"), out var updated) || (index is not null && !int.TryParse(index, CultureInfo.InvariantCulture, out _)))
        {
            return new Row(number, text) { Fault = "date_created, date_updated or last_read_message_index is not what it should be" };
        }

        var timestamp = field("last_read_timestamp");
        var request = new CreateParticipantRequest
        {
            Identity = field("identity"),
            MessagingBindingAddress = field("address"),
            MessagingBindingProxyAddress = field("proxy_address"),
            MessagingBindingProjectedAddress = field("projected_address"),
            Attributes = field("attributes"),
            RoleSid = field("role_sid"),
            DateCreated = created,
            DateUpdated = updated,
        };
        return new Row(number, text)
        {
            Request = request,
            Update = index is null && timestamp is null ? null : new UpdateParticipantRequest
            {
                LastReadMessageIndex = index is null ? default(FieldUpdate<int>) : int.Parse(index, CultureInfo.InvariantCulture),
                LastReadTimestamp = timestamp,
                DateUpdated = updated,
            },
            Fault = request is { Identity: null, MessagingBindingAddress: null } ? "neither an identity nor an address" : null,
        };
    }

    private static bool TryDate(string? text, out DateTimeOffset? date)
    {
        var isDate = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        date = isDate ? parsed : null;
        return isDate || text is null;
    }

    private static string? Text(JToken? value) => value switch
    {
        null or { Type: JTokenType.Null } => null,
        JValue { Value: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string?)value,
    };
}
