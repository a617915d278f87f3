namespace OpenApi;

/// <summary>A resource as the owner of others: the class that leads to what it owns.</summary>
public sealed class Place(string literal, Parameter parameter, Place? owner)
{
    private const string Ending = "Sid";

    private readonly List<(string Client, Resource Needs)> _ways = [];

    public Parameter Parameter => parameter;

    public string Literal => literal;

    public Place? Owner => owner;

    /// <summary>The type by which callers name it; null if only its SID or an identifier without a type does.</summary>
    public Key? Key { get; set; }

    /// <summary>The method that leads to it, such as Conversation.</summary>
    public string Name { get; } = parameter.Name.EndsWith(Ending, StringComparison.Ordinal) ? parameter.Name[..^Ending.Length] : parameter.Name;

    public string Client => $"{Name}Scope";

    public string Text => Words.Spaced(Name);

    /// <summary>The clients that have its method, each with the first resource that needs it.</summary>
    public IReadOnlyList<(string Client, Resource Needs)> Ways => _ways;

    /// <summary>The argument that names it.</summary>
    public string Argument => Key is null ? parameter.Variable : Words.Variable($"{Name}Key");

    public string Address => Key is null ? $"{literal}/{parameter.Hole}" : $"{literal}/{{{Argument}.Segment(nameof({Argument}))}}";

    public void AddWay(string client, Resource needs)
    {
        if (!_ways.Exists(way => way.Client == client))
        {
            _ways.Add((client, needs));
        }
    }
}
