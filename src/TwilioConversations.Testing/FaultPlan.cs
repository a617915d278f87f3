namespace TwilioConversations.Testing;

/// <summary>Which requests a fault is meant for: the next so many, every so manyth, those that fit.</summary>
internal sealed class FaultPlan(EmulatorFault fault, int? times, int every, Func<EmulatedRequest, bool>? when)
{
    private readonly Lock _lock = new();
    private int _fitting;
    private int _used;

    public EmulatorFault Fault => fault;

    public bool Takes(EmulatedRequest request)
    {
        if (when is not null && !when(request))
        {
            return false;
        }

        lock (_lock)
        {
            if (_used >= times || ++_fitting % every != 0)
            {
                return false;
            }

            _used++;
            return true;
        }
    }
}
