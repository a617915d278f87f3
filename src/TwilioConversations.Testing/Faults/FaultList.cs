namespace TwilioConversations.Testing;

/// <summary>The injected faults, in order.</summary>
internal sealed class FaultList
{
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<FaultPlan> _plans = [];
    private int _lastId;

    public IReadOnlyList<FaultPlan> Plans => _plans;

    public string NewId() => $"F{Interlocked.Increment(ref _lastId)}";

    public void Add(FaultPlan plan)
    {
        lock (_lock)
        {
            _plans = [.. _plans, plan];
        }
    }

    /// <summary>The fault that applies to a request; null if none does.</summary>
    public FaultPlan? Next(EmulatedRequest request)
    {
        var plan = _plans.FirstOrDefault(plan => plan.Takes(request));
        if (plan is { IsUsedUp: true })
        {
            Remove(plan.Id);
        }

        return plan;
    }

    /// <summary>Removes a fault.</summary>
    /// <returns>False if there is none with this ID.</returns>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            var count = _plans.Count;
            _plans = [.. _plans.Where(other => other.Id != id)];
            return _plans.Count < count;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _plans = [];
        }
    }
}
