namespace TwilioConversations;

/// <summary>Sends the requests of every client: knows the service's address, and creates the budget of each call.</summary>
internal sealed class ConversationsTransport : IDisposable
{
    // Null for a mock.
    private readonly CallSender? _sender;

    // Null if each call has a budget of its own.
    private readonly CallBudget? _budget;

    public ConversationsTransport(ConversationsClientOptions options, HttpMessageInvoker connections)
        : this(new CallSender(options, connections), null)
    {
    }

    private ConversationsTransport(CallSender? sender, CallBudget? budget)
    {
        _sender = sender;
        _budget = budget;
    }

    /// <summary>The way of a mock, over which nothing is sent.</summary>
    public static ConversationsTransport None { get; } = new((CallSender?)null, null);

    private CallSender Sender => _sender ?? throw new InvalidOperationException(
        "This object is a mock, and the member that was called is not overridden: override it, or set it up with your mocking library.");

    /// <summary>The service's address, without a slash at the end.</summary>
    public string BaseAddress => Sender.BaseAddress;

    /// <summary>The media service's address, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">Only the other service's address is known.</exception>
    public string MediaBaseAddress => Sender.MediaBaseAddress ?? throw new InvalidOperationException(
        $"{nameof(ConversationsClientOptions.BaseAddress)} says where Twilio Conversations is, but not where its media are: "
        + $"set {nameof(ConversationsClientOptions.MediaBaseAddress)} too.");

    public Log? Log => Sender.Log;

    /// <summary>Creates what all inputs of a bulk operation wait for.</summary>
    public SharedBackOff CreateBackOff() => Sender.CreateBackOff();

    /// <summary>Creates the budget of one input of a bulk operation.</summary>
    public CallBudget CreateBudget(RequestOptions options, SharedBackOff backOff) => Sender.CreateBudget(options, backOff);

    /// <summary>The way for calls that share a budget and follow one another: those of one input.</summary>
    public ConversationsTransport Within(CallBudget budget) => new(_sender, budget);

    /// <summary>The way for calls that share the budget of one: that of this way, or a new one.</summary>
    public ConversationsTransport WithinOneBudget(RequestOptions? options) => _budget is not null ? this : Within(Sender.CreateBudget(options));

    /// <summary>Waits before the calls within a budget are repeated because of an error.</summary>
    /// <returns>false, without a wait, if no attempt or no time is left.</returns>
    public async Task<bool> WaitToRepeatAsync(ConversationsResponseException error, CancellationToken cancellationToken)
    {
        if (Sender.TakeRetry(error, _budget!) is not { } delay)
        {
            return false;
        }

        await Sender.WaitAsync(error.Operation, delay, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits before a read within a budget is repeated to see a change.</summary>
    /// <exception cref="ConversationsTimeoutException">The time of the budget is over.</exception>
    public async Task WaitForChangeAsync(string operation, string change, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay >= _budget!.TimeLeft)
        {
            throw new ConversationsTimeoutException(
                operation,
                _budget.TotalTimeoutName,
                $"{change} did not come within the time limit of {_budget.TotalTimeout}",
                innerException: null);
        }

        await Sender.WaitAsync(operation, delay, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends pending and future calls.</summary>
    public void Dispose() => _sender?.Dispose();

    public Task SendAsync(ApiRequest request, CancellationToken cancellationToken) => SendAsync<object?>(request, null, cancellationToken);

    /// <summary>Sends, and reads the response with <paramref name="read"/>, unless there is nothing to read.</summary>
    public Task<T> SendAsync<T>(ApiRequest request, JsonRead<T>? read, CancellationToken cancellationToken) =>
        Sender.SendAsync(Sender.Begin(request, _budget), read, cancellationToken);

    /// <summary>Sends, and hands over a whole file as a stream that disposes of the response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="size">The minimum size of the file in bytes.</param>
    /// <param name="cancellationToken">Cancels the call until the stream is there.</param>
    public async Task<Stream> OpenAsync(ApiRequest request, long size, CancellationToken cancellationToken)
    {
        var response = await Sender.SendAsync<HttpResponseMessage>(Sender.Begin(request, _budget), null, cancellationToken).ConfigureAwait(false);
        return Sender.ToStream(request.Operation, response, size);
    }
}
