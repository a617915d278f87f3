namespace TwilioConversations.Testing;

/// <summary>A conversation and its participants, in the order in which they were added, and the rules between them.</summary>
internal sealed class StoredConversation(string accountSid, string? serviceSid, string sid, string origin)
{
    private const int MaximumParticipants = 1000;
    private const int MaximumNonChat = 50;
    private const int MaximumGroup = 10;

    private readonly SortedDictionary<long, StoredParticipant> _participants = [];
    private readonly Dictionary<string, StoredParticipant> _bySid = [];
    private readonly Dictionary<string, StoredParticipant> _byIdentity = [];
    private long _lastNumber;

    public string AccountSid => accountSid;

    public string? ServiceSid => serviceSid;

    public string Sid => sid;

    public string Address => $"{origin}/v1/{(serviceSid is null ? "" : $"Services/{serviceSid}/")}Conversations/{sid}";

    public StoredParticipant Add(IReadOnlyDictionary<string, string> form, Func<StoredParticipant, StoredConversation?> blocking)
    {
        var added = StoredParticipant.Create(this, _lastNumber + 1, form);
        RefuseDuplicate(added, blocking);
        RefuseOverLimit(added);
        _lastNumber++;
        Store(added);
        return added;
    }

    public StoredParticipant BySidOrIdentity(string id) =>
        _bySid.GetValueOrDefault(id) ?? _byIdentity.GetValueOrDefault(id) ?? throw ApiFault.NotFound($"/Participants/{id}");

    public StoredParticipant Update(string id, IReadOnlyDictionary<string, string> form, Func<StoredParticipant, StoredConversation?> blocking)
    {
        var updated = BySid(id).With(form);
        RefuseDuplicate(updated, blocking);
        RefuseOverGroupLimit(updated);
        Forget(id);
        Store(updated);
        return updated;
    }

    public StoredParticipant Remove(string id)
    {
        var removed = BySid(id);
        Forget(id);
        return removed;
    }

    /// <summary>Whether another participant here has the candidate's address and proxy address.</summary>
    public bool Binds(StoredParticipant candidate) => _participants.Values.Any(other =>
        other.Sid != candidate.Sid && other.Address is not null && other.ProxyAddress is not null && (other.Address, other.ProxyAddress) == (candidate.Address, candidate.ProxyAddress));

    /// <summary>Up to so many participants that were added after a number, and whether there are more.</summary>
    public (List<StoredParticipant> Items, bool More) After(long number, int count)
    {
        var items = _participants.Values.SkipWhile(participant => participant.Number <= number).Take(count + 1).ToList();
        return items.Count <= count ? (items, false) : (items.GetRange(0, count), true);
    }

    private StoredParticipant BySid(string id) => _bySid.GetValueOrDefault(id) ?? throw ApiFault.NotFound($"/Participants/{id}");

    private void Store(StoredParticipant participant)
    {
        _participants[participant.Number] = participant;
        _bySid[participant.Sid] = participant;
        if (participant.Identity is { } identity)
        {
            _byIdentity[identity] = participant;
        }
    }

    private void Forget(string id)
    {
        _bySid.Remove(id, out var participant);
        _participants.Remove(participant!.Number);
        if (participant.Identity is { } identity)
        {
            _byIdentity.Remove(identity);
        }
    }

    private void RefuseDuplicate(StoredParticipant candidate, Func<StoredParticipant, StoredConversation?> blocking)
    {
        if (candidate.Identity is { } identity && _byIdentity.TryGetValue(identity, out var other) && other.Sid != candidate.Sid)
        {
            throw new ApiFault(409, 50433, "Participant already exists");
        }

        if (candidate is { Address: not null, ProxyAddress: not null } && blocking(candidate) is { } conversation)
        {
            throw new ApiFault(409, 50416, $"A binding for this participant and proxy address already exists in Conversation {conversation.Sid}");
        }
    }

    private void RefuseOverLimit(StoredParticipant candidate)
    {
        if (candidate is { Address: null, ProjectedAddress: null } && IsGroup(_participants.Values))
        {
            throw new ApiFault(400, 50434, "Participant projected address not provided");
        }

        RefuseOverGroupLimit(candidate);
        if (candidate.Address is not null && _participants.Values.Count(participant => participant.Address is not null) == MaximumNonChat)
        {
            throw new ApiFault(400, 50422, $"A conversation has at most {MaximumNonChat} participants outside chat");
        }

        if (_participants.Count == MaximumParticipants)
        {
            throw new ApiFault(400, 50417, $"A conversation has at most {MaximumParticipants} participants");
        }
    }

    private void RefuseOverGroupLimit(StoredParticipant candidate)
    {
        // Also the one that makes it a group counts, and one that changes as it will be.
        var all = _participants.Values.Where(other => other.Sid != candidate.Sid).Append(candidate).ToList();
        if (IsGroup(all) && all.Count(participant => participant.IsInGroup) > MaximumGroup)
        {
            throw new ApiFault(400, 50436, $"A group has at most {MaximumGroup} participants");
        }
    }

    /// <summary>What makes a group MMS of a conversation is a chat user behind a number.</summary>
    private static bool IsGroup(IEnumerable<StoredParticipant> participants) => participants.Any(participant => participant.ProjectedAddress is not null);
}
