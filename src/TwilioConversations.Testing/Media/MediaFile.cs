namespace TwilioConversations.Testing;

/// <summary>A file in the media service. Its content is empty in a state that was written without it.</summary>
internal sealed record MediaFile(string Sid, string ServiceSid, string ContentType, string? Filename, DateTimeOffset Created, byte[] Content)
{
    public string? ConversationSid { get; init; }

    public string? MessageSid { get; init; }

    public string? Author { get; init; }
}
