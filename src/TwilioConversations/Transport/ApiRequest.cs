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

    public void AddQuery(string name, int? value, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (value is not { } number)
        {
            return;
        }

        if (number < minimum || number > maximum)
        {
            var rule = maximum == int.MaxValue ? $"at least {minimum}" : $"from {minimum} to {maximum}";
            throw new ArgumentOutOfRangeException(char.ToLowerInvariant(name[0]) + name[1..], number, $"Must be {rule}.");
        }

        AppendQuery(name, WireText.Of(value)!);
    }

    public void AddQuery(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        WellFormed.Check(value, char.ToLowerInvariant(name[0]) + name[1..]);
        AppendQuery(name, Uri.EscapeDataString(value));
    }

    public void AddHeader(string name, string? value) => Headers = [.. Headers, new(name, value)];

    public void SetForm(IFormBody request) => Form = FormWriter.Write(request, nameof(request));

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
