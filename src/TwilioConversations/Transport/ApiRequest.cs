using System.Globalization;
using System.Runtime.CompilerServices;

namespace TwilioConversations;

/// <summary>One call of the service, described: everything of it but the credentials.</summary>
internal sealed class ApiRequest
{
    private readonly string _resource;
    private readonly int _originLength;
    private bool _hasQuery;

    public ApiRequest(
        ConversationsTransport transport, string operation, string resource, HttpMethod method, [InterpolatedStringHandlerArgument(nameof(transport))] RequestPath path)
    {
        _originLength = transport.BaseAddress.Length;
        Operation = operation;
        _resource = resource;
        Method = method;
        Address = path.Complete();
    }

    /// <summary>The operation's name in the document.</summary>
    public string Operation { get; }

    /// <summary>The operation's name in traces: the resource, and the first word of the operation's own name, as in <c>participants.fetch</c>.</summary>
    public string ShortName => field ??= $"{_resource}.{FirstWord(Operation).ToLowerInvariant()}";

    public HttpMethod Method { get; }

    /// <summary>The whole address, escaped.</summary>
    public string Address { get; private set; }

    /// <summary>The path as far as the conversation that it is for; all of it where there is none.</summary>
    public string Conversation
    {
        get
        {
            const string Marker = "/Conversations/";
            var path = Address[_originLength..].Split('?')[0];
            var start = path.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
            var end = start < Marker.Length ? -1 : path.IndexOf('/', start);
            return end < 0 ? path : path[..end];
        }
    }

    /// <summary>The headers that the operation takes; null for one that the caller did not set.</summary>
    public KeyValuePair<string, string?>[] Headers { get; private set; } = [];

    /// <summary>The form's bytes; null where the operation takes none.</summary>
    public byte[]? Form { get; private set; }

    public void AddQuery(string name, long? value, long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        if (value is not { } number)
        {
            return;
        }

        if (number < minimum || number > maximum)
        {
            var rule = maximum == long.MaxValue ? $"at least {minimum}" : minimum == long.MinValue ? $"at most {maximum}" : $"from {minimum} to {maximum}";
            throw new ArgumentOutOfRangeException(ArgumentOf(name), number, $"Must be {rule}.");
        }

        AppendQuery(name, number.ToString(CultureInfo.InvariantCulture));
    }

    public void AddQuery(string name, string? value, int maximumLength = int.MaxValue)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > maximumLength)
        {
            throw new ArgumentException($"Must have at most {maximumLength} characters; this has {value.Length}.", ArgumentOf(name));
        }

        WellFormed.Check(value, ArgumentOf(name));
        AppendQuery(name, Uri.EscapeDataString(value));
    }

    /// <summary>Adds the name with each value; null adds nothing, and so does a list without values.</summary>
    public void AddQueryEach<T>(string name, IEnumerable<T>? values, int maximumItems = int.MaxValue, int maximumLength = int.MaxValue)
    {
        var count = 0;
        foreach (var value in values ?? [])
        {
            if (++count > maximumItems)
            {
                throw new ArgumentException($"Must have at most {maximumItems} values.", ArgumentOf(name));
            }

            AddQuery(name, WireText.Of(value) ?? throw new ArgumentException("Must not have a value that is null.", ArgumentOf(name)), maximumLength);
        }
    }

    public void AddHeader(string name, string? value) => Headers = [.. Headers, new(name, value)];

    public void SetForm(IFormBody request) => Form = FormWriter.Write(request, nameof(request));

    private static string ArgumentOf(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string FirstWord(string name)
    {
        var end = 1;
        while (end < name.Length && !char.IsUpper(name[end]))
        {
            end++;
        }

        return name[..end];
    }

    private void AppendQuery(string name, string escapedValue)
    {
        Address += $"{(_hasQuery ? '&' : '?')}{name}={escapedValue}";
        _hasQuery = true;
    }
}
