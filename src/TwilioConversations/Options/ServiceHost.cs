using System.Text.RegularExpressions;

namespace TwilioConversations;

/// <summary>The host of the service for an edge and a region.</summary>
internal static class ServiceHost
{
    private const string DefaultRegion = "us1";

    // The regions that Twilio's pages name together with their own edge. Hosts of a region without an edge are being withdrawn.
    private static readonly Dictionary<string, string> Edges = new() { [DefaultRegion] = "ashburn", ["ie1"] = "dublin", ["au1"] = "sydney" };

    /// <exception cref="ArgumentException">A name cannot exist, or the region's own edge is not known.</exception>
    public static string Of(
        string? edge, string? region, string edgeName = nameof(ConversationsClientOptions.Edge), string regionName = nameof(ConversationsClientOptions.Region))
    {
        // Any other value could redirect the credentials to a different host. The two shapes also tell an edge from a region.
        Check(edge, "[a-z]+(-[a-z]+)*", $"{edgeName} must be the name of an edge: lower-case letters and hyphens, such as dublin.");
        Check(region, "[a-z]+[0-9]+", $"{regionName} must be the name of a region: lower-case letters and a number, such as ie1.");
        return (edge, region) switch
        {
            (null, null) => "conversations.twilio.com",
            (null, _) => Edges.TryGetValue(region!, out var own)
                ? $"conversations.{own}.{region}.twilio.com"
                : throw new ArgumentException($"{edgeName} must be set beside {regionName} {region}, whose own edge is not known."),
            _ => $"conversations.{edge}.{region ?? DefaultRegion}.twilio.com",
        };
    }

    private static void Check(string? name, string pattern, string rule)
    {
        // A label of a host name has at most 63 characters.
        if (name is not null && !(name.Length <= 63 && Regex.IsMatch(name, $@"\A{pattern}\z", RegexOptions.CultureInvariant)))
        {
            throw new ArgumentException(rule);
        }
    }
}
