using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A fault of a request. Pass it to <see cref="ConversationsEmulator.InjectFault"/>.</summary>
/// <example>
/// <code>
/// service.InjectFault(EmulatorFault.ResponseLost);                                    // the next request
/// service.InjectFault(EmulatorFault.TooManyRequests(), times: null, every: 10);       // each tenth
/// service.InjectFault(EmulatorFault.Html(502), when: request => request.Method == "GET");
/// service.InjectFault(EmulatorFault.Latency(TimeSpan.Zero, TimeSpan.FromSeconds(2)), times: null, probability: 0.1);
/// </code>
/// </example>
public sealed class EmulatorFault
{
    private EmulatorFault(Func<ApiResponse>? instead, [CallerMemberName] string kind = "") => (Instead, Kind) = (instead, kind);

    /// <summary>The service responds 429 with code 20429; the request is not processed.</summary>
    /// <param name="retryAfter">The delay, zero or more, rounded down to whole seconds; null to omit <c>Retry-After</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="retryAfter"/> is negative.</exception>
    public static EmulatorFault TooManyRequests(TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retryAfter ?? TimeSpan.Zero, TimeSpan.Zero, nameof(retryAfter));
        (string, string)? header = retryAfter is { } wait ? ("Retry-After", ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)) : null;
        var response = new ApiFault(429, 20429, "Too Many Requests", header).ToResponse();
        return new(() => response) { Arguments = retryAfter is { } time ? [("retryAfter", (long)time.TotalSeconds)] : [] };
    }

    /// <summary>The service responds with an error; the request is not processed.</summary>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="code">Twilio's error code.</param>
    /// <param name="message">The error message.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not an error status.</exception>
    public static EmulatorFault Error(int status, int code, string message) => status is >= 400 and <= 599
        ? new(() => new ApiFault(status, code, message).ToResponse()) { Arguments = [("status", status), ("code", code), ("message", message)] }
        : throw new ArgumentOutOfRangeException(nameof(status), status, "Must be from 400 to 599.");

    /// <summary>A proxy in between responds with HTML; the request is not processed.</summary>
    /// <param name="status">The HTTP status, such as 502 or 503: from 200 to 599, except 204, 205 and 304, which have no body.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not such a status.</exception>
    public static EmulatorFault Html(int status)
    {
        CheckStatus(status);
        return new(() => ApiResponse.OfText(status, $"<html><body><h1>{status}</h1></body></html>", "text/html")) { Arguments = [("status", status)] };
    }

    /// <summary>The response is the given one; the request is not processed.</summary>
    /// <param name="status">The HTTP status: from 200 to 599, except 204, 205 and 304, which have no body.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">The value of Content-Type.</param>
    /// <param name="headers">More headers; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="contentType"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not such a status.</exception>
    public static EmulatorFault Respond(int status, string body, string contentType = "application/json", IReadOnlyDictionary<string, string>? headers = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(contentType);
        CheckStatus(status);
        var response = ApiResponse.OfText(status, body, contentType) with { Headers = [.. headers?.Select(header => (header.Key, header.Value)) ?? []] };
        return new(() => response) { Arguments = [("status", status), ("contentType", contentType), ("body", body)] };
    }

    /// <summary>The request is processed, and the response breaks off in the middle of its body; one without a body does not come at all.</summary>
    public static EmulatorFault TruncatedBody { get; } = new(null) { After = TruncateAsync };

    /// <summary>The connection is reset; the request is not processed.</summary>
    public static EmulatorFault DroppedConnection { get; } = new(null) { Before = DropAsync };

    /// <summary>
    /// The request is processed, but the connection is reset before any of the response is sent, so its outcome is unknown to the caller.
    /// </summary>
    public static EmulatorFault ResponseLost { get; } = new(null) { After = (_, context) => DropAsync(context) };

    /// <summary>The request is processed, but the connection is closed, not reset, before any of the response is sent.</summary>
    /// <remarks><see cref="HttpClient"/> takes this for an idle connection that was closed, and resends a request without a body.</remarks>
    public static EmulatorFault EmptyResponse { get; } = new(null) { After = (_, context) => CloseAsync(context) };

    /// <summary>
    /// The request is processed, but the response is 404 with code 20404, as the service sometimes sends after a participant is removed and
    /// added again.
    /// </summary>
    public static EmulatorFault SpuriousNotFound { get; } = new(null) { Replace = request => ApiFault.NotFound(request.Target.Split('?')[0]).ToResponse() };

    /// <summary>The response is delayed.</summary>
    /// <param name="delay">The delay, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public static EmulatorFault Latency(TimeSpan delay) => Latency(delay, delay);

    /// <summary>The response is delayed by a random time, each time another.</summary>
    /// <param name="minimum">The shortest delay, zero or more.</param>
    /// <param name="maximum">The longest delay, at least <paramref name="minimum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimum"/> is negative, or <paramref name="maximum"/> is shorter.</exception>
    public static EmulatorFault Latency(TimeSpan minimum, TimeSpan maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimum, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        return new(null)
        {
            Before = context => WaitAsync(minimum + ((maximum - minimum) * Random.Shared.NextDouble()), context),
            Arguments = [("milliseconds", minimum.TotalMilliseconds), ("maximumMilliseconds", maximum.TotalMilliseconds)],
        };
    }

    /// <summary>The kind of the fault, such as <c>ResponseLost</c>.</summary>
    public override string ToString() => Kind;

    /// <summary>The name of the member that creates it.</summary>
    internal string Kind { get; }

    /// <summary>The details in the list of faults, besides the kind.</summary>
    internal IReadOnlyList<(string Name, JToken Value)> Arguments { get; private init; } = [];

    /// <summary>Makes the response; the request is not processed.</summary>
    internal Func<ApiResponse>? Instead { get; }

    /// <summary>Makes the response that is sent in place of the result, once the request is processed.</summary>
    internal Func<EmulatedRequest, ApiResponse>? Replace { get; private init; }

    /// <summary>Runs before the request is processed; false keeps it from being processed.</summary>
    internal Func<HttpContext, Task<bool>>? Before { get; private init; }

    /// <summary>Handles the result, once the request is processed, in place of sending it.</summary>
    internal Func<ApiResponse, HttpContext, Task>? After { get; private init; }

    private static void CheckStatus(int status)
    {
        if (status is < 200 or > 599 or 204 or 205 or 304)
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "Must be from 200 to 599, and one that has a body.");
        }
    }

    private static Task<bool> DropAsync(HttpContext context)
    {
        context.Abort();
        return Task.FromResult(false);
    }

    private static async Task<bool> WaitAsync(TimeSpan delay, HttpContext context)
    {
        await Task.Delay(delay, context.RequestAborted);
        return true;
    }

    private static async Task CloseAsync(HttpContext context)
    {
        context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);
        // Waits until the client has closed its side: Kestrel ends the connection with a reset, which could overtake the close.
        await Task.Delay(TimeSpan.FromSeconds(10), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    private static async Task TruncateAsync(ApiResponse response, HttpContext context)
    {
        if (response.Body is { } bytes)
        {
            context.Response.StatusCode = response.Status;
            context.Response.ContentType = response.ContentType;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes[..(bytes.Length / 2)]);
            await context.Response.Body.FlushAsync();
        }

        context.Abort();
    }
}
