using System.Text;

namespace TwilioConversations;

/// <summary>The wire names of a type's fields, in the order of the OpenAPI document: <c>!name</c> for one that must come, <c>name</c> for one that may be missing.</summary>
internal sealed class JsonNames
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;

    public JsonNames(string typeName, params string[] names)
    {
        TypeName = typeName;
        _names = new string[names.Length];
        _utf8 = new byte[names.Length][];
        RequiredLater = names.Length > 64 ? new ulong[(names.Length - 1) / 64] : null;
        for (var i = 0; i < names.Length; i++)
        {
            var isRequired = names[i][0] == '!';
            _names[i] = isRequired ? names[i][1..] : names[i];
            _utf8[i] = Encoding.UTF8.GetBytes(_names[i]);
            var bit = isRequired ? 1ul << i : 0;
            if (i < 64)
            {
                Required |= bit;
            }
            else
            {
                RequiredLater![(i / 64) - 1] |= bit;
            }
        }
    }

    public string TypeName { get; }

    /// <summary>A bit for each of the first 64 fields that must come.</summary>
    public ulong Required { get; }

    /// <summary>The same for those after them; null where there are none.</summary>
    public ulong[]? RequiredLater { get; }

    public string this[int index] => _names[index];

    public bool IsRequired(int index) => (((index < 64 ? Required : RequiredLater![(index / 64) - 1]) >> index) & 1) != 0;

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
}
