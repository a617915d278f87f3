using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace TwilioConversations.AspNetCore;

/// <summary>Responds to the webhooks of one address.</summary>
internal sealed class WebhookEndpoint(ConversationsWebhooks hooks, ILogger logger, TimeProvider timeProvider)
{
    private const int RememberedTokens = 10_000;
    private const int MaximumToken = 100;
    private const int MaximumSignature = 44;
    private const int MaximumSettings = 256;

    private readonly RecentTokens _tokens = new(RememberedTokens);

    public async Task HandleAsync(HttpContext http)
    {
        var started = timeProvider.GetTimestamp();
        using var span = Telemetry.Start();
        var reading = await ReadAsync(http).ConfigureAwait(false);
        if (reading.Received is null)
        {
            await RejectAsync(http, reading).ConfigureAwait(false);
            Telemetry.Stop(span, received: null, http.Response.StatusCode, error: null, timeProvider.GetElapsedTime(started));
            return;
        }

        var (errors, context) = await RespondAsync(http, reading.Received, reading.Secret!).ConfigureAwait(false);
        Telemetry.Stop(span, reading.Received, http.Response.StatusCode, errors.Count > 0 ? errors[0] : null, timeProvider.GetElapsedTime(started));
        if (errors.Count > 0)
        {
            await new HandlerErrors(hooks.ErrorHandler, logger)
                .ReportAsync(http, reading.Received, errors, context(CancellationToken.None)).ConfigureAwait(false);
        }
    }

    private async ValueTask<Reading> ReadAsync(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers[WebhookSignature.HeaderName] is not [{ Length: > 0 and <= MaximumSignature } signature])
        {
            return new(Status403Forbidden, "there is no signature, more than one, or one that is too long");
        }

        var settings = headers[WebhookSignature.SettingsHeaderName];
        if (settings is not ([] or [{ Length: <= MaximumSettings }]))
        {
            return new(Status403Forbidden, "there is more than one header with the settings of the signature, or one that is too long");
        }

        WebhookRequest request;
        try
        {
            request = await WebhookRequest.ReadAsync(http.Request, hooks.MaxBodySize, http.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            return new(e.StatusCode, e.StatusCode == Status413PayloadTooLarge ? e.Message : "the body did not arrive");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return new(Status499ClientClosedRequest, "the caller hung up");
        }

        if (request.FindSecret(signature, settings, RequestAddress.Of(http.Request, hooks.PublicAddress), hooks.SecretArray) is not { } secret)
        {
            return new(Status403Forbidden, settings.Count == 0
                ? "the signature does not fit"
                : "the signature does not fit, or its shared key or algorithm is unknown here");
        }

        if (request.Fields() is not { } fields)
        {
            return new(Status400BadRequest, "the body is not a JSON object");
        }

        // A signature of one account must not report events of another.
        return fields.GetValueOrDefault("AccountSid") is { Count: > 0 } accounts && accounts.All(account => account == secret.AccountSid)
            ? new(Status200OK, "", WebhookEvent.Of(fields), secret)
            : new(Status403Forbidden, "the event does not belong to the account whose secret signed it");
    }

    private async Task RejectAsync(HttpContext http, Reading reading)
    {
        Log.Rejected(logger, reading.Status, reading.Reason);
        http.Response.StatusCode = reading.Status;
        if (reading.Status == Status403Forbidden)
        {
            // In the service's debugger, this distinguishes a wrong secret from a handler that rejects the action.
            http.Response.ContentType = "text/plain";
            await http.Response.WriteAsync("The webhook's signature was not accepted.", CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Passes an event to its handlers, and responds with the outcome.</summary>
    /// <returns>The handlers' exception, and the factory of their context.</returns>
    private async Task<(IReadOnlyList<Exception> Errors, Func<CancellationToken, WebhookContext> Context)> RespondAsync(
        HttpContext http, WebhookEvent received, WebhookSecret secret)
    {
        var token = http.Request.Headers["I-Twilio-Idempotency-Token"] is [{ Length: > 0 and <= MaximumToken } only] ? only : null;
        var isFirst = token is null || _tokens.TryAdd(token);
        var isDecision = ConversationsWebhooks.IsDecision(received);
        var outcome = isDecision
            ? await DecideAsync(received, Context, http.RequestAborted).ConfigureAwait(false)
            : await hooks.HandleAsync(received, Context(http.RequestAborted)).ConfigureAwait(false);
        var hasFailed = isDecision ? outcome.Decision is null : outcome.Errors.Count > 0;
        if (hasFailed && isFirst && token is not null)
        {
            _tokens.Remove(token);
        }

        var isRejected = outcome.Decision?.IsRejected ?? (isDecision && hooks.FailureBehavior == DecisionFailureBehavior.Reject);
        http.Response.StatusCode = hasFailed && http.RequestAborted.IsCancellationRequested ? Status499ClientClosedRequest
            : isRejected ? Status403Forbidden
            : hasFailed && !isDecision ? Status500InternalServerError
            : Status200OK;
        if (outcome.Decision is { IsRejected: false } decision)
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(Json(decision), CancellationToken.None).ConfigureAwait(false);
        }

        return (outcome.Errors, Context);

        WebhookContext Context(CancellationToken cancellationToken) =>
            new(http.RequestServices, cancellationToken) { Secret = secret, IdempotencyToken = token, IsDuplicate = !isFirst };
    }

    /// <summary>Waits for a decision no longer than its time limit, even if the handler blocks its thread or ignores its token.</summary>
    private async Task<ConversationsWebhooks.Outcome> DecideAsync(
        WebhookEvent received, Func<CancellationToken, WebhookContext> context, CancellationToken aborted)
    {
        using var late = new CancellationTokenSource(hooks.DecisionTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, late.Token);
        var token = either.Token;
        var handling = Task.Run(() => hooks.HandleAsync(received, context(token)), CancellationToken.None);
        await ((Task)handling).WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (handling.IsCompleted)
        {
            var outcome = await handling.ConfigureAwait(false);
            // A handler that the time limit ends may fail before the wait does.
            if (outcome.Decision is not null || !late.IsCancellationRequested)
            {
                return outcome;
            }
        }

        _ = handling.ContinueWith(
            handled =>
            {
                foreach (var error in handled.Result.Errors.Where(error => error is not OperationCanceledException))
                {
                    Log.FailedLate(logger, HandlerErrors.TypeOf(received), error.GetType().FullName!);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return new(null, [aborted.IsCancellationRequested
            ? new OperationCanceledException(aborted)
            : new TimeoutException($"The handler of {received.EventType} did not decide within {hooks.DecisionTimeout}.")]);
    }

    private static byte[] Json(Decision decision)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        foreach (var (name, value) in decision.Changes.Where(change => change.Value is not null))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A request that was read: an event and the secret that signed it, or the reason why it is rejected.</summary>
    private readonly record struct Reading(int Status, string Reason, WebhookEvent? Received = null, WebhookSecret? Secret = null);
}
