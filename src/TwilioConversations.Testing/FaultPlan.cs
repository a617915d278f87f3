namespace TwilioConversations.Testing;

/// <summary>Which requests a fault applies to: the next few, every nth, those that match.</summary>
internal sealed class FaultPlan(EmulatorFault fault, int? times, int every, Func<EmulatedRequest, bool>? when)
{
    private readonly Lock _lock = new();
    private int _matching;
    private int _used;

    public EmulatorFault Fault => fault;

    public int? Times => times;

    public int Every => every;

    /// <summary>How many requests it has been applied to.</summary>
    public int Used
    {
        get
        {
            lock (_lock)
            {
                return _used;
            }
        }
    }

    /// <summary>Whether all its occurrences are used.</summary>
    public bool IsUsedUp => Used >= times;

    public bool Takes(EmulatedRequest request)
    {
        if (when is not null && !when(request))
        {
            return false;
        }

        lock (_lock)
        {
            if (_used >= times || ++_matching % every != 0)
            {
                return false;
            }

            _used++;
            return true;
        }
    }
}
