using System.Text;

namespace TwilioConversations;

/// <summary>The wire names of a type's fields, in the order of the OpenAPI document, each after a mark.</summary>
/// <remarks>
/// The marks: <c>*</c> for the field that names the resource, <c>+</c> for one that must be there but may be null, <c>!</c> for one whose
/// property is not nullable, <c>?</c> for one that is null if it has no value, <c>-</c> for one that is left out then.
/// </remarks>
internal sealed class JsonNames
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;

    public JsonNames(string typeName, params string[] names)
    {
        TypeName = typeName;
        _names = new string[names.Length];
        _utf8 = new byte[names.Length][];
        for (var i = 0; i < names.Length; i++)
        {
            _names[i] = names[i][1..];
            _utf8[i] = Encoding.UTF8.GetBytes(_names[i]);
            // The template stops the build for a response of more than 64 fields.
            var bit = 1ul << i;
            All |= bit;
            Keys |= names[i][0] is '*' or '+' ? bit : 0;
            NotNull |= names[i][0] is '*' or '+' or '!' ? bit : 0;
            Written |= names[i][0] is '-' ? 0 : bit;
        }
    }

    public string TypeName { get; }

    /// <summary>A bit for each field.</summary>
    public ulong All { get; }

    /// <summary>The fields without which a response is rejected.</summary>
    public ulong Keys { get; }

    /// <summary>The fields whose properties throw if the field is missing.</summary>
    public ulong NotNull { get; }

    /// <summary>The fields that are written as null if they have no value.</summary>
    public ulong Written { get; }

    public string this[int index] => _names[index];

    /// <summary>The index of a name, or -1. Services write fields in one order, so that the search begins with the one that is due.</summary>
    public int IndexOf(ReadOnlySpan<byte> name, int due)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            // A division would cost more than the comparison.
            var index = due + i < _utf8.Length ? due + i : due + i - _utf8.Length;
            if (name.SequenceEqual(_utf8[index]))
            {
                return index;
            }
        }

        return -1;
    }

    public int IndexOf(string name) => Array.IndexOf(_names, name);
}
