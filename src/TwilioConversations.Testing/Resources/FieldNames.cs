using System.Text.RegularExpressions;

namespace TwilioConversations.Testing;

/// <summary>
/// The names of a field in a form (<c>MessagingBinding.ProxyAddress</c>) and in JSON (<c>messaging_binding</c>, in it <c>proxy_address</c>).
/// </summary>
internal static partial class FieldNames
{
    public static string ToSnakeCase(string name) => WordStart().Replace(name, "_").ToLowerInvariant();

    public static string ToPascalCase(string name) =>
        string.Concat(name.Split('_').Select(word => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
