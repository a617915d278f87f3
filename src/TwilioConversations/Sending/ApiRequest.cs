using System.Globalization;
using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>One request to the service, without the credentials.</summary>
internal sealed class ApiRequest
{
    private readonly ResourcePath _parent;
    private readonly int _pathEnd;
    private string? _key;
    private string? _keyKind;
    private bool _isLookup;

    /// <summary>Describes a request.</summary>
    /// <param name="parent">The collection's path.</param>
    /// <param name="operation">The operation's name in the OpenAPI document.</param>
    /// <param name="traceName">The operation's name in traces, such as <c>participants.fetch</c>.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below <paramref name="parent"/>.</param>
    /// <param name="options">The settings of the call; null for none.</param>
    public ApiRequest(
        ResourcePath parent,
        string operation,
        string traceName,
        HttpMethod method,
        [InterpolatedStringHandlerArgument(nameof(parent))] RequestPath path,
        RequestOptions? options)
        : this(parent, operation, traceName, path.Complete(), method, options)
    {
    }

    /// <summary>Describes a request to a path without values, so that there is nothing to check or escape.</summary>
    /// <param name="parent">The collection's path.</param>
    /// <param name="operation">The operation's name in the OpenAPI document.</param>
    /// <param name="traceName">The operation's name in traces, such as <c>participants.fetch</c>.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below <paramref name="parent"/>, a constant.</param>
    /// <param name="options">The settings of the call; null for none.</param>
    public ApiRequest(
        ResourcePath parent,
        string operation,
        string traceName,
        HttpMethod method,
#if NET
        [System.Diagnostics.CodeAnalysis.ConstantExpected]
#endif
        string path,
        RequestOptions? options)
        : this(parent, operation, traceName, parent.Address + path, method, options)
    {
    }

    /// <summary>Describes a read from an address that a response gave, which must not get the credentials.</summary>
    /// <param name="parent">The collection that it belongs to.</param>
    /// <param name="operation">The operation's name in messages.</param>
    /// <param name="traceName">The operation's name in traces.</param>
    /// <param name="address">The address.</param>
    /// <param name="options">The settings of the call, of which that address does not get the headers; null for none.</param>
    public ApiRequest(ResourcePath parent, string operation, string traceName, Uri address, RequestOptions? options)
        : this(parent, operation, traceName, address.AbsoluteUri, HttpMethod.Get, options) => IsAnonymous = true;

    private ApiRequest(ResourcePath parent, string operation, string traceName, string address, HttpMethod method, RequestOptions? options)
    {
        _parent = parent;
        Operation = operation;
        TraceName = traceName;
        Method = method;
        Address = address;
        _pathEnd = Address.Length;
        Options = RequestOptions.Snapshot(options);
    }

    /// <summary>The operation's name in the OpenAPI document.</summary>
    public string Operation { get; }

    /// <summary>The operation's name in traces: the resource and the verb, as in <c>participants.fetch</c>.</summary>
    public string TraceName { get; }

    public HttpMethod Method { get; }

    /// <summary>True if it goes out without the credentials.</summary>
    public bool IsAnonymous { get; }

    /// <summary>The absolute address, escaped.</summary>
    public string Address { get; private set; }

    /// <summary>The address of the conversation that this is about, as the caller named it; null if it is about none, or looks one up.</summary>
    public string? ConversationAddress => IsAnonymous || _isLookup ? null : _parent.ConversationIn(Address[.._pathEnd]);

    /// <summary>The settings of the call; null for none.</summary>
    public RequestOptions? Options { get; }

    /// <summary>The headers that the operation takes; null for one that the caller did not set.</summary>
    public KeyValuePair<string, string?>[] Headers { get; private set; } = [];

    /// <summary>The form's bytes; null where the operation takes none.</summary>
    public byte[]? Form { get; init; }

    /// <summary>The content of an upload; null where the operation takes none.</summary>
    public UploadSource? Upload { get; init; }

