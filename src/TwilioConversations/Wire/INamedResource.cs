namespace TwilioConversations;

/// <summary>A resource that the service also finds by another name than its SID.</summary>
internal interface INamedResource
{
    string Sid { get; }

    string? Name { get; }
}
