namespace TwilioConversations.Cli;

/// <summary>The values that are unique in a conversation: an identity, an address with its proxy address, or a projected address alone.</summary>
internal sealed record ParticipantIdentifiers(string? Identity, string? Address, string? ProxyAddress, string? ProjectedAddress)
{
    /// <summary>Returns the unique values; null if there are none.</summary>
    public static ParticipantIdentifiers? Of(string? identity, string? address, string? proxyAddress, string? projectedAddress) =>
        identity is not null ? new(identity, null, null, null)
        : address is not null && proxyAddress is not null ? new(null, address, proxyAddress, null)
        : address is null && projectedAddress is not null ? new(null, null, null, projectedAddress)
        : null;

    /// <summary>The columns that hold the values.</summary>
    public string Columns => Identity is not null ? "identity" : Address is not null ? "address and proxy_address" : "projected_address";
}
