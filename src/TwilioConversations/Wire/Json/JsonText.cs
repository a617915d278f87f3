using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TwilioConversations;

/// <summary>JSON that a request carries as text.</summary>
internal static class JsonText
{
    /// <summary>Refuses text that the service would refuse: it must be JSON by RFC 8259 and at most a number of bytes in UTF-8.</summary>
    public static void Check(string json, int maximumBytes, string field, string argument)
    {
        var length = Encoding.UTF8.GetByteCount(json);
        if (length > maximumBytes)
        {
            throw new ArgumentException($"{field} must be at most {maximumBytes} bytes; this is {length}.", argument);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Encoding.UTF8.GetBytes(json, 0, json.Length, bytes, 0);
            // No text of that length nests deeper.
            var reader = new Utf8JsonReader(bytes.AsSpan(0, length), new JsonReaderOptions { MaxDepth = maximumBytes });
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            // Its own message quotes the text.
            throw new ArgumentException($"{field} must be valid JSON; it is not at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", argument);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
