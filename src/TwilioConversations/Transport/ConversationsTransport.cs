using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TwilioConversations;

/// <summary>Sends a request, again where that is safe, and deserializes the response or throws.</summary>
internal sealed class ConversationsTransport : IDisposable
{
    private const string WebhookHeader = "X-Twilio-Webhook-Enabled";

    private static readonly string UserAgent = "TwilioConversations/" +
        typeof(ConversationsTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // .NET sends a request without content again by itself when the connection closes, unseen by the retry policy. That of
    // .NET Framework refuses content with a GET.
    private static readonly bool SendsEmptyContent = !RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    private readonly HttpMessageInvoker _connections;

    // The caller's; null for the client's own connections, which do without the linked token that HttpClient gives each request.
    private readonly HttpClient? _httpClient;
    private readonly ConversationsClientOptions _options;
    private readonly string? _mediaBaseAddress;
    private readonly string? _webhookEnabled;
    private readonly RetryPolicy _retry;
    private readonly RequestPace _pace;
    private readonly CancellationTokenSource _disposal = new();
    private CallContext? _context;

    public ConversationsTransport(ConversationsClientOptions options, HttpMessageInvoker connections)
    {
        _options = (options ?? throw new ArgumentNullException(nameof(options))).Snapshot();
        _connections = connections;
        _httpClient = connections as HttpClient;
        BaseAddress = _options.ValidatedBaseAddress();
        _mediaBaseAddress = _options.ValidatedMediaBaseAddress();
        _webhookEnabled = _options.WebhookEnabled is { } isEnabled ? WireText.Of(isEnabled) : null;
        _options.AttemptTimeout = Shorter(_options.AttemptTimeout, _httpClient?.Timeout ?? Timeout.InfiniteTimeSpan);
        _retry = new RetryPolicy(_options.Retry, _options.Log);
        _pace = new RequestPace(_options.TimeProvider);
    }

    /// <summary>The service's address, without a slash at the end.</summary>
    public string BaseAddress { get; }

    /// <summary>The media service's address, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">Only the other service's address is known.</exception>
    public string MediaBaseAddress => _mediaBaseAddress ?? throw new InvalidOperationException(
        $"{nameof(_options.BaseAddress)} says where Twilio Conversations is, but not where its media are: set {nameof(_options.MediaBaseAddress)} too.");

    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>What is to be known of one input of a bulk operation.</summary>
    public CallContext CreateContext(int maxAttempts, SharedBackOff backOff) => new(_options, maxAttempts, backOff);

    /// <summary>What all inputs of a bulk operation wait for.</summary>
    public SharedBackOff CreateBackOff(int? perSecond) => new(TimeProvider, _pace, perSecond);

    /// <summary>The same transport for the calls of one context, which follow one another.</summary>
    public ConversationsTransport For(CallContext context)
    {
        var other = (ConversationsTransport)MemberwiseClone();
        other._context = context;
        return other;
    }

    /// <summary>Ends the calls that are under way, and those to come.</summary>
    public void Dispose() => _disposal.Cancel();

    public Task SendAsync(ApiRequest call, CancellationToken cancellationToken) => SendAsync<object?>(call, null, cancellationToken);

    /// <summary>The same, for an operation that has more than one status of success.</summary>
    public async Task<ApiResponse<T>> SendWithStatusAsync<T>(ApiRequest call, JsonRead<T> read, CancellationToken cancellationToken)
    {
        var value = await SendAsync(call, read, cancellationToken).ConfigureAwait(false);
        return new(value, call.StatusCode);
    }

    /// <summary>Sends, and hands over the response as a stream that disposes of it.</summary>
    public async Task<Stream> OpenAsync(ApiRequest call, CancellationToken cancellationToken) => new ResponseStream(
        call.Operation, await SendAsync<HttpResponseMessage>(call, null, cancellationToken).ConfigureAwait(false), _options.AttemptTimeout, TimeProvider, _disposal.Token);

    public static ObjectDisposedException Disposed(string operation) => new("ConversationsClient", $"{operation}: the client was disposed of.");

    /// <summary>Sends with retries, and reads the response with <paramref name="read"/>, unless there is nothing to read.</summary>
    public async Task<T> SendAsync<T>(ApiRequest call, JsonRead<T>? read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var context = _context ?? new CallContext(_options, _options.Retry.MaxAttempts);
        context.BeginCall(call);
        using var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token) : null;
        var stop = linked?.Token ?? _disposal.Token;
        context.Span = Telemetry.Start(call);
        Exception? error = null;
        try
        {
            while (true)
            {
                if (context.BackOff is not null)
                {
                    await context.WaitForTurnAsync(stop).ConfigureAwait(false);
                }

                TimeSpan delay;
                try
                {
                    var result = await AttemptAsync(context, read, stop).ConfigureAwait(false);
                    call.Check(result);
                    return result;
                }
                catch (Exception e)
                {
                    if (_retry.DelayAfter(e, context) is not { } wait)
                    {
                        throw;
                    }

                    delay = wait;
                }
                finally
                {
                    context.EndTurn();
                }

                await TimeProvider.DelayAsync(delay, stop).ConfigureAwait(false);
                if (context.TimeLeft <= TimeSpan.Zero)
                {
                    throw OutOfTime(context, null);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error = cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(cancellationToken)
                : Disposed(call.Operation);
            throw error;
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            Telemetry.Stop(context, error);
        }
    }

    private async ValueTask<T> AttemptAsync<T>(CallContext context, JsonRead<T>? read, CancellationToken stop)
    {
        var call = context.Request;
        context.BeginAttempt();
        using var leases = _options.HasRateLimiter ? await AcquireAsync(context, stop).ConfigureAwait(false) : null;
        context.Attempts++;
        // An upload may take as long as it moves on.
        using var limit = new LinkedTimeout(call.Content is null ? context.LimitAttempt() : _options.AttemptTimeout, TimeProvider, stop);
        var isRequested = false;
        HttpResponseMessage? response = null;
        try
        {
            var credentials = call.IsAnonymous ? null : _options.Credentials ?? await _options.CredentialsProvider!(limit.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"{nameof(_options.CredentialsProvider)} returned null.");
            using var message = ToMessage(context, credentials, limit);
            isRequested = true;
            (context.IsSent, context.IsWaiting) = (true, message.Content is SentContent);
            var sending = _httpClient is null
                ? _connections.SendAsync(message, limit.Token)
                : _httpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            ResponseReader.Prepare();
            response = await sending.ConfigureAwait(false);
#if !NET
            // There it is null where a handler of the caller's gave none.
            response.Content ??= new ByteArrayContent([]);
#endif
            context.Status = call.StatusCode = response.StatusCode;
            if (context.Span is not null)
            {
                context.RequestId = ResponseReader.RequestId(response);
            }

            _options.Log?.Answered(call.Operation, context.Attempts, (int)response.StatusCode);
            if (response.IsSuccessStatusCode)
            {
                if (typeof(T) == typeof(HttpResponseMessage))
                {
                    // The caller disposes of it.
                    var whole = (T)(object)response;
                    response = null;
                    return whole;
                }

                return read is null ? default! : await ResponseReader.ReadAsync(call.Operation, response, read, _options.MaxResponseContentBufferSize, limit.Token).ConfigureAwait(false);
            }

            // Gone since an earlier attempt removed it, whose response did not come.
            if (response.StatusCode == HttpStatusCode.NotFound && call.Method == HttpMethod.Delete && context.MayHaveBeenDone)
            {
                return default!;
            }

            throw await ResponseReader.ReadErrorAsync(call.Operation, response, TimeProvider, limit.Token).ConfigureAwait(false);
        }
        // A connection that breaks off because of a cancellation or a limit is reported in many ways; the cause is what the caller knows.
        catch (Exception e) when (e is OperationCanceledException || (limit.Token.IsCancellationRequested && e is not ConversationsException))
        {
            stop.ThrowIfCancellationRequested();
            context.IsSent &= !(context.IsWaiting && limit.Token.IsCancellationRequested);
            throw Unanswered(context, e, limit.Token.IsCancellationRequested, isRequested);
        }
        catch (HttpRequestException e) when (ResponseReader.IsQuoted(e))
        {
            throw ResponseReader.NotHttp();
        }
        finally
        {
            response?.Dispose();
        }
    }

    private async Task<RateLimitLeases> AcquireAsync(CallContext context, CancellationToken stop)
    {
        using var limit = new LinkedTimeout(context.TimeLeft, TimeProvider, stop);
        try
        {
            return await RateLimitLeases.AcquireAsync(_options, context, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            stop.ThrowIfCancellationRequested();
            throw limit.Token.IsCancellationRequested
                ? OutOfTime(context, e)
                : new TimeoutException($"{context.Request.Operation}: the rate limiter was cancelled, and not by this call.", e);
        }
    }

    private TimeoutException Unanswered(CallContext context, Exception cause, bool isOver, bool isRequested) => isOver && context.IsLast
        ? OutOfTime(context, cause)
        : new(
            isOver && isRequested && !context.IsSent ? $"{context.Request.Operation}: no connection was free within the time limit of {_options.AttemptTimeout}."
            // The limit of the caller's own HttpClient may come first.
            : isOver || (isRequested && _httpClient?.Timeout == _options.AttemptTimeout) ? $"{context.Request.Operation}: no complete response came within the time limit of {_options.AttemptTimeout}."
            : $"{context.Request.Operation}: the {(isRequested ? "request" : "credentials provider")} was cancelled, and not by this call.",
            cause);

    private TimeoutException OutOfTime(CallContext context, Exception? cause)
    {
        context.IsOutOfTime = true;
        return new($"{context.Request.Operation}: not done within the time limit of {_options.TotalTimeout}, after {context.Attempts} attempts.", context.LastError ?? cause);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        other != Timeout.InfiniteTimeSpan && other <= TimeSpan.FromDays(24) && (one == Timeout.InfiniteTimeSpan || other < one) ? other : one;

    private HttpRequestMessage ToMessage(CallContext context, TwilioCredentials? credentials, LinkedTimeout limit)
    {
        var call = context.Request;
        var message = new HttpRequestMessage(call.Method, new Uri(call.Address, UriKind.Absolute))
        {
#if NET
            // Over https, and where the service offers it.
            Version = _httpClient?.DefaultRequestVersion ?? HttpVersion.Version20,
            VersionPolicy = _httpClient?.DefaultVersionPolicy ?? HttpVersionPolicy.RequestVersionOrLower,
#endif
        };
        // Skips the validation of headers: each is known to be valid.
        if (credentials is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", credentials.AuthorizationHeader);
            message.Headers.TryAddWithoutValidation("Accept", "application/json");
        }

        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var header in call.Headers)
        {
            var value = header.Value ?? (header.Key == WebhookHeader ? _webhookEnabled : null);
            if (!string.IsNullOrEmpty(value))
            {
                message.Headers.Add(header.Key, value);
            }
        }

        if (call.Content is { } content)
        {
            message.Content = content(limit.Restart);
        }
        else if (call.Form is { } form)
        {
            message.Content = new SentContent(form, context, limit.Source);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }
        else if (SendsEmptyContent && !call.IsAnonymous)
        {
            message.Content = new SentContent([], context, limit.Source);
        }

        return message;
    }
}
