namespace OpenApi;

/// <summary>A parameter of a path, a query or a header.</summary>
public sealed class Parameter
{
    public Parameter(Document document, MapNode node, Position at)
    {
        (Node, At) = (node, at);
        Schema = node.Map("schema") ?? node;
        Type = FieldType.Of(document, Schema);
    }

    public MapNode Node { get; }

    /// <summary>The position in the operation or path.</summary>
    public Position At { get; }

    public string Name => Node.Text("name") ?? "";

    public string In => Node.Text("in") ?? "";

    public string Description => Node.Text("description") ?? "";

    public MapNode Schema { get; }

    public FieldType Type { get; }

    /// <summary>The name of an argument.</summary>
    public string Variable => Words.Variable(Words.Identifier(Name, _ => false));

    /// <summary>The name of a property of options.</summary>
    public string Property => IsSetForEveryCall ? "WebhookEnabled" : IsPaging ? Name : Words.Identifier(Node.Text("x-name") ?? Name, Reserved.OfOption);

    /// <summary>True if it is a header that any call's options have.</summary>
    public bool IsSetForEveryCall => In == "header" && Name.Equals("X-Twilio-Webhook-Enabled", StringComparison.OrdinalIgnoreCase);

    /// <summary>The field of the resource whose value may stand for its SID.</summary>
    public string? KeyField => Node.Text("x-key");

    /// <summary>The expression in an interpolated path: the argument, and the kind of SID that it must be.</summary>
    public string Hole => Sids.PrefixOf(Schema) is { } prefix ? $"{{{Variable}:{prefix}}}" : $"{{{Variable}}}";

    public bool IsPaging => In == "query" && Name is "PageSize" or "Page" or "PageToken";
}
