using System.Net.Sockets;

namespace TwilioConversations.Testing;

/// <summary>Sends webhooks, those for one address in the order of their events, and keeps their outcomes.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MaximumResponse = 1024 * 1024;
    private const int MaximumWaiting = 10_000;

    private static readonly HttpRequestOptionsKey<TimeSpan> ConnectTimeout = new("ConnectTimeout");

    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = ConnectAsync })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaximumResponse,
    };

    private readonly TimeProvider _timeProvider;
    private readonly string _authToken;
    private readonly HashSet<string> _hosts;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _lines = [];
    private CancellationTokenSource _ending = new();

    /// <summary>Sends to this machine and to the given hosts; <c>*</c> stands for all.</summary>
    public WebhookSender(TimeProvider timeProvider, string authToken, IEnumerable<string> hosts)
    {
        (_timeProvider, _authToken) = (timeProvider, authToken);
        _hosts = new HashSet<string>(hosts, StringComparer.OrdinalIgnoreCase);
    }

    public BoundedLog<WebhookDelivery> Deliveries { get; } = new(
        ConversationsEmulator.LogCapacity, delivery =>
            delivery.Url.Length + delivery.Fields.Sum(field => field.Key.Length + field.Value.Length) + (delivery.ResponseBody?.Length ?? 0));

    /// <summary>Called after each entry of <see cref="Deliveries"/>.</summary>
    public Action? Delivered { get; set; }

    /// <summary>Sends an event that has happened, and does not wait for the responses.</summary>
    public void Send(WebhookEvent webhookEvent, IEnumerable<WebhookTarget> targets)
    {
        foreach (var target in targets)
        {
            lock (_lock)
            {
                if (!_lines.TryGetValue(target.Url, out var line))
                {
                    _lines[target.Url] = line = new Line();
                }

                if (++line.Waiting > MaximumWaiting)
                {
                    line.Waiting--;
                    var error = $"Not sent: {MaximumWaiting} webhooks already wait for this address.";
                    Add(new WebhookDelivery { EventType = webhookEvent.Type, Url = target.Url, Method = target.Method, Error = error });
                    continue;
                }

                line.Last = SendAfterAsync(line.Last, webhookEvent, target, line, _ending.Token);
            }
        }
    }

    /// <summary>Sends an event that is about to happen to one webhook, and waits for its response.</summary>
    public Task<WebhookDelivery> AskAsync(WebhookEvent webhookEvent, WebhookTarget target)
    {
        lock (_lock)
        {
            return SendAsync(webhookEvent, target, mayRetry: false, _ending.Token);
        }
    }

    /// <summary>Waits until no webhook is in progress, including those that others cause.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task[] underWay;
            lock (_lock)
            {
                underWay = [.. _lines.Values.Select(line => line.Last)];
            }

            if (underWay.Length == 0)
            {
                return;
            }

            await Task.WhenAll(underWay).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends pending webhooks, and forgets the deliveries.</summary>
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

    /// <summary>Sends a webhook after the one before it in the same line.</summary>
    private async Task SendAfterAsync(Task previous, WebhookEvent webhookEvent, WebhookTarget target, Line line, CancellationToken ending)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await ((Task)SendAsync(webhookEvent, target, mayRetry: true, ending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (--line.Waiting == 0)
            {
                _lines.Remove(target.Url);
            }
        }
    }

    private async Task<WebhookDelivery> SendAsync(WebhookEvent webhookEvent, WebhookTarget target, bool mayRetry, CancellationToken ending)
    {
        ending.ThrowIfCancellationRequested();
        var address = new WebhookAddress(target.Url);
        var token = Guid.NewGuid().ToString();
        var started = _timeProvider.GetTimestamp();
        for (var retryCount = 0; ; retryCount++)
        {
            var fields = new Dictionary<string, string>(webhookEvent.Fields) { ["RetryCount"] = $"{retryCount}" };
            var isGet = target.Method == "GET";
            var planned = new WebhookDelivery
            {
                EventType = webhookEvent.Type,
                Time = _timeProvider.GetUtcNow(),
                Url = address.Url,
                Method = target.Method,
                Fields = fields,
                Signature = address.Uri is null ? "" : WebhookSignature.Compute(_authToken, isGet ? address.With(fields) : address.Url, isGet ? null : fields),
                IdempotencyToken = token,
                RetryCount = retryCount,
            };
            var notSent = target.NotSent ?? (Reaches(address) ? null : "Not sent: the emulator calls only this machine and the hosts in WebhookHosts.");
            var left = address.TotalTimeout - _timeProvider.GetElapsedTime(started);
            var (delivery, failure) = notSent is null ? await TryAsync(planned, address, left, ending) : (planned with { Error = notSent }, null);
            ending.ThrowIfCancellationRequested();
            Add(delivery);
            if (!mayRetry || !address.Retries(failure, retryCount) || address.TotalTimeout <= _timeProvider.GetElapsedTime(started))
            {
                return delivery;
            }
        }
    }

    /// <summary>Sends a request once.</summary>
    /// <returns>The delivery with its outcome, and the kind of failure as in the fragment of an address; null for none.</returns>
    private async Task<(WebhookDelivery Delivery, string? Failure)> TryAsync(
        WebhookDelivery planned, WebhookAddress address, TimeSpan left, CancellationToken ending)
    {
        var limit = left < address.ResponseTimeout ? left : address.ResponseTimeout;
        using var timeout = new CancellationTokenSource(limit, _timeProvider);
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
            return (planned with { Error = $"No response came within {limit.TotalSeconds} seconds." }, WebhookAddress.TimedOut);
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
        var request = new HttpRequestMessage(new HttpMethod(planned.Method), isGet ? address.With(planned.Fields) : address.Url);
        request.Options.Set(ConnectTimeout, address.ConnectTimeout);
        request.Headers.Add(WebhookSignature.HeaderName, planned.Signature);
        request.Headers.Add("I-Twilio-Idempotency-Token", planned.IdempotencyToken);
        request.Content = isGet ? null : new FormUrlEncodedContent(planned.Fields);
        return request;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (context.InitialRequestMessage.Options.TryGetValue(ConnectTimeout, out var time))
        {
            limit.CancelAfter(time);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new IOException("The connection took too long.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool Reaches(WebhookAddress address) => address.Uri is { } uri && (uri.IsLoopback || _hosts.Contains(uri.Host) || _hosts.Contains("*"));

    private void Add(WebhookDelivery delivery)
    {
        Deliveries.Add(delivery);
        Delivered?.Invoke();
    }

    /// <summary>The webhooks for one address.</summary>
    private sealed class Line
    {
        public Task Last { get; set; } = Task.CompletedTask;

        public int Waiting { get; set; }
    }
}
