using System.Net;

namespace TwilioConversations;

/// <summary>One attempt of a call: its time limit, how far its request came, and the response's status.</summary>
internal sealed class Attempt(Call call) : IDisposable
{
    // As much of an upload as the buffers of systems and proxies may hold, and the slowest link that is waited for.
    private const long BufferedBytes = 4 * 1024 * 1024;
    private const long BytesPerSecond = 64 * 1024;

    private LinkedTimeout _limit;
    private long _limited;
    private HttpRequestMessage? _message;
    private bool _isCounted;
    private bool _isWritten;

    public Call Call => call;

    /// <summary>Canceled at the attempt's time limit, and with the call.</summary>
    public CancellationToken Token => _limit.Token;

    public bool IsOver => Token.IsCancellationRequested;

    /// <summary>True if any part of the request may have left.</summary>
    public bool IsSent { get; private set; }

    /// <summary>True if the request has content of which nothing was written yet: it still waits for a connection.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>True if the attempt ends with the total time limit rather than its own.</summary>
    public bool IsLast { get; private set; }

    /// <summary>True if the caller's handler was about to send the content to another address.</summary>
    public bool IsRedirected { get; private set; }

    /// <summary>The address that the request went to; a handler of the caller's may have changed the one that the call named.</summary>
    public Uri? Address { get; private set; }

    /// <summary>The status of the response; null before there is one.</summary>
    public HttpStatusCode? Status { get; set; }

    /// <summary>The response, for a caller who looks at it.</summary>
    public ResponseInfo? Response { get; set; }

    private ConversationsClientOptions Options => call.Budget.Options;

    public void Start(CancellationToken stop)
    {
        call.Attempts++;
        call.Requests++;
        _limit = new LinkedTimeout(NextLimit(), Options.TimeProvider, stop);
    }

    /// <param name="message">The request.</param>
    /// <param name="isCounted">True if each time that the content is written is a request: a handler of the caller's may read it for its own purposes.</param>
    public void Send(HttpRequestMessage message, bool isCounted)
    {
        (_message, _isCounted) = (message, isCounted);
        (Address, IsSent, IsWaiting) = (message.RequestUri, true, message.Content is not null);
    }

    /// <summary>Records that nothing can have left, because no content was written.</summary>
    public void TakeBackIfWaiting() => IsSent &= !IsWaiting;

    /// <summary>Called each time the content is about to be written: the request has a connection, and its time limit begins anew.</summary>
    /// <exception cref="InvalidOperationException">A redirect would take the content to another address.</exception>
    public void BeginContent()
    {
        IsWaiting = false;
        var address = _message?.RequestUri;
        if (!_isWritten)
        {
            (_isWritten, Address) = (true, address);
        }
        else if (address != Address)
        {
            IsRedirected = true;
            throw new InvalidOperationException("The content is not sent to the address of a redirect.");
        }
        else if (_isCounted)
        {
            call.Requests++;
        }

        // For a shorter wait it is not worth setting a timer again.
        if (!IsLast && Options.TimeProvider.GetElapsedTime(_limited).Ticks > Options.AttemptTimeout.Ticks / 100)
        {
            _limit.Restart(NextLimit());
        }
    }

    /// <summary>Called when a part of an upload was written.</summary>
    public void Move() => _limit.Restart(Options.AttemptTimeout);

    /// <summary>Called when the last byte of an upload was written, the end of which may still be in buffers on the way.</summary>
    public void EndUpload(long bytes)
    {
        if (Options.AttemptTimeout != Timeout.InfiniteTimeSpan)
        {
            _limit.Restart(Options.AttemptTimeout + TimeSpan.FromSeconds((double)Math.Min(bytes, BufferedBytes) / BytesPerSecond));
        }
    }

    public void Dispose() => _limit.Dispose();

    private TimeSpan NextLimit()
    {
        _limited = Options.TimeProvider.GetTimestamp();
        // An upload may take as long as it moves on.
        var timeLeft = call.Request.Upload is null ? call.Budget.TimeLeft : TimeSpan.MaxValue;
        IsLast = call.Request.Upload is null && (Options.AttemptTimeout == Timeout.InfiniteTimeSpan || timeLeft < Options.AttemptTimeout);
        return IsLast ? timeLeft : Options.AttemptTimeout;
    }
}
