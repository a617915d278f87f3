namespace TwilioConversations;

/// <summary>A sequence as the inputs of a bulk operation.</summary>
internal static class BulkInputs
{
    public static int? CountOf<T>(IEnumerable<T> inputs) => (inputs as IReadOnlyCollection<T>)?.Count;

    public static IAsyncEnumerable<T> From<T>(IEnumerable<T> inputs, string argument)
    {
        return ReadAsync(inputs ?? throw new ArgumentNullException(argument));

#pragma warning disable CS1998 // Nothing in it waits.
        static async IAsyncEnumerable<T> ReadAsync(IEnumerable<T> inputs)
#pragma warning restore CS1998
        {
            foreach (var input in inputs)
            {
                yield return input;
            }
        }
    }
}
