namespace TwilioConversations.Testing;

/// <summary>A conversation and its participants, in the order in which they were added, and the rules for changing them.</summary>
internal sealed class StoredConversation(string accountSid, string? serviceSid, string sid, string origin)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, StoredParticipant> _participants = [];
    private long _lastNumber;

    public string AccountSid => accountSid;

    public string? ServiceSid => serviceSid;

    public string Sid => sid;

    public string Address => $"{origin}/v1/{(serviceSid is null ? "" : $"Services/{serviceSid}/")}Conversations/{sid}";

    public StoredParticipant Add(Dictionary<string, string> form)
    {
        lock (_lock)
        {
            var added = StoredParticipant.Create(this, _lastNumber + 1, form);
            RefuseDuplicate(added);
            _participants.Add(++_lastNumber, added);
            return added;
        }
    }

    public StoredParticipant BySidOrIdentity(string id)
    {
        lock (_lock)
        {
            return _participants.Values.FirstOrDefault(participant => participant.Sid == id || participant.Identity == id) ?? throw Missing(id);
        }
    }

    public StoredParticipant Update(string id, Dictionary<string, string> form)
    {
        lock (_lock)
        {
            var updated = BySid(id).With(form);
            RefuseDuplicate(updated);
            return _participants[updated.Number] = updated;
        }
    }

    public void Remove(string id)
    {
        lock (_lock)
        {
            _participants.Remove(BySid(id).Number);
        }
    }

    /// <summary>Up to so many participants that were added after a number, and whether there are more.</summary>
    public (List<StoredParticipant> Items, bool More) After(long number, int count)
    {
        lock (_lock)
        {
            var items = _participants.Values.Where(participant => participant.Number > number).Take(count + 1).ToList();
            return items.Count <= count ? (items, false) : (items.GetRange(0, count), true);
        }
    }

    private StoredParticipant BySid(string id) => _participants.Values.FirstOrDefault(participant => participant.Sid == id) ?? throw Missing(id);

    private void RefuseDuplicate(StoredParticipant candidate)
    {
        foreach (var other in _participants.Values.Where(other => other.Number != candidate.Number))
        {
            if (other.Identity is not null && other.Identity == candidate.Identity)
            {
                throw new ApiFault(409, 50433, "Participant already exists");
            }

            if (other.Address is not null && (other.Address, other.ProxyAddress) == (candidate.Address, candidate.ProxyAddress))
            {
                throw new ApiFault(409, 50416, $"A binding for this participant and proxy address already exists in Conversation {sid}");
            }
        }
    }

    private static ApiFault Missing(string id) => ApiFault.NotFound($"/Participants/{id}");
}
