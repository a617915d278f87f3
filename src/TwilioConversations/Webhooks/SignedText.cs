using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace TwilioConversations;

/// <summary>The text of a form that follows the address in what is signed, in UTF-8, with room for the address before it.</summary>
internal sealed class SignedText : IDisposable
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _end;

    /// <param name="form">The decoded fields; null for none.</param>
    /// <param name="urls">The addresses that will be signed.</param>
    public SignedText(IEnumerable<KeyValuePair<string, string>>? form, IEnumerable<string> urls)
    {
        KeyValuePair<string, string>[] fields = form is null ? [] : [.. form];
        // Sorting puts repeated fields side by side, so a request with many of them costs no more than their length.
        Array.Sort(fields, Compare);
        _start = _end = urls.Max(Encoding.UTF8.GetByteCount);
        _bytes = ArrayPool<byte>.Shared.Rent(_start + fields.Sum(field => Encoding.UTF8.GetByteCount(field.Key) + Encoding.UTF8.GetByteCount(field.Value)));
        for (var i = 0; i < fields.Length; i++)
        {
            if (i == 0 || Compare(fields[i - 1], fields[i]) != 0)
            {
                _end += Write(fields[i].Key, _end);
                _end += Write(fields[i].Value, _end);
            }
        }
    }

    public string Sign(byte[] key, string url, bool isSha256)
    {
        var start = _start - Encoding.UTF8.GetByteCount(url);
        Write(url, start);
#pragma warning disable CA5350 // The service chose SHA-1, which is sound within an HMAC.
#if NET
        Span<byte> hash = stackalloc byte[isSha256 ? HMACSHA256.HashSizeInBytes : HMACSHA1.HashSizeInBytes];
        _ = isSha256 ? HMACSHA256.HashData(key, _bytes.AsSpan(start, _end - start), hash) : HMACSHA1.HashData(key, _bytes.AsSpan(start, _end - start), hash);
        return Convert.ToBase64String(hash);
#else
        using HMAC hmac = isSha256 ? new HMACSHA256(key) : new HMACSHA1(key);
        return Convert.ToBase64String(hmac.ComputeHash(_bytes, start, _end - start));
#endif
#pragma warning restore CA5350
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private static int Compare(KeyValuePair<string, string> left, KeyValuePair<string, string> right) =>
        string.CompareOrdinal(left.Key, right.Key) is var order && order != 0 ? order : string.CompareOrdinal(left.Value, right.Value);

    private int Write(string text, int start) => Encoding.UTF8.GetBytes(text, 0, text.Length, _bytes, start);
}
