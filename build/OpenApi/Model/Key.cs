namespace OpenApi;

/// <summary>The type by which callers name a resource whose SID is not the only name.</summary>
/// <param name="Model">The resource's model.</param>
/// <param name="Field">The field whose value may stand for the SID.</param>
/// <param name="Prefix">The first letters of the SID.</param>
public sealed record Key(Schema Model, string Field, string Prefix)
{
    public string Type => $"{Model.Name}Key";

    /// <summary>The other name in words, such as unique name.</summary>
    public string Text => Field.Replace('_', ' ');

    public string Name => Words.Identifier(Field, _ => false);
}
