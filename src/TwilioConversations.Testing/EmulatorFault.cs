using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace TwilioConversations.Testing;

/// <summary>What goes wrong with a request, to hand to <see cref="ConversationsEmulator.InjectFault"/>.</summary>
/// <example>
/// <code>
/// service.InjectFault(EmulatorFault.LostAnswer);                                      // the next request
/// service.InjectFault(EmulatorFault.TooManyRequests(), times: null, every: 10);       // each tenth
/// service.InjectFault(EmulatorFault.Html(502), when: request => request.Method == "GET");
/// </code>
/// </example>
public sealed class EmulatorFault
{
    private EmulatorFault(Func<ApiAnswer>? instead)
    {
        Instead = instead;
    }

    /// <summary>The service answers 429 with code 20429; the request is not processed.</summary>
    /// <param name="retryAfter">How long to wait, zero or more, rounded down to whole seconds; null for an answer that does not say.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="retryAfter"/> is negative.</exception>
    public static EmulatorFault TooManyRequests(TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retryAfter ?? TimeSpan.Zero, TimeSpan.Zero, nameof(retryAfter));
        var answer = new ApiFault(429, 20429, "Too Many Requests").ToAnswer() with { RetryAfter = ((long?)retryAfter?.TotalSeconds)?.ToString(CultureInfo.InvariantCulture) };
        return new(() => answer);
    }

    /// <summary>The service answers with an error of its own; the request is not processed.</summary>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="code">Twilio's error code.</param>
    /// <param name="message">The error in words.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not an error status.</exception>
    public static EmulatorFault Error(int status, int code, string message) => status is >= 400 and <= 599
        ? new(() => new ApiFault(status, code, message).ToAnswer())
        : throw new ArgumentOutOfRangeException(nameof(status), status, "Must be from 400 to 599.");

    /// <summary>A proxy in between answers with HTML; the request is not processed.</summary>
    /// <param name="status">The HTTP status, such as 502 or 503: from 200 to 599, but none of 204, 205 and 304, which have no body.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is another.</exception>
    public static EmulatorFault Html(int status) => status is >= 200 and <= 599 and not (204 or 205 or 304)
        ? new(() => new ApiAnswer(status, $"<html><body><h1>{status}</h1></body></html>", ContentType: "text/html"))
        : throw new ArgumentOutOfRangeException(nameof(status), status, "Must be from 200 to 599, and one that has a body.");

    /// <summary>The request is processed, and the answer breaks off in the middle of its body.</summary>
    public static EmulatorFault CutBody { get; } = new(null) { After = CutAsync };

    /// <summary>The connection is closed; the request is not processed.</summary>
    public static EmulatorFault DroppedConnection { get; } = new(null) { Before = Drop };

    /// <summary>The connection is closed in good order after the request was read, without a byte of a response; the request is not processed.</summary>
    public static EmulatorFault ClosedConnection { get; } = new(null) { Before = Close };

    /// <summary>The request is processed, but the connection is closed before anything of the answer is sent: what came of it cannot be known.</summary>
    public static EmulatorFault LostAnswer { get; } = new(null) { After = (_, context) => Drop(context) };

    /// <summary>The request is processed, but the answer is 404 with code 20404, as the service is known to give after a participant is removed and added again.</summary>
    public static EmulatorFault NotFoundAlthoughDone { get; } = new(null) { Replace = () => ApiFault.NotFound("/Participants").ToAnswer() };

    /// <summary>The answer comes later.</summary>
    /// <param name="delay">How much later, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public static EmulatorFault Latency(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(null) { Before = context => Task.Delay(delay, context.RequestAborted) };
    }

    /// <summary>Answers instead of processing the request.</summary>
    internal Func<ApiAnswer>? Instead { get; }

    /// <summary>Answers instead of what processing the request came to.</summary>
    internal Func<ApiAnswer>? Replace { get; private init; }

    internal Func<HttpContext, Task>? Before { get; private init; }

    internal Func<ApiAnswer, HttpContext, Task>? After { get; private init; }

    private static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task Close(HttpContext context)
    {
        context.Features.Get<IConnectionSocketFeature>()!.Socket.Shutdown(SocketShutdown.Send);
        return Drop(context);
    }

    private static async Task CutAsync(ApiAnswer answer, HttpContext context)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.Body ?? " ");
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }
}
