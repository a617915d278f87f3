namespace TwilioConversations;

/// <summary>
/// The SIDs of conversations that requests reach by a unique name: the service, and so every limit, counts a conversation under one.
/// </summary>
internal sealed class ConversationSids(Func<ApiRequest, Task<string>> fetchSid)
{
    // A few megabytes. Past that, names are looked up again as they are used.
    private const int Capacity = 10_000;

    private readonly Dictionary<string, Task<string>> _byAddress = new(StringComparer.Ordinal);

    /// <summary>Returns the conversation's SID: from the request, from an earlier response, or from the service.</summary>
    /// <returns>The SID, or the conversation's path if the service does not have it or did not respond; null for a request about no conversation.</returns>
    public Task<string>? Of(ApiRequest request)
    {
        if (request.ConversationAddress is not { } address)
        {
            return null;
        }

        if (SidIn(address) is { } sid)
        {
            return Task.FromResult(sid);
        }

        lock (_byAddress)
        {
            return _byAddress.TryGetValue(address, out var known) ? known : Keep(address, Task.Run(() => LookUpAsync(request, address)));
        }
    }

    /// <summary>Takes a conversation's SID from a response, so that a name that now belongs to another conversation counts for that one.</summary>
    public void Learn(ApiRequest request, object? resource)
    {
        try
        {
            var (address, sid) = resource switch
            {
                Conversation { UniqueName: { Length: > 0 } name } conversation => (request.AddressOfConversation(name), conversation.Sid),
                Participant participant => (request.ConversationAddress, participant.ConversationSid),
                Message message => (request.ConversationAddress, message.ConversationSid),
                _ => (null, ""),
            };
            if (address is null || SidIn(address) is not null)
            {
                return;
            }

            lock (_byAddress)
            {
                if (!_byAddress.TryGetValue(address, out var known) || known.Status != TaskStatus.RanToCompletion || known.Result != sid)
                {
                    Keep(address, Task.FromResult(sid));
                }
            }
        }
        catch (FieldUnavailableException)
        {
            // The response has no usable SID.
        }
    }

    private static string? SidIn(string address) =>
        address[(address.LastIndexOf('/') + 1)..] is var name && Sid.Matches(name, "CH") ? "CH" + name[2..].ToLowerInvariant() : null;

    private Task<string> Keep(string address, Task<string> sid)
    {
        if (_byAddress.Count >= Capacity)
        {
            _byAddress.Clear();
        }

        return _byAddress[address] = sid;
    }

    private async Task<string> LookUpAsync(ApiRequest request, string address)
    {
        try
        {
            return await fetchSid(request.FetchConversation()).ConfigureAwait(false);
        }
        catch (ConversationsResponseException e) when (e.IsNotFound)
        {
        }
#pragma warning disable CA1031 // The request itself goes on, and finds out what is wrong.
        catch (Exception)
#pragma warning restore CA1031
        {
            lock (_byAddress)
            {
                _byAddress.Remove(address);
            }
        }

        return new Uri(address).AbsolutePath;
    }
}
