using System.Reflection;

namespace TwilioConversations.Tests.Infra;

/// <summary>Every operation of the client, found by reflection, so that a new resource is covered by the tests of all operations.</summary>
internal static class Operations
{
    public const string ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ConversationSid = "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ParticipantSid = "MBaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string ParticipantsPath = $"/v1/Conversations/{ConversationSid}/Participants";
    public const string ServiceParticipantsPath = $"/v1/Services/{ServiceSid}/Conversations/{ConversationSid}/Participants";

    private static readonly Dictionary<string, MethodInfo> Methods = typeof(ConversationsOperations)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .ToDictionary(method => method.Name[..^"Async".Length]);

    private static readonly Lazy<Dictionary<string, ApiOperation>> ByName = new(() => Methods.ToDictionary(entry => entry.Key, entry => ApiOperation.Of(entry.Key, entry.Value)));

    public static IEnumerable<string> Names => Methods.Keys;

    public static IEnumerable<ApiOperation> All => ByName.Value.Values;

    public static ApiOperation Named(string name) => ByName.Value[name];

    /// <summary>The operation that a request is for.</summary>
    public static ApiOperation Of(string method, string path) => All.Single(operation => operation.Method.Method == method && Contract.PathShape(operation.Path).IsMatch(path));

    /// <summary>A valid value for the path parameter that has this name, in whichever operation.</summary>
    public static string PathValue(string name) => All.SelectMany(operation => operation.PathValues).First(value => value.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Calls an operation with as little as it needs.</summary>
    public static Task<object?> CallAsync(string operation, ConversationsOperations client, CancellationToken cancellationToken = default) =>
        Named(operation).CallAsync(client, new() { CancellationToken = cancellationToken });
}
