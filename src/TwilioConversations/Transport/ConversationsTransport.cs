using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Puts a described request on the wire and makes of the answer what the operation promises, or an exception.</summary>
internal sealed class ConversationsTransport
{
    private const string WebhookHeader = "X-Twilio-Webhook-Enabled";
    private const int MaximumErrorBytes = 64 * 1024;

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
        options.Validate();
        _httpClient = httpClient;
        _baseAddress = options.ResolveBaseAddress();
        _origin = new Uri(_baseAddress);
        _webhookEnabled = options.WebhookEnabled?.ToString();
        _attemptTimeout = Shorter(options.AttemptTimeout, httpClient.Timeout);
        _logger = options.LoggerFactory?.CreateLogger("TwilioConversations") ?? NullLogger.Instance;
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
        var attempts = new Attempts(call, _leavesRateLimits, () => _options.TotalTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _options.TotalTimeout - TimeProvider.GetElapsedTime(started));
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
                return read is null ? default! : await ReadAsync(call, response, read, limit.Token).ConfigureAwait(false);
            }

            // Gone since an earlier attempt removed it, whose answer did not come.
            if (response.StatusCode == HttpStatusCode.NotFound && call.Method == HttpMethod.Delete && attempts.MayHaveBeenDone)
            {
                return default!;
            }

            var error = await ReadErrorAsync(response, limit.Token).ConfigureAwait(false);
            throw new ConversationsException(call.Operation, response.StatusCode, error, Headers(response));
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

    private async Task<T> ReadAsync<T>(ApiRequest call, HttpResponseMessage response, Func<JsonReader, T> read, CancellationToken cancellationToken)
    {
        // One byte more than may be, to tell an answer that is too long from one that just fits.
        using var body = await ReadBodyAsync(response, _options.MaximumResponseBytes + 1, cancellationToken).ConfigureAwait(false);
        if (body.Length > _options.MaximumResponseBytes)
        {
            throw new InvalidResponseException(call.Operation, response.StatusCode, $"longer than {_options.MaximumResponseBytes} bytes", Headers(response));
        }

        try
        {
            return ReadJson(body, read);
        }
        // Newtonsoft's own messages quote the answer, so that only ours are kept.
        catch (UnexpectedJsonException e)
        {
            throw new InvalidResponseException(call.Operation, response.StatusCode, e.Message, Headers(response), e);
        }
        catch (JsonReaderException e)
        {
            throw new InvalidResponseException(
                call.Operation, response.StatusCode, $"not valid JSON (line {e.LineNumber}, position {e.LinePosition})", Headers(response));
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidResponseException(call.Operation, response.StatusCode, "not valid UTF-8", Headers(response));
        }
    }

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

    private static async Task<MemoryStream> ReadBodyAsync(HttpResponseMessage response, int maximumBytes, CancellationToken cancellationToken)
    {
        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
            // Streams of the older framework look at the token only before they read: closing the answer ends the read.
            using var registration = cancellationToken.Register(response.Dispose);
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            var body = new MemoryStream();
            var buffer = new byte[8192];
            int count;
#pragma warning disable CA1835 // netstandard2.0 has only this overload, and over an array it costs the same.
            while ((count = await stream.ReadAsync(buffer, 0, (int)Math.Min(buffer.Length, maximumBytes - body.Length), cancellationToken).ConfigureAwait(false)) > 0)
#pragma warning restore CA1835
            {
                body.Write(buffer, 0, count);
            }

            body.Position = 0;
            return body;
        }
        catch (IOException e)
        {
            throw new HttpRequestException("The connection broke while the answer was being read.", e);
        }
    }

    private static T ReadJson<T>(Stream body, Func<JsonReader, T> read)
    {
        using var text = new StreamReader(body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None };
        if (!reader.Read())
        {
            throw new UnexpectedJsonException("the body is empty", reader);
        }

        var result = read(reader);
        // Throws where there is more than the one value.
        reader.Read();
        return result;
    }

    /// <summary>What the body says of the error; null where it is not the service's JSON, whole and of the right shape.</summary>
    private static async Task<ApiError?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await ReadBodyAsync(response, MaximumErrorBytes, cancellationToken).ConfigureAwait(false);
            return ReadJson(body, ApiError.Read);
        }
        // The status says more than a fault in the words that come with it.
        catch (Exception e) when (e is JsonException or HttpRequestException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => (IReadOnlyList<string>)[.. header.Value], StringComparer.OrdinalIgnoreCase);

    private static string Version() =>
        typeof(ConversationsTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
