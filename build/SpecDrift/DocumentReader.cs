using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OpenApi;

namespace SpecDrift;

/// <summary>The input is invalid; the message is one line with the problem.</summary>
internal sealed class BadInputException(string message) : Exception(message);

/// <summary>
/// Reads an OpenAPI document of version 3, JSON or YAML, from a file or an address. The input is not trusted: size, depth and references are
/// limited.
/// </summary>
internal static class DocumentReader
{
    private const int MaximumBytes = 64 * 1024 * 1024;

    public static async Task<OpenApiDocument> ReadAsync(string source, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(source, cancellationToken);
        try
        {
            return Parse(text);
        }
        catch (BadInputException e)
        {
            throw new BadInputException($"{source}: {e.Message}");
        }
    }

    public static OpenApiDocument Parse(string text)
    {
        try
        {
            return ToDocument(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('{')
                ? JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = YamlReader.MaximumDepth, AllowDuplicateProperties = false })!
                : YamlReader.Read(text).ToJson() ?? throw new BadInputException("The document is empty."));
        }
        catch (JsonException e)
        {
            throw new BadInputException($"not valid JSON or YAML: {e.Message.ReplaceLineEndings(" ")}");
        }
        catch (DocumentException e)
        {
            throw new BadInputException($"not valid JSON or YAML: {e.At}: {e.Message}");
        }
    }

    private static async Task<string> ReadTextAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            if (Uri.TryCreate(source, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
            {
                using var client = new HttpClient { MaxResponseContentBufferSize = MaximumBytes, Timeout = TimeSpan.FromMinutes(1) };
                return await client.GetStringAsync(address, cancellationToken);
            }

            return new FileInfo(source).Length <= MaximumBytes
                ? await File.ReadAllTextAsync(source, cancellationToken)
                : throw new BadInputException($"{source}: larger than {MaximumBytes} bytes.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException or UnauthorizedAccessException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new BadInputException($"{source}: cannot be read: {e.Message}");
        }
    }

    private static OpenApiDocument ToDocument(JsonNode tree)
    {
        if (tree is not JsonObject root || root["openapi"]?.ToString() is not { } version || !version.StartsWith("3.", StringComparison.Ordinal) || root["paths"] is not JsonObject)
        {
            throw new BadInputException("not an OpenAPI document of version 3 with paths.");
        }

        DocumentTree.Prepare(root);
        var document = OpenApiDocument.Parse(root.ToJsonString(), OpenApiConstants.Json).Document ?? throw new BadInputException("cannot be read as an OpenAPI document.");
        foreach (var schema in document.Components?.Schemas?.Values ?? [])
        {
            // Rejects a schema that contains itself here, where the error can name the document.
            _ = Shape.Of(schema);
        }

        return document;
    }
}
