using System.Text;

namespace TwilioConversations;

/// <summary>The wire names of a type's fields, in the order of the document; <c>name?</c> for one that may be missing.</summary>
internal sealed class JsonNames
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;

    public JsonNames(string typeName, params string[] names)
    {
        // Which of them have come is kept in the bits of one number.
        if (names.Length > 64)
        {
            throw new ArgumentException($"{typeName} has more than 64 fields.", nameof(names));
        }

        TypeName = typeName;
        _names = [.. names.Select(name => name.TrimEnd('?'))];
        _utf8 = [.. _names.Select(Encoding.UTF8.GetBytes)];
        for (var i = 0; i < names.Length; i++)
        {
            Required |= names[i] == _names[i] ? 1ul << i : 0;
        }
    }

    public string TypeName { get; }

    /// <summary>A bit for each field that must come.</summary>
    public ulong Required { get; }

    public string this[int index] => _names[index];

    /// <summary>The index of a name, or -1. Services write fields in one order, so that the search begins with the one that is due.</summary>
    public int IndexOf(string name, int due)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            var index = (due + i) % _names.Length;
            if (_names[index] == name)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The index of the name at hand, or -1.</summary>
    public int IndexOf(Utf8TokenReader reader, int due)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            var index = (due + i) % _utf8.Length;
            if (reader.IsText(_utf8[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
