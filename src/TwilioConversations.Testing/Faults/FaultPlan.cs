namespace TwilioConversations.Testing;

/// <summary>The requests that a fault applies to: the next few, every nth, a random share, or those that match.</summary>
internal sealed class FaultPlan(string id, EmulatorFault fault, int? times, int every, double probability, Func<EmulatedRequest, bool>? when)
{
    private readonly Lock _lock = new();
    private int _matching;
    private int _used;

    public string Id => id;

    public EmulatorFault Fault => fault;

    public int? Times => times;

    public int Every => every;

    public double Probability => probability;

    /// <summary>The method that the requests must have, for the list of faults; null for any, or if a predicate decides.</summary>
    public string? Method { get; init; }

    /// <summary>The operation that the requests must be, for the list of faults; null for any, or if a predicate decides.</summary>
    public string? Operation { get; init; }

    /// <summary>The number of requests that it was applied to.</summary>
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

    /// <summary>True if all its occurrences are used.</summary>
    public bool IsUsedUp => Used >= times;

    public bool Takes(EmulatedRequest request)
    {
        if (when is not null && !when(request))
        {
            return false;
        }

        lock (_lock)
        {
            if (_used >= times || ++_matching % every != 0 || (probability < 1 && Random.Shared.NextDouble() >= probability))
            {
                return false;
            }

            _used++;
            return true;
        }
    }
}
