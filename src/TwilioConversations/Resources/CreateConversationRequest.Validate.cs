namespace TwilioConversations;

public sealed partial class CreateConversationRequest
{
    partial void Validate(string argument) => StateOfTimers.Check(State, TimersInactive, TimersClosed, argument);
}

public sealed partial class CreateConversationWithParticipantsRequest
{
    partial void Validate(string argument) => StateOfTimers.Check(State, TimersInactive, TimersClosed, argument);
}

/// <summary>The rule that a new conversation's timers need a state.</summary>
internal static class StateOfTimers
{
    public static void Check(ConversationState? state, TimeSpan? inactive, TimeSpan? closed, string argument) =>
        FieldRules.Require(state is not null || (inactive ?? closed) is null, $"a timer needs {nameof(CreateConversationRequest.State)}", argument);
}
