namespace TwilioConversations.Testing;

/// <summary>The injected faults, in order.</summary>
internal sealed class FaultList
{
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<FaultPlan> _plans = [];

    public IReadOnlyList<FaultPlan> Plans => _plans;

    public void Add(FaultPlan plan)
    {
        lock (_lock)
        {
            _plans = [.. _plans, plan];
        }
    }

    /// <summary>The fault that applies to a request; null if none does.</summary>
    public EmulatorFault? Next(EmulatedRequest request)
    {
        var plan = _plans.FirstOrDefault(plan => plan.Takes(request));
        if (plan is { IsUsedUp: true })
        {
            lock (_lock)
            {
                _plans = [.. _plans.Where(other => other != plan)];
            }
        }

        return plan?.Fault;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _plans = [];
        }
    }
}