    /// <summary>Describes the read of the conversation that this is about.</summary>
    public ApiRequest FetchConversation() =>
        new(
            _parent,
            _parent.IsChatService ? "FetchServiceConversation" : "FetchConversation",
            "conversations.fetch",
            ConversationAddress!,
            HttpMethod.Get,
            Options?.ForLookup())
        {
            _isLookup = true,
        };

    /// <summary>The address of a conversation by its unique name, in the place of this request.</summary>
    public string AddressOfConversation(string uniqueName) => $"{_parent.Address}/Conversations/{Uri.EscapeDataString(uniqueName)}";

    /// <summary>Requires the resource in the response to have this key.</summary>
    /// <param name="key">Its SID or other name.</param>
    /// <param name="nameKind">The kind of name, such as <c>identity</c>; null if the key is a SID.</param>
    public ApiRequest For(string key, string? nameKind)
    {
        (_key, _keyKind) = (key, nameKind);
        return this;
    }

    /// <summary>Returns what the resource's key is called if it is not the one that was asked for; otherwise, null.</summary>
    public string? MismatchOf(object? resource) =>
        _key is not null && resource is INamedResource named
            && !(_keyKind is null ? named.Sid.Equals(_key, StringComparison.OrdinalIgnoreCase) : named.Name == _key)
                ? _keyKind ?? "SID"
                : null;

    /// <summary>Rejects options that do not go together: exactly one of these values selects what the operation is about.</summary>
    /// <exception cref="ArgumentException">None of the values is there, or more than one, or it is empty.</exception>
    public static void RequireOneOf(string argument, params (string Name, string? Value)[] values)
    {
        if (values.Count(value => value.Value is not null) != 1 || values.Any(value => value.Value is ""))
        {
            throw new ArgumentException($"Exactly one of {string.Join(", ", values.Select(value => value.Name))} must be set, and not be empty.", argument);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public void AddQuery(string name, long? value, string argument, long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        if (value is not { } number)
        {
            return;
        }

        if (number < minimum || number > maximum)
        {
            var rule = maximum == long.MaxValue ? $"at least {minimum}" : minimum == long.MinValue ? $"at most {maximum}" : $"from {minimum} to {maximum}";
            throw new ArgumentOutOfRangeException(argument, number, $"{name} must be {rule}.");
        }

        AppendQuery(name, number.ToString(CultureInfo.InvariantCulture));
    }

    /// <exception cref="ArgumentException">The value is too long, or not valid Unicode.</exception>
    public void AddQuery(string name, string? value, string argument, int maximumLength = int.MaxValue)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > maximumLength)
        {
            throw new ArgumentException($"{name} must have at most {maximumLength} characters; this has {value.Length}.", argument);
        }

        WellFormed.Check(value, argument, name);
        AppendQuery(name, Uri.EscapeDataString(value));
    }

    /// <summary>Adds the name with each value; null adds nothing, and neither does an empty list.</summary>
    /// <exception cref="ArgumentException">There are too many values, or one is null or breaks its rule.</exception>
    public void AddQueryEach<T>(string name, IEnumerable<T>? values, string argument, int maximumItems = int.MaxValue, int maximumLength = int.MaxValue)
    {
        var count = 0;
        foreach (var value in values ?? [])
        {
            if (++count > maximumItems)
            {
                throw new ArgumentException($"{name} must have at most {maximumItems} values.", argument);
            }

            AddQuery(name, WireText.Of(value) ?? throw new ArgumentException($"{name} must not have a value that is null.", argument), argument, maximumLength);
        }
    }

    public void AddHeader(string name, string? value) => Headers = [.. Headers, new(name, value)];

    private void AppendQuery(string name, string escapedValue)
    {
        Address += $"{(Address.Length == _pathEnd ? '?' : '&')}{name}={escapedValue}";
    }
}
