namespace TwilioConversations.Testing;

/// <summary>A conversation and its participants, in the order in which they were added, and the rules between them.</summary>
internal sealed class StoredConversation(string accountSid, string? serviceSid, string sid)
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

    public string Path => $"{(serviceSid is null ? "" : $"/Services/{serviceSid}")}/Conversations/{sid}";

    public StoredParticipant Add(IReadOnlyDictionary<string, string> form, Func<StoredParticipant, StoredConversation?> blocking)
    {
        var added = StoredParticipant.Create(this, _lastNumber + 1, form);
        RefuseDuplicate(added, blocking);
        RefuseOverLimit(added);
        _lastNumber++;
        Store(added);
        return added;
    }

    public StoredParticipant? Find(string id, bool orByIdentity) => _bySid.GetValueOrDefault(id) ?? (orByIdentity ? _byIdentity.GetValueOrDefault(id) : null);

    public StoredParticipant Update(StoredParticipant participant, IReadOnlyDictionary<string, string> form, Func<StoredParticipant, StoredConversation?> blocking)
    {
        var updated = participant.With(form);
        RefuseDuplicate(updated, blocking);
        RefuseOverGroupLimit(updated);
        Remove(participant);
        Store(updated);
        return updated;
    }

    public StoredParticipant Remove(StoredParticipant participant)
    {
        _bySid.Remove(participant.Sid);
        _participants.Remove(participant.Number);
        if (participant.Identity is { } identity)
        {
            _byIdentity.Remove(identity);
        }

        return participant;
    }

    /// <summary>Whether another participant here has the candidate's address and proxy address.</summary>
    public bool Binds(StoredParticipant candidate) => _participants.Values.Any(other =>
        other.Sid != candidate.Sid && other.Address is not null && other.ProxyAddress is not null && (other.Address, other.ProxyAddress) == (candidate.Address, candidate.ProxyAddress));

    /// <summary>The first participants that were added after a number.</summary>
    public List<StoredParticipant> After(long number, int count) => [.. _participants.Values.SkipWhile(participant => participant.Number <= number).Take(count)];

    /// <summary>The last participants that were added up to a number.</summary>
    public List<StoredParticipant> UpTo(long number, int count) => [.. _participants.Values.TakeWhile(participant => participant.Number <= number).TakeLast(count)];

    private void Store(StoredParticipant participant)
    {
        _participants[participant.Number] = participant;
        _bySid[participant.Sid] = participant;
        if (participant.Identity is { } identity)
        {
            _byIdentity[identity] = participant;
        }
    }

    private void RefuseDuplicate(StoredParticipant candidate, Func<StoredParticipant, StoredConversation?> blocking)
    {
        if (candidate.Identity is { } identity && _byIdentity.TryGetValue(identity, out var other) && other.Sid != candidate.Sid)
        {
            throw new ApiFault(409, 50433, "Participant already exists");
        }

        if (candidate.ProjectedAddress is { } projected && _participants.Values.Any(participant => participant.Sid != candidate.Sid && participant.ProjectedAddress == projected))
        {
            throw new ApiFault(400, 50443, "The projected address stands for another participant already");
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
