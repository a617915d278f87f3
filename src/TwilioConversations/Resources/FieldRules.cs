namespace TwilioConversations;

/// <summary>Rules between the fields of a request.</summary>
internal static class FieldRules
{
    /// <exception cref="ArgumentException">The fields break the rule, which the message names.</exception>
    public static void Require(bool holds, string rule, string argument)
    {
        if (!holds)
        {
            throw new ArgumentException($"The fields do not fit together: {rule}.", argument);
        }
    }
}
