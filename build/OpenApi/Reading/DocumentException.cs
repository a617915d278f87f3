namespace OpenApi;

/// <summary>The text is not YAML that can be read further.</summary>
public sealed class DocumentException(Position at, string message) : Exception(message)
{
    public Position At => at;
}
