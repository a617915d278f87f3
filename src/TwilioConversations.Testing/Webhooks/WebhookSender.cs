namespace TwilioConversations.Testing;

/// <summary>Sends webhooks, to this machine only, and keeps their outcomes.</summary>
internal sealed class WebhookSender(TimeProvider timeProvider) : IDisposable
{
    private const int MaximumResponse = 1024 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaximumResponse,
    };

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _underWay = [];
    private CancellationTokenSource _ending = new();

    public BoundedLog<WebhookDelivery> Deliveries { get; } = new(ConversationsEmulator.LogCapacity);

    /// <summary>Sends an event that has happened, and does not wait for the responses.</summary>
    public void Send(WebhookEvent webhookEvent, IEnumerable<WebhookTarget> targets)
    {
        foreach (var target in targets)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            CancellationToken ending;
            lock (_lock)
            {
                ending = _ending.Token;
                _underWay.Add(done.Task);
            }

            _ = Task.Run(async () =>
            {
                await ((Task)SendAsync(webhookEvent, target, mayRetry: true, ending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lock (_lock)
                {
                    _underWay.Remove(done.Task);
                }

                done.SetResult();
            }, CancellationToken.None);
        }
    }

    /// <summary>Sends an event that is about to happen to one webhook, and waits for its response.</summary>
    public async Task<WebhookDelivery> AskAsync(WebhookEvent webhookEvent, WebhookTarget target)
    {
        CancellationToken ending;
        lock (_lock)
        {
            ending = _ending.Token;
        }

        return await SendAsync(webhookEvent, target, mayRetry: false, ending);
    }

    /// <summary>Waits until no webhook is under way, including those that others cause.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] underWay;
            lock (_lock)
            {
                underWay = [.. _underWay];
            }

            if (underWay.Length == 0)
            {
                return;
            }

            await Task.WhenAll(underWay).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends the webhooks under way, and forgets the deliveries.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _ending.Cancel();
            _ending.Dispose();
            _ending = new CancellationTokenSource();
        }

        Deliveries.Clear();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ending.Cancel();
        }

        _http.Dispose();
    }

    private async Task<WebhookDelivery> SendAsync(WebhookEvent webhookEvent, WebhookTarget target, bool mayRetry, CancellationToken ending)
    {
        var address = new WebhookAddress(target.Url);
        var token = Guid.NewGuid().ToString();
        for (var retryCount = 0; ; retryCount++)
        {
            var fields = new Dictionary<string, string>(webhookEvent.Fields) { ["RetryCount"] = $"{retryCount}" };
            var planned = new WebhookDelivery { EventType = webhookEvent.Type, Url = address.Url, Method = target.Method, Fields = fields, IdempotencyToken = token, RetryCount = retryCount };
            var notSent = target.NotSent ?? (address.IsOnThisMachine ? null : "Not sent: the emulator calls addresses on this machine only.");
            var (delivery, failure) = notSent is null ? await TryAsync(planned, address, ending) : (planned with { Error = notSent }, null);
            ending.ThrowIfCancellationRequested();
            Deliveries.Add(delivery);
            if (!mayRetry || !address.Retries(failure, retryCount))
            {
                return delivery;
            }
        }
    }

    /// <summary>Sends a request once.</summary>
    /// <returns>The delivery with its outcome, and the kind of failure as in the fragment of an address; null for none.</returns>
    private async Task<(WebhookDelivery Delivery, string? Failure)> TryAsync(WebhookDelivery planned, WebhookAddress address, CancellationToken ending)
    {
        using var timeout = new CancellationTokenSource(Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ending);
        try
        {
            using var request = Request(planned, address);
            using var response = await _http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            var status = (int)response.StatusCode;
            return (planned with { StatusCode = status, ResponseBody = body }, status switch { >= 500 => "5xx", >= 400 => "4xx", _ => null });
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (planned with { Error = "No response came within five seconds." }, WebhookAddress.TimedOut);
        }
        catch (InvalidOperationException)
        {
            // Its Content-Type names a character set that does not exist.
            return (planned with { Error = "The response cannot be read." }, null);
        }
        catch (HttpRequestException e)
        {
            return (planned with { Error = $"No response came: {e.HttpRequestError}." }, WebhookAddress.ConnectionFailed);
        }
    }

    private static HttpRequestMessage Request(WebhookDelivery planned, WebhookAddress address)
    {
        var isGet = planned.Method == "GET";
        var url = isGet ? address.With(planned.Fields) : address.Url;
        var request = new HttpRequestMessage(new HttpMethod(planned.Method), url);
        request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Compute(ConversationsEmulator.AuthToken, url, isGet ? null : planned.Fields));
        request.Headers.Add("I-Twilio-Idempotency-Token", planned.IdempotencyToken);
        request.Content = isGet ? null : new FormUrlEncodedContent(planned.Fields);
        return request;
    }
}
