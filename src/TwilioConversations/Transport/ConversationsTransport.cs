using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Puts a described request on the wire and makes of the answer what the operation promises, or an exception.</summary>
internal sealed class ConversationsTransport
{
    private const string WebhookHeader = "X-Twilio-Webhook-Enabled";

    // A call without a limit waits no longer either, since no timer counts to what an answer may ask for.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private static readonly ProductInfoHeaderValue UserAgent = new("TwilioConversations", Version());

    private readonly HttpClient _httpClient;
    private readonly ConversationsClientOptions _options;
    private readonly string _baseAddress;
    private readonly Uri _origin;
    private readonly string? _webhookEnabled;
    private readonly TimeSpan _attemptTimeout;
    private readonly ILogger _logger;
    private readonly RetryPolicy _retry;
    private bool _leavesRateLimits;

    public ConversationsTransport(ConversationsClientOptions options, HttpClient httpClient)
    {
        _options = (options ?? throw new ArgumentNullException(nameof(options))).Snapshot();
        _httpClient = httpClient;
        _baseAddress = _options.ValidatedBaseAddress();
        _origin = new Uri(_baseAddress);
        _webhookEnabled = _options.WebhookEnabled?.ToString();
        _attemptTimeout = Shorter(_options.AttemptTimeout, httpClient.Timeout);
        _logger = _options.LoggerFactory?.CreateLogger("TwilioConversations") ?? NullLogger.Instance;
        _retry = new RetryPolicy(_options.Retry, _options.TimeProvider, _logger);
    }

    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>The same, for a caller that does the waiting itself when the service says that there are too many requests.</summary>
    public ConversationsTransport LeavingRateLimits()
    {
        var other = (ConversationsTransport)MemberwiseClone();
        other._leavesRateLimits = true;
        return other;
    }

    public Task SendAsync(ApiRequest call, CancellationToken cancellationToken) => SendAsync<object?>(call, null, cancellationToken);

    /// <summary>Sends, as often as it takes and is safe, and reads the answer with <paramref name="read"/>, or not at all where there is nothing to read.</summary>
    public async Task<T> SendAsync<T>(ApiRequest call, Func<JsonReader, T>? read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = TimeProvider.GetTimestamp();
        using var limit = new TimeLimit(_options.TotalTimeout, TimeProvider, cancellationToken);
        var attempts = new Attempts(call, _leavesRateLimits, () => _options.TotalTimeout == Timeout.InfiniteTimeSpan ? LongestWait : _options.TotalTimeout - TimeProvider.GetElapsedTime(started));
        var span = Telemetry.Start(call, _origin);
        Exception? error = null;
        try
        {
            return await _retry.ExecuteAsync(attempts, (current, token) => AttemptAsync(current, read, token), limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            error = cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(cancellationToken)
                : new TimeoutException($"{call.Operation}: not done within the time limit of {_options.TotalTimeout}, after {attempts.Number} attempts.", attempts.LastError ?? e);
            throw error;
        }
        catch (Exception e)
        {
            error = e;
            throw;
        }
        finally
        {
            Telemetry.Stop(span, attempts, TimeProvider.GetElapsedTime(started), error);
        }
    }

    private async Task<T> AttemptAsync<T>(Attempts attempts, Func<JsonReader, T>? read, CancellationToken cancellationToken)
    {
        var call = attempts.Call;
        (attempts.Status, attempts.RequestId) = (null, null);
        using var permit = _options.RateLimiter is { } all
            ? Acquired(await all.AcquireAsync(1, cancellationToken).ConfigureAwait(false), call) : null;
        using var conversationPermit = _options.ConversationRateLimiter is { } byConversation
            ? Acquired(await byConversation.AcquireAsync(call.Conversation, 1, cancellationToken).ConfigureAwait(false), call) : null;
        using var limit = new TimeLimit(_attemptTimeout, TimeProvider, cancellationToken);
        try
        {
            var credentials = _options.Credentials ?? await _options.CredentialsProvider!(limit.Token).ConfigureAwait(false);
            using var message = ToMessage(call, credentials ?? throw new InvalidOperationException($"{nameof(_options.CredentialsProvider)} gave null."));
            using var response = await _httpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            attempts.Status = response.StatusCode;
            attempts.RequestId = response.Headers.TryGetValues("Twilio-Request-Id", out var ids) ? ids.First() : null;
            Log.Answered(_logger, call.Operation, attempts.Number, (int)response.StatusCode);
            if (response.IsSuccessStatusCode)
            {
                return read is null ? default! : await ResponseReader.ReadAsync(call.Operation, response, read, _options.MaximumResponseBytes, limit.Token).ConfigureAwait(false);
            }

            // Gone since an earlier attempt removed it, whose answer did not come.
            if (response.StatusCode == HttpStatusCode.NotFound && call.Method == HttpMethod.Delete && attempts.MayHaveBeenDone)
            {
                return default!;
            }

            throw await ResponseReader.ReadErrorAsync(call.Operation, response, limit.Token).ConfigureAwait(false);
        }
        // A connection that breaks off because of a cancellation or a limit is reported in many ways; the cause is what the caller knows.
        catch (Exception e) when (e is OperationCanceledException || (limit.Token.IsCancellationRequested && e is not ConversationsException))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{call.Operation}: no whole answer came within the time limit of {_attemptTimeout}.", e);
        }
    }

    private static RateLimitLease Acquired(RateLimitLease lease, ApiRequest call)
    {
        if (lease.IsAcquired)
        {
            return lease;
        }

        using (lease)
        {
            throw new RateLimiterRejectedException(call.Operation, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan || (other != Timeout.InfiniteTimeSpan && other < one) ? other : one;

    private HttpRequestMessage ToMessage(ApiRequest call, TwilioCredentials credentials)
    {
        var message = new HttpRequestMessage(call.Method, new Uri(_baseAddress + call.Target, UriKind.Absolute));
        message.Headers.Authorization = credentials.AuthorizationHeader;
        message.Headers.Accept.Add(Json);
        message.Headers.UserAgent.Add(UserAgent);
        if (call.Headers is { } headers)
        {
            foreach (var header in headers)
            {
                var value = header.Value ?? (header.Key == WebhookHeader ? _webhookEnabled : null);
                if (!string.IsNullOrEmpty(value))
                {
                    message.Headers.Add(header.Key, value);
                }
            }
        }

        message.Content = call.Form?.ToContent();
        return message;
    }

    private static string Version() =>
        typeof(ConversationsTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
