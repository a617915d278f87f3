using System.Globalization;
using System.Security.Cryptography;

namespace TwilioConversations.Cli;

/// <summary>A row to import: its text in the file, and its request or the reason for which it cannot be sent.</summary>
internal sealed record Row(int Number, long Line, string Text)
{
    public CreateParticipantRequest Request { get; init; } = new();

    /// <summary>The fields that only an update can set, after the creation; null if there are none.</summary>
    public UpdateParticipantRequest? Update { get; init; }

    public string? Fault { get; init; }

    public string Name => Request.Identity ?? Request.MessagingBindingAddress ?? Request.MessagingBindingProjectedAddress ?? "";

    /// <summary>The values that are unique in a conversation; null if the row has none.</summary>
    public ParticipantIdentifiers? Key => ParticipantIdentifiers.Of(
        Request.Identity, Request.MessagingBindingAddress, Request.MessagingBindingProxyAddress, Request.MessagingBindingProjectedAddress);
}

/// <summary>The rows of a file in the format of <c>export</c>, the header line (empty for none), and the hash of the content.</summary>
internal sealed record ImportRows(string Header, IReadOnlyList<Row> All, string Sha256)
{
    /// <summary>Returns the format of a file's extension.</summary>
    /// <exception cref="UsageException">The extension is another one.</exception>
    public static OutputFormat FormatOf(string name) => FormatIn(name) ?? throw new UsageException($"{name}: the file name must end in .csv or .jsonl.");

    /// <summary>Returns the format of a file's extension; null for another one.</summary>
    public static OutputFormat? FormatIn(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" => OutputFormat.Csv,
        ".jsonl" or ".ndjson" => OutputFormat.Jsonl,
        _ => null,
    };

    /// <summary>Reads all rows, or none: a file that is not well-formed is rejected as a whole.</summary>
    /// <exception cref="UsageException">The file is not well-formed, or two rows describe one participant.</exception>
    public static ImportRows Read(ImportText text, OutputFormat format)
    {
        var (header, rows) = format == OutputFormat.Csv ? CsvRows.Read(text) : ("", JsonRows.Read(text));
        var lines = new Dictionary<ParticipantIdentifiers, long>();
        foreach (var row in rows)
        {
            if (row.Key is { } key && !lines.TryAdd(key, row.Line))
            {
                throw text.Error(row.Line, $"same {key.Columns} as in line {lines[key]}. Remove one of them.");
            }
        }

        return new ImportRows(header, rows, Convert.ToHexString(SHA256.HashData(text.Bytes)));
    }

    /// <summary>Creates a row from its fields.</summary>
    public static Row ToRow(int number, long line, string text, Func<string, string?> field)
    {
        var index = field("last_read_message_index");
        var timestamp = field("last_read_timestamp");
        var (created, updated, lastRead) = (ToDate(field("date_created")), ToDate(field("date_updated")), ToDate(timestamp));
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
        var isIndex = int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var read);
        var hasNobody = request is { Identity: null, MessagingBindingAddress: null, MessagingBindingProjectedAddress: null };
        var fault = hasNobody ? "no identity, address or projected_address"
            : created is null && field("date_created") is not null ? "date_created must be a date"
            : updated is null && field("date_updated") is not null ? "date_updated must be a date"
            : lastRead is null && timestamp is not null ? "last_read_timestamp must be a date"
            : index is not null && !isIndex ? "last_read_message_index must be a whole number of 0 or more"
            : null;
        return new Row(number, line, text)
        {
            Request = request,
            Update = index is null && timestamp is null ? null : new UpdateParticipantRequest
            {
                LastReadMessageIndex = index is null ? null : read,
                LastReadTimestamp = lastRead,
                DateUpdated = updated,
            },
            Fault = fault,
        };
    }

    private static DateTimeOffset? ToDate(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
