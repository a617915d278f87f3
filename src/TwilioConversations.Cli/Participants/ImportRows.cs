using System.Globalization;
using System.Security.Cryptography;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Participants;

/// <summary>A row to import: its text in the file, and its request or the reason why there is none.</summary>
internal sealed record Row(int Number, long Line, string Text)
{
    public CreateParticipantRequest Request { get; init; } = new();

    /// <summary>What only an update can set, after the creation; null for nothing.</summary>
    public UpdateParticipantRequest? Update { get; init; }

    public string? Fault { get; init; }

    public string Name => Request.Identity ?? Request.MessagingBindingAddress ?? Request.MessagingBindingProjectedAddress ?? "";

    /// <summary>What the service keeps unique in a conversation; null if the row has nothing of that kind.</summary>
    public (string? Identity, string? Address, string? ProxyAddress)? Key => KeyOf(Request.Identity, Request.MessagingBindingAddress, Request.MessagingBindingProxyAddress);

    public static (string? Identity, string? Address, string? ProxyAddress)? KeyOf(string? identity, string? address, string? proxyAddress) =>
        identity is not null ? (identity, null, null) : address is not null && proxyAddress is not null ? (null, address, proxyAddress) : null;
}

/// <summary>The rows of a file that <c>export</c> wrote, the line before them (empty for none), and the hash of the content.</summary>
internal sealed record ImportRows(string Header, IReadOnlyList<Row> All, string Sha256)
{
    /// <summary>The format that a file's name says.</summary>
    /// <exception cref="UsageException">It says none.</exception>
    public static OutputFormat FormatOf(string name) => FormatIn(name) ?? throw new UsageException($"{name}: its name must end in .csv or .jsonl, which says what is in it.");

    /// <summary>The format that a file's name says; null where it says none.</summary>
    public static OutputFormat? FormatIn(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" => OutputFormat.Csv,
        ".jsonl" or ".ndjson" => OutputFormat.Jsonl,
        _ => null,
    };

    /// <summary>Reads all rows, or none: a file that is not well-formed is refused as a whole.</summary>
    /// <exception cref="UsageException">It is not well-formed, or two rows are of one participant.</exception>
    public static ImportRows Read(ImportText text, OutputFormat format)
    {
        var (header, rows) = format == OutputFormat.Csv ? CsvRows.Read(text) : ("", JsonRows.Read(text));
        var lines = new Dictionary<(string?, string?, string?), long>();
        foreach (var row in rows)
        {
            if (row.Key is { } key && !lines.TryAdd(key, row.Line))
            {
                throw text.Refusal(row.Line, $"the same {(key.Identity is null ? "address and proxy_address" : "identity")} as in line {lines[key]}. Keep one of them.");
            }
        }

        return new ImportRows(header, rows, Convert.ToHexString(SHA256.HashData(text.Bytes)));
    }

    /// <summary>Makes a row of its fields by name.</summary>
    public static Row ToRow(int number, long line, string text, Func<string, string?> field)
    {
        var index = field("last_read_message_index");
        var timestamp = field("last_read_timestamp");
        var (created, updated) = (ToDate(field("date_created")), ToDate(field("date_updated")));
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
        var fault = request is { Identity: null, MessagingBindingAddress: null } ? "neither an identity nor an address"
            : created is null && field("date_created") is not null ? "date_created is not a date"
            : updated is null && field("date_updated") is not null ? "date_updated is not a date"
            : index is not null && !isIndex ? "last_read_message_index is not a whole number of 0 or more"
            : null;
        return new Row(number, line, text)
        {
            Request = request,
            Update = index is null && timestamp is null ? null : new UpdateParticipantRequest
            {
                LastReadMessageIndex = index is null ? default(FieldUpdate<int>) : read,
                LastReadTimestamp = timestamp,
                DateUpdated = updated,
            },
            Fault = fault,
        };
    }

    private static DateTimeOffset? ToDate(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
