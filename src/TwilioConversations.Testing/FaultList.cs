namespace TwilioConversations.Testing;

/// <summary>The faults that are to come, in the order in which they were injected.</summary>
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

    /// <summary>The fault that befalls a request; null for none.</summary>
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
