using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TwilioConversations;

/// <summary>Creates the text of fields that hold JSON, such as <see cref="CreateParticipantRequest.Attributes"/>, from your own types.</summary>
/// <example>
/// <code>
/// new CreateParticipantRequest { Identity = "alice", Attributes = JsonText.From(new Seat("A", 7), SeatContext.Default.Seat) }
/// </code>
/// </example>
public static class JsonText
{
    /// <summary>Creates the JSON text of a value, without reflection.</summary>
    /// <typeparam name="T">The value's type; System.Text.Json's attributes on it apply.</typeparam>
    /// <param name="value">The value. The limit of the field that it is for is checked when the request is sent.</param>
    /// <param name="type">The type's metadata, from a source-generated context.</param>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    /// <exception cref="NotSupportedException">The value cannot be written.</exception>
    public static string From<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type ?? throw new ArgumentNullException(nameof(type)));

    /// <summary>Creates the JSON text of a value, by Newtonsoft.Json.</summary>
    /// <typeparam name="T">The value's type; Newtonsoft.Json's attributes on it apply.</typeparam>
    /// <param name="value">The value. The limit of the field that it is for is checked when the request is sent.</param>
    /// <param name="settings">Newtonsoft.Json's settings; null for its own defaults, regardless of the application's.</param>
    /// <exception cref="Newtonsoft.Json.JsonException">The value cannot be written.</exception>
    [RequiresUnreferencedCode(JsonValue.ReflectionNote)]
    [RequiresDynamicCode(JsonValue.ReflectionNote)]
    public static string From<T>(T value, Newtonsoft.Json.JsonSerializerSettings? settings = null) => JsonValue.Write(value, settings);

    /// <summary>Rejects text that the service would reject: it must be JSON by RFC 8259 and at most a number of bytes in UTF-8.</summary>
    internal static void Check(string json, int maximumBytes, string field, string argument)
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
