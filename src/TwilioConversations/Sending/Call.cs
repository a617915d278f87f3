using System.Diagnostics;

namespace TwilioConversations;

/// <summary>One call: a request with all its attempts.</summary>
internal sealed class Call(ApiRequest request, CallBudget budget)
{
    private readonly long _started = budget.Time.GetTimestamp();

    public ApiRequest Request => request;

    public CallBudget Budget => budget;

    /// <summary>The number of attempts so far.</summary>
    public int Attempts { get; set; }

    /// <summary>The number of requests sent: the attempts, and what .NET sent again by itself over HTTP/2 on the client's own connections.</summary>
    public int Requests { get; set; }

    /// <summary>The current attempt, or the last one; null before the first.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>Why the last attempt that another was to follow failed.</summary>
    public Exception? LastError { get; set; }

    /// <summary>The call in the caller's traces; null if nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>The duration of the call, including its waits.</summary>
    public TimeSpan Elapsed => budget.Time.GetElapsedTime(_started);
}
