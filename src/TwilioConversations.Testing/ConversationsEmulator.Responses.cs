using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TwilioConversations.Testing;

public sealed partial class ConversationsEmulator
{
    private async Task RespondAsync(HttpContext context)
    {
        await _started.Task;
        var request = context.Request;
        if (!_hosts.Allows(request))
        {
            var rejected = new ApiFault(403, 20403, "The emulator serves neither pages of other sites nor this host name; AllowedHosts can name it");
            await SendAsync(rejected.ToResponse(), context);
        }
        else if (ControlPages.Owns(request.Path))
        {
            await SendAsync(await _pages.RespondAsync(context), context);
        }
        else if (request.Path == "/favicon.ico")
        {
            // Browsers ask for it on their own: a test would see a request that nobody sent.
            await SendAsync(new ApiResponse(404), context);
        }
        else
        {
            await ServeAsync(context);
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var isAuthorized = _account.Accepts(context.Request.Headers.Authorization);
        var target = TargetOf(context);
        // The body of a request without credentials is not kept.
        var body = isAuthorized ? await ReadBodyAsync(context, target) : RequestBody.None;
        var received = new ReceivedRequest(context.Request, target, body, isAuthorized, (Interlocked.Increment(ref _requestCount), Now));
        var request = received.Content;
        _requests.Add(request);
        Changes.Add();
        try
        {
            var plan = Faults.Next(request);
            request.FaultId = plan?.Id;
            var fault = plan?.Fault;
            if (fault?.Before is { } before && !await before(context))
            {
                return;
            }

            var response = fault?.Instead is { } instead ? instead() : await ProcessAsync(received);
            if (fault?.After is { } after)
            {
                await after(response, context);
            }
            else
            {
                response = fault?.Replace?.Invoke(request) ?? response;
                request.Complete(response);
                await SendAsync(response, context);
            }
        }
        finally
        {
            Changes.Add();
            if (_options is { LogRequests: true, Log: { } log })
            {
                var (time, met) = (Stopwatch.GetElapsedTime(started).TotalMilliseconds, request.FaultId is { } id ? $" fault {id}" : "");
                await log.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{request.Time:HH:mm:ss.fff} {request.Method} {request.Target.Split('?')[0]} "
                    + $"{request.Status?.ToString(CultureInfo.InvariantCulture) ?? "-"} {time:0.0} ms {request.Operation}{met}"));
            }
        }
    }

    /// <summary>Processes a request that is not counted or logged and meets no fault: the emulator's page sends such.</summary>
    internal async Task<ApiResponse> ProcessApartAsync(HttpContext context, string target) =>
        await ProcessAsync(new ReceivedRequest(context.Request, target, await ReadBodyAsync(context, target), isAuthorized: true, (0, Now)));

    private async Task<ApiResponse> ProcessAsync(ReceivedRequest received)
    {
        try
        {
            received.Validate();
            var response = await _api.RespondAsync(received);
            if (received.Content.Method != "GET" && _stateFile is not null)
            {
                var writing = _stateFile.ScheduleWrite();
                if (_options.Durable)
                {
                    await writing;
                }
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

    /// <summary>Path and query as the client sent them: in the path that ASP.NET Core offers, a%2Fb and a%252Fb look the same.</summary>
    private static string TargetOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // A client that takes the emulator for its proxy sends an absolute address.
        return target.StartsWith('/') ? target
            : Uri.TryCreate(target, UriKind.Absolute, out _) && target.IndexOf('/', target.IndexOf("//", StringComparison.Ordinal) + 2) is >= 0 and var path
                ? target[path..]
            : "/";
    }

    private static Task<RequestBody> ReadBodyAsync(HttpContext context, string target) =>
        MediaRequest.Of(context.Request.Method, target.Split('?')[0].Split('/')) is { Operation: "UploadMedia" }
            ? RequestBody.ReadAsync(context, MediaStore.MaximumFile, 50512)
            : RequestBody.ReadAsync(context, RequestBody.MaximumForm);

    private static Task SendAsync(ApiResponse content, HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = content.Status;
        response.Headers["Twilio-Request-Id"] = $"RQ{Guid.NewGuid():N}";
        response.Headers["Twilio-Concurrent-Requests"] = "1";
        foreach (var (name, value) in content.Headers)
        {
            response.Headers[name] = value;
        }

        if (content.Body is not { } body)
        {
            return Task.CompletedTask;
        }

        response.ContentType = content.ContentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
