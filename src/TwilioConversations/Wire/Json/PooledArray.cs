using System.Buffers;

namespace TwilioConversations;

/// <summary>Grows arrays of the shared pool.</summary>
internal static class PooledArray
{
    /// <summary>Returns a full array to the pool and rents one that is at least twice as long, with the same beginning.</summary>
    public static T[] Resize<T>(T[] array, int minimumLength = 0)
    {
        var longer = ArrayPool<T>.Shared.Rent(Math.Max(2 * array.Length, minimumLength));
        array.CopyTo(longer, 0);
        ArrayPool<T>.Shared.Return(array);
        return longer;
    }
}
