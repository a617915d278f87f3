using System.Net;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json;

namespace TwilioConversations;

/// <summary>Puts a described request on the wire and makes of the answer what the operation promises, or an exception.</summary>
internal sealed class ConversationsTransport
{
    private const string WebhookHeader = "X-Twilio-Webhook-Enabled";

    private static readonly string UserAgent = "TwilioConversations/" + Version();

    private readonly HttpClient _httpClient;
    private readonly ConversationsClientOptions _options;
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
        BaseAddress = _options.ValidatedBaseAddress();
        _origin = new Uri(BaseAddress);
        _webhookEnabled = WireText.Of(_options.WebhookEnabled);
        _attemptTimeout = Shorter(_options.AttemptTimeout, httpClient.Timeout);
        _logger = _options.LoggerFactory?.CreateLogger("TwilioConversations") ?? NullLogger.Instance;
        _retry = new RetryPolicy(_options.Retry, _options.TimeProvider, _logger);
    }

    /// <summary>The service's address, without a slash at the end.</summary>
    public string BaseAddress { get; }

    public TimeProvider TimeProvider => _options.TimeProvider;

    /// <summary>The same, for a caller that does the waiting itself when the service says that there are too many requests.</summary>
    public ConversationsTransport LeavingRateLimits()
    {
        var other = (ConversationsTransport)MemberwiseClone();
        other._leavesRateLimits = true;
        return other;
    }

    public Task SendAsync(ApiRequest call, CancellationToken cancellationToken) => SendAsync<object?>(call, null, cancellationToken);

    /// <summary>The same, for an operation that has more than one status of success.</summary>
    public async Task<ApiResponse<T>> SendWithStatusAsync<T>(ApiRequest call, Func<JsonReader, T> read, CancellationToken cancellationToken)
    {
        var value = await SendAsync(call, read, cancellationToken).ConfigureAwait(false);
        return new(value, call.StatusCode);
    }

    /// <summary>Sends, as often as it takes and is safe, and reads the answer with <paramref name="read"/>, or not at all where there is nothing to read.</summary>
    public async Task<T> SendAsync<T>(ApiRequest call, Func<JsonReader, T>? read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var attempts = new Attempts(call, TimeProvider, _options.TotalTimeout) { LeavesRateLimits = _leavesRateLimits };
        using var limit = new TimeLimit(_options.TotalTimeout, TimeProvider, cancellationToken);
        var span = Telemetry.Start(call, _origin);
        Exception? error = null;
        try
        {
            try
            {
                return await AttemptAsync(attempts, read, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (_retry.Handles(e, attempts))
            {
            }

            return await RetryAsync(attempts, read, limit.Token).ConfigureAwait(false);
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
            Telemetry.Stop(span, attempts, attempts.Elapsed, error);
        }
    }

    // Apart, since what its lambda captures would cost the calls that succeed at once, too.
    private Task<T> RetryAsync<T>(Attempts attempts, Func<JsonReader, T>? read, CancellationToken cancellationToken) =>
        _retry.ExecuteAsync(attempts, (attempts, token) => AttemptAsync(attempts, read, token), cancellationToken);

    private async Task<T> AttemptAsync<T>(Attempts attempts, Func<JsonReader, T>? read, CancellationToken cancellationToken)
    {
        var call = attempts.Call;
        (attempts.IsSent, attempts.Status, attempts.RequestId) = (false, null, null);
        using var permits = await Permits.AcquireAsync(_options, attempts, cancellationToken).ConfigureAwait(false);
        attempts.Number++;
        using var limit = new TimeLimit(_attemptTimeout, TimeProvider, cancellationToken);
        try
        {
            var credentials = _options.Credentials ?? await _options.CredentialsProvider!(limit.Token).ConfigureAwait(false);
            using var message = ToMessage(call, credentials ?? throw new InvalidOperationException($"{nameof(_options.CredentialsProvider)} gave null."));
            attempts.IsSent = true;
            using var response = await _httpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
#if !NET
            // There it is null where a handler of the caller's gave none.
            response.Content ??= new ByteArrayContent([]);
#endif
            attempts.Status = response.StatusCode;
            call.StatusCode = response.StatusCode;
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

            throw await ResponseReader.ReadErrorAsync(call.Operation, response, TimeProvider, limit.Token).ConfigureAwait(false);
        }
        // A connection that breaks off because of a cancellation or a limit is reported in many ways; the cause is what the caller knows.
        catch (Exception e) when (e is OperationCanceledException || (limit.Token.IsCancellationRequested && e is not ConversationsException))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException(
                attempts.IsSent || limit.Token.IsCancellationRequested
                    ? $"{call.Operation}: no whole answer came within the time limit of {_attemptTimeout}."
                    : $"{call.Operation}: the credentials provider was cancelled, and not by this call.",
                e);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan || (other != Timeout.InfiniteTimeSpan && other < one) ? other : one;

    private HttpRequestMessage ToMessage(ApiRequest call, TwilioCredentials credentials)
    {
        var message = new HttpRequestMessage(call.Method, new Uri(call.Address, UriKind.Absolute));
        // As they are: each is well-formed, and nobody reads them but the server.
        message.Headers.TryAddWithoutValidation("Authorization", credentials.AuthorizationHeader);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        foreach (var header in call.Headers)
        {
            var value = header.Value ?? (header.Key == WebhookHeader ? _webhookEnabled : null);
            if (!string.IsNullOrEmpty(value))
            {
                message.Headers.Add(header.Key, value);
            }
        }

        if (call.Form is { } form)
        {
            message.Content = new ByteArrayContent(form);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }

        return message;
    }

    private static string Version() =>
        typeof(ConversationsTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
