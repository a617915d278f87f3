using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>The number of exported records of a conversation or of all.</summary>
internal sealed record ExportCounts(
    [property: JsonProperty("participants")] long Participants,
    [property: JsonProperty("messages")] long Messages,
    [property: JsonProperty("receipts")] long Receipts,
    [property: JsonProperty("media")] long Media,
    [property: JsonProperty("missing_media")] long MissingMedia)
{
    public static ExportCounts operator +(ExportCounts one, ExportCounts other) => new(
        one.Participants + other.Participants,
        one.Messages + other.Messages,
        one.Receipts + other.Receipts,
        one.Media + other.Media,
        one.MissingMedia + other.MissingMedia);
}
