using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwilioConversations.AspNetCore;

/// <summary>Reports what handlers throw: by type to the log, whole to the application's own handler and its tools.</summary>
internal sealed class HandlerErrors(Func<Exception, WebhookEvent, WebhookContext, Task>? handle, ILogger logger)
{
    // The name under which ASP.NET Core's exception handler reports; monitoring tools listen for it.
    private const string HandledException = "Microsoft.AspNetCore.Diagnostics.HandledException";

    public static string TypeOf(WebhookEvent received) => received is UnknownEvent ? "an unknown event" : received.EventType;

    public async Task ReportAsync(HttpContext http, WebhookEvent received, IReadOnlyList<Exception> errors, WebhookContext context)
    {
        foreach (var error in errors)
        {
            Log.Failed(logger, TypeOf(received), error.GetType().FullName!, http.Response.StatusCode);
            NotifyTools(http, error);
        }

        // The service does not wait for what the application does about its errors.
        await http.Response.CompleteAsync().ConfigureAwait(false);
        foreach (var error in handle is null ? [] : errors)
        {
            try
            {
                await handle!(error, received, context).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The response has been sent; there is nobody to throw to.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.ErrorHandlerFailed(logger, TypeOf(received), e.GetType().FullName!);
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The properties are those of ASP.NET Core's own event, which its annotations keep.")]
    private static void NotifyTools(HttpContext http, Exception error)
    {
        var feature = new ExceptionHandlerFeature { Error = error, Path = http.Request.Path.Value ?? "" };
        http.Features.Set<IExceptionHandlerFeature>(feature);
        http.Features.Set<IExceptionHandlerPathFeature>(feature);
        if (http.RequestServices.GetService<DiagnosticListener>() is { } listener && listener.IsEnabled(HandledException))
        {
            listener.Write(HandledException, new { httpContext = http, timestamp = Stopwatch.GetTimestamp(), exception = error });
        }
    }
}
