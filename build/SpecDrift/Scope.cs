using System.Text.RegularExpressions;

namespace SpecDrift;

/// <summary>The two scopes of the API: the default service, and a chat service that the path names.</summary>
internal static partial class Scope
{
    public const string ServicePath = "/v1/Services/{}/";

    /// <summary>A path as both scopes have it, without the names of its parameters.</summary>
    public static string Without(string path) => ServiceOf().Replace(ApiOperation.Plain(path), "/v1/");

    public static bool IsService(string path) => ApiOperation.Plain(path).StartsWith(ServicePath, StringComparison.Ordinal);

    /// <summary>The name of an operation without its verb and its scope: <c>ListServiceUser</c> is about a <c>User</c>.</summary>
    public static string NounOf(string operation) => VerbOf().Replace(operation, "");

    [GeneratedRegex(@"\A/v1/Services/\{\}/")]
    private static partial Regex ServiceOf();

    [GeneratedRegex("\\A(List|Create|Fetch|Update|Delete)(Service(?=[A-Z]))?")]
    private static partial Regex VerbOf();
}
