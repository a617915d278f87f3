namespace TwilioConversations.Testing;

/// <summary>A message that came from outside the REST API.</summary>
/// <param name="ConversationSid">The conversation that it went to.</param>
/// <param name="ParticipantSid">The participant who wrote it.</param>
/// <param name="MessageSid">The message.</param>
/// <param name="OpenedConversation">true if an address configuration opened the conversation for it; otherwise, false.</param>
public sealed record InboundMessage(string ConversationSid, string ParticipantSid, string MessageSid, bool OpenedConversation);
