using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
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
    private readonly TwilioCredentials _credentials;
    private readonly string _baseAddress;
    private readonly string? _webhookEnabled;

    public ConversationsTransport(ConversationsClientOptions options, HttpClient httpClient)
    {
        _httpClient = httpClient;
        _credentials = (options ?? throw new ArgumentNullException(nameof(options))).Credentials ?? throw new ArgumentException($"{nameof(options.Credentials)} must be set.", nameof(options));
        _baseAddress = options.ResolveBaseAddress();
        TimeProvider = options.TimeProvider;
        _webhookEnabled = options.WebhookEnabled?.ToString();
    }

    public TimeProvider TimeProvider { get; }

    public Task SendAsync(ApiRequest call, CancellationToken cancellationToken) => SendAsync<object?>(call, null, cancellationToken);

    /// <summary>Sends, and reads the answer with <paramref name="read"/>, or not at all where there is nothing to read.</summary>
    public async Task<T> SendAsync<T>(ApiRequest call, Func<JsonReader, T>? read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The client's own limit ends with the header; a body that stalls must not last longer either.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_httpClient.Timeout);
        try
        {
            using var message = ToMessage(call);
            using var response = await _httpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                var error = await ReadErrorAsync(response, limit.Token).ConfigureAwait(false);
                throw new ConversationsException(call.Operation, response.StatusCode, error, Headers(response));
            }

            return read is null ? default! : await ReadAsync(call, response, read, limit.Token).ConfigureAwait(false);
        }
        // A connection that breaks off because of a cancellation or the limit is reported in many ways; the cause is what the caller knows.
        catch (Exception e) when (e is OperationCanceledException || (limit.IsCancellationRequested && e is not ConversationsException))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{call.Operation}: no whole answer came within the time limit of {_httpClient.Timeout}.", e);
        }
    }

    private static async Task<T> ReadAsync<T>(ApiRequest call, HttpResponseMessage response, Func<JsonReader, T> read, CancellationToken cancellationToken)
    {
        using var body = await ReadBodyAsync(response, int.MaxValue, cancellationToken).ConfigureAwait(false);
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

    private HttpRequestMessage ToMessage(ApiRequest call)
    {
        var message = new HttpRequestMessage(call.Method, new Uri(_baseAddress + call.Target, UriKind.Absolute));
        message.Headers.Authorization = _credentials.AuthorizationHeader;
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
