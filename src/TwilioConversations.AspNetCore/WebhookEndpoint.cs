using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.AspNetCore;

/// <summary>Answers the webhooks of one address.</summary>
internal sealed class WebhookEndpoint(ConversationsWebhooks hooks, ILogger logger, TimeProvider timeProvider)
{
    private const int RememberedTokens = 10_000;

    private readonly RecentTokens _tokens = new(RememberedTokens);

    public async Task HandleAsync(HttpContext http)
    {
        var started = timeProvider.GetTimestamp();
        using var span = Telemetry.Start();
        var (status, reason, received) = await ReadAsync(http).ConfigureAwait(false);
        Exception? error = null;
        if (received is null)
        {
            Log.Refused(logger, status, reason);
            http.Response.StatusCode = status;
        }
        else
        {
            error = await AnswerAsync(http, received).ConfigureAwait(false);
        }

        Telemetry.Stop(span, received, http.Response.StatusCode, error, timeProvider.GetElapsedTime(started));
    }

    private async Task<(int Status, string Reason, WebhookEvent? Received)> ReadAsync(HttpContext http)
    {
        if (http.Request.Headers[WebhookSignature.HeaderName] is not [{ Length: > 0 } signature])
        {
            return (StatusCodes.Status403Forbidden, "there is no signature, or more than one", null);
        }

        if (await WebhookRequest.ReadAsync(http.Request, hooks.PublicAddress, hooks.MaxBodySize, http.RequestAborted).ConfigureAwait(false) is not { } request)
        {
            return (StatusCodes.Status413PayloadTooLarge, "the body is too large", null);
        }

        if (!request.IsSigned(signature, hooks.AuthTokens))
        {
            return (StatusCodes.Status403Forbidden, "the signature does not fit", null);
        }

        return request.Fields() is { } fields ? (StatusCodes.Status200OK, "", WebhookEvent.Of(fields)) : (StatusCodes.Status400BadRequest, "the body is not a JSON object", null);
    }

    /// <summary>Hands an event to its handlers, and answers with what comes of it.</summary>
    /// <returns>What a handler threw; null for nothing.</returns>
    private async Task<Exception?> AnswerAsync(HttpContext http, WebhookEvent received)
    {
        var token = http.Request.Headers["I-Twilio-Idempotency-Token"] is [{ Length: > 0 } only] ? only : null;
        var isDecision = ConversationsWebhooks.IsDecision(received);
        using var late = isDecision ? new CancellationTokenSource(hooks.DecisionTimeout, timeProvider) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, late?.Token ?? CancellationToken.None);
        var context = new WebhookContext(http.RequestServices, either.Token) { IdempotencyToken = token, IsDuplicate = _tokens.Contains(token) };
        try
        {
            // A decision is not waited for even if its handler ignores the token. Other handlers keep the services of the request until they are done.
            var handling = hooks.HandleAsync(received, context);
            var decision = await (isDecision ? handling.WaitAsync(either.Token) : handling).ConfigureAwait(false);
            _tokens.Add(token);
            http.Response.StatusCode = decision is { IsRefused: true } ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK;
            if (decision is { IsRefused: false })
            {
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(Json(decision), http.RequestAborted).ConfigureAwait(false);
            }

            return null;
        }
#pragma warning disable CA1031 // Whatever a handler throws, the service gets an answer.
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            http.Response.StatusCode = http.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest
                : isDecision && hooks.OnDecisionFailure == PreActionFailure.LetPass ? StatusCodes.Status200OK
                : StatusCodes.Status500InternalServerError;
            Log.Failed(logger, received is UnknownEvent ? "an unknown event" : received.EventType, e.GetType().FullName!, http.Response.StatusCode);
            return e;
        }
    }

    private static string Json(Decision decision) =>
        new JObject(decision.Changes.Where(change => change.Value is not null).Select(change => new JProperty(change.Name, change.Value))).ToString(Formatting.None);
}
