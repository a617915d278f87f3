using Newtonsoft.Json;

namespace TwilioConversations.Cli;

/// <summary>The result of one check, without personal data.</summary>
internal sealed record Finding(
    [property: JsonProperty("check")] string Check,
    [property: JsonProperty("status")] string Status,
    [property: JsonProperty("detail")] string Detail,
    [property: JsonProperty("remedy")] string? Remedy)
{
    public const string Ok = "ok";
    public const string Warning = "warning";
    public const string Error = "error";

    public static Finding Good(string check, string detail) => new(check, Ok, detail, null);

    public static Finding Warn(string check, string detail, string remedy) => new(check, Warning, detail, remedy);

    public static Finding Bad(string check, string detail, string remedy) => new(check, Error, detail, remedy);
}
