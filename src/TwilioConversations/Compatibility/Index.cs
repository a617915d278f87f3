#if !NET
namespace System;

// For the compiler, which turns `text[1..]` into Substring and never makes one at run time.
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int Value => value;

    public bool IsFromEnd => fromEnd;

    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => fromEnd ? length - value : value;
}
#endif
