using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TwilioConversations;

/// <summary>Sends the request of one attempt and reads its response. A failure becomes one of the library's exceptions.</summary>
internal sealed class AttemptSender
{
    private const string WebhookHeader = "X-Twilio-Webhook-Enabled";

    private static readonly string UserAgent = "TwilioConversations/" +
        typeof(AttemptSender).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // .NET sends a request without content again by itself when the connection closes, unseen by the retry policy. That of
    // .NET Framework rejects content with a GET.
    private static readonly bool SendsEmptyContent = !RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    private readonly ConversationsClientOptions _options;
    private readonly HttpMessageInvoker _connections;

    // The caller's; null for the client's own connections, which do without the linked token that HttpClient gives each request.
    private readonly HttpClient? _httpClient;
    private readonly string? _webhookEnabled;

    public AttemptSender(ConversationsClientOptions options, HttpMessageInvoker connections)
    {
        _options = options;
        _connections = connections;
        _httpClient = connections as HttpClient;
        _webhookEnabled = options.WebhookEnabled is { } isEnabled ? WireText.Of(isEnabled) : null;
    }

    public async ValueTask<T> SendAsync<T>(Attempt attempt, JsonRead<T>? read, CancellationToken stop)
    {
        var request = attempt.Call.Request;
        attempt.Start(stop);
        HttpResponseMessage? response = null;
        try
        {
            var credentials = request.IsAnonymous ? null : _options.Credentials ?? await _options.CredentialsProvider!(attempt.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"{nameof(_options.CredentialsProvider)} returned null.");
            using var message = ToMessage(attempt, credentials);
            attempt.Send(message, isCounted: _httpClient is null);
            var sending = _httpClient is null
                ? _connections.SendAsync(message, attempt.Token)
                : _httpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, attempt.Token);
            ResponseReader.Prepare();
            response = await sending.ConfigureAwait(false);
#if !NET
            // There it is null if a handler of the caller's gave none.
            response.Content ??= new ByteArrayContent([]);
#endif
            attempt.Status = response.StatusCode;
            attempt.Call.Span?.SetTag("twilio.request_id", ResponseReader.RequestId(response));
            if (request.Options?.OnResponse is not null)
            {
                attempt.Response = new ResponseInfo(response.StatusCode, ResponseReader.Headers(response));
            }

            _options.Log?.Received(request.Operation, attempt.Call.Attempts, (int)response.StatusCode);
            if (response.RequestMessage?.RequestUri is { } address && address != attempt.Address)
            {
                throw ResponseReader.Invalid(
                    request.Operation, response, "it came from another address than the one requested, because the HttpClient follows redirects");
            }

            if (response.IsSuccessStatusCode)
            {
                if (typeof(T) == typeof(HttpResponseMessage))
                {
                    var whole = response.StatusCode == HttpStatusCode.OK
                        ? (T)(object)response
                        : throw ResponseReader.Invalid(request.Operation, response, "a whole file comes with status 200");
                    // The caller disposes of it.
                    response = null;
                    return whole;
                }

                var maximum = _options.MaxResponseContentBufferSize;
                if (read is null)
                {
                    return default!;
                }

                var resource = await ResponseReader.ReadAsync(request.Operation, response, read, maximum, attempt.Token).ConfigureAwait(false);
                return request.MismatchOf(resource) is not { } kind
                    ? resource
                    : throw new KeyMismatchException(request.Operation, response.StatusCode, kind, ResponseReader.Headers(response));
            }

            // Gone since an earlier attempt removed it, whose response did not come.
            if (response.StatusCode == HttpStatusCode.NotFound && request.Method == HttpMethod.Delete && attempt.Call.Budget.MayHaveBeenDone)
            {
                return default!;
            }

            throw await ResponseReader.ReadErrorAsync(request.Operation, response, _options.TimeProvider, attempt.Token, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (attempt.IsRedirected)
        {
            const string What = "the HttpClient follows redirects, but content is sent to no other address";
            throw new InvalidResponseException(request.Operation, HttpStatusCode.TemporaryRedirect, What, innerException: e);
        }
        // A connection that breaks off because of a cancellation or a limit is reported in many ways; the cause is what the caller knows.
        catch (Exception e) when (e is OperationCanceledException || (attempt.IsOver && e is not ConversationsException))
        {
            var wasRequested = attempt.IsSent;
            if (attempt.IsOver)
            {
                attempt.TakeBackIfWaiting();
            }

            stop.ThrowIfCancellationRequested();
            throw WithoutResponse(attempt, e, wasRequested);
        }
        // What the credentials provider throws is passed through.
        catch (HttpRequestException e) when (attempt.Address is not null)
        {
            if (_httpClient is null)
            {
                // .NET begins to write the content right after the headers. A handler of the caller's might do otherwise.
                attempt.TakeBackIfWaiting();
            }

            throw new ConversationsConnectionException(request.Operation, ResponseReader.IsQuoted(e) ? ResponseReader.NotHttp() : e);
        }
        finally
        {
            response?.Dispose();
        }
    }

    public static ConversationsTimeoutException OutOfTime(Call call, Exception? cause)
    {
        call.Budget.IsOutOfTime = true;
        return new(
            call.Request.Operation,
            call.Budget.TotalTimeoutName,
            $"not done within the time limit of {call.Budget.TotalTimeout}, after {call.Attempts} attempts",
            call.LastError ?? cause);
    }

    private ConversationsTimeoutException WithoutResponse(Attempt attempt, Exception cause, bool wasRequested)
    {
        if (attempt.IsOver && attempt.IsLast)
        {
            return OutOfTime(attempt.Call, cause);
        }

        // The limit of the caller's own HttpClient may come first.
        var isTooLate = attempt.IsOver || (wasRequested && _httpClient?.Timeout == _options.AttemptTimeout);
        var what = !isTooLate ? $"the {(wasRequested ? "request" : "credentials provider")} was canceled, and not by this call"
            : wasRequested && !attempt.IsSent ? $"no connection was free within the time limit of {_options.AttemptTimeout}"
            : $"no complete response came within the time limit of {_options.AttemptTimeout}";
        return new(attempt.Call.Request.Operation, isTooLate ? nameof(_options.AttemptTimeout) : null, what, cause);
    }

    private HttpRequestMessage ToMessage(Attempt attempt, TwilioCredentials? credentials)
    {
        var request = attempt.Call.Request;
        var message = new HttpRequestMessage(request.Method, new Uri(request.Address, UriKind.Absolute))
        {
#if NET
            // Over https, and if the service offers it.
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
        foreach (var header in request.Headers)
        {
            var value = header.Value ?? (header.Key == WebhookHeader ? _webhookEnabled : null);
            if (!string.IsNullOrEmpty(value))
            {
                message.Headers.Add(header.Key, value);
            }
        }

        foreach (var header in request.IsAnonymous ? [] : request.Options?.AdditionalHeaders ?? [])
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (request.Upload is { } upload)
        {
            message.Content = new UploadContent(upload, attempt);
        }
        else if (request.Form is { } form)
        {
            message.Content = new SentContent(form, attempt);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }
        else if (SendsEmptyContent && !request.IsAnonymous)
        {
            message.Content = new SentContent([], attempt);
        }

        return message;
    }
}
