namespace TwilioConversations.Cli;

/// <summary>The participants that a conversation has, and the room that is left for those of a file.</summary>
internal sealed class ImportCapacity
{
    private const int MaxParticipants = 1000;
    private const int MaxOutsideChat = 50;

    private readonly HashSet<ParticipantIdentifiers> _existing = [];
    private int _participants;
    private int _outsideChat;

    public static async Task<ImportCapacity> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var capacity = new ImportCapacity();
        await foreach (var participant in context.Participants.ListAsync(cancellationToken: cancellationToken))
        {
            var binding = participant.MessagingBinding;
            capacity.Count(binding?.Address is not null);
            if (ParticipantIdentifiers.Of(participant.Identity, binding?.Address, binding?.ProxyAddress, binding?.ProjectedAddress) is { } key)
            {
                capacity._existing.Add(key);
            }
        }

        return capacity;
    }

    /// <summary>Returns true if the row's participant is already in the conversation.</summary>
    public bool Has(Row row) => row.Key is { } key && _existing.Contains(key);

    /// <summary>Takes room for a row that is created, or returns the limit that leaves none.</summary>
    public string? Take(Row row)
    {
        var isOutsideChat = row.Request.MessagingBindingAddress is not null;
        var limit = _participants >= MaxParticipants ? $"a conversation can have {MaxParticipants} participants"
            : isOutsideChat && _outsideChat >= MaxOutsideChat ? $"a conversation can have {MaxOutsideChat} participants outside chat"
            : null;
        if (limit is null)
        {
            Count(isOutsideChat);
        }

        return limit;
    }

    /// <exception cref="InvalidDataException">The rows do not all fit.</exception>
    public void RequireRoomFor(string file, IEnumerable<Row> rows)
    {
        var excess = rows.Where(row => row.Fault is null && !Has(row)).Select(Take).OfType<string>().ToList();
        if (excess is [var limit, ..])
        {
            throw new InvalidDataException(
                $"{file} does not fit: {excess.Count} {(excess.Count == 1 ? "participant" : "participants")} too many, because {limit}. Nothing was imported. "
                + "Use --dry-run to see which rows fit.");
        }
    }

    private void Count(bool isOutsideChat)
    {
        _participants++;
        _outsideChat += isOutsideChat ? 1 : 0;
    }
}
