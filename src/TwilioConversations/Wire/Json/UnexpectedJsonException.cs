namespace TwilioConversations;

/// <summary>
/// No JSON, or JSON of another shape than the OpenAPI document promises. The message has the problem and the place, never the content.
/// </summary>
internal sealed class UnexpectedJsonException(string problem) : FormatException(problem);
