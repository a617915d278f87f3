#if !NET
namespace System;

// For the compiler, as Index is.
internal readonly struct Range(Index start, Index end)
{
    public Index Start => start;

    public Index End => end;

    public static Range StartAt(Index start) => new(start, new Index(0, fromEnd: true));

    public static Range EndAt(Index end) => new(0, end);
}
#endif
