using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TwilioConversations.Testing;

public sealed partial class ConversationsEmulator
{
    private async Task RespondAsync(HttpContext context)
    {
        await _started.Task;
        var body = await ReadBodyAsync(context);
        if (_stubs is { } stubs && await stubs.TryRespondAsync(context, body))
        {
            return;
        }

        if (ControlPages.Owns(context.Request.Path))
        {
            await SendAsync(_pages.Respond(context.Request, body), context);
            return;
        }

        var received = new ReceivedRequest(context.Request, body, OpenApiDocument.Instance.Routes);
        var request = received.Content;
        _requests.Add(request);
        Interlocked.Increment(ref _requestCount);
        var fault = Faults.Next(request);
        if (fault?.Before is { } before && !await before(context))
        {
            return;
        }

        var response = fault?.Instead is { } instead ? instead() : await RespondAsync(received);
        await (fault?.After is { } after ? after(response, context) : SendAsync(fault?.Replace?.Invoke(request) ?? response, context));
    }

    private async Task<ApiResponse> RespondAsync(ReceivedRequest received)
    {
        try
        {
            received.Validate();
            var response = await _api.RespondAsync(received);
            if (received.Content.Method != "GET")
            {
                _stateFile?.ScheduleWrite();
            }

            return response;
        }
        catch (ApiFault fault)
        {
            return fault.ToResponse();
        }
        catch (Exception e)
        {
            return new ApiFault(500, 20500, $"The emulator has failed: {e}").ToResponse();
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context)
    {
        if (!context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
        {
            return [];
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static Task SendAsync(ApiResponse content, HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = content.Status;
        response.Headers["Twilio-Request-Id"] = $"RQ{Guid.NewGuid():N}";
        response.Headers["Twilio-Concurrent-Requests"] = "1";
        if (content.Header is var (name, value))
        {
            response.Headers[name] = value;
        }

        if (content.Body is null)
        {
            return Task.CompletedTask;
        }

        var body = Encoding.UTF8.GetBytes(content.Body);
        response.ContentType = content.ContentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }
}
