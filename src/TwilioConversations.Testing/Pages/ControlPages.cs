using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace TwilioConversations.Testing;

/// <summary>The emulator's own addresses, under <c>/_emulator</c>, for programs in any language and for people.</summary>
internal sealed class ControlPages(ConversationsEmulator emulator)
{
    private const string Root = "/_emulator";
    private const int MaximumState = 1024 * 1024 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    // Names of fields and headers stay as they are.
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy { ProcessDictionaryKeys = false } },
    });

    // Whatever a message contains, the page loads nothing but its own files and connects to nothing but the emulator.
    private static readonly (string Name, string Value)[] PageHeaders =
    [
        ("Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
            + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
    ];

    private readonly ControlActions _actions = new(emulator);

    /// <summary>True if a path is reserved for these addresses, even if there is nothing at it.</summary>
    public static bool Owns(PathString path) => path.StartsWithSegments(Root, StringComparison.Ordinal);

    public async Task<ApiResponse> RespondAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value![Root.Length..].TrimEnd('/');
        if (path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            return await emulator.ProcessApartAsync(context, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget[Root.Length..]);
        }

        var body = await RequestBody.ReadAsync(context, path == "/state" ? MaximumState : RequestBody.MaximumForm);
        try
        {
            if (body.Problem is not null)
            {
                return body.Problem.ToResponse();
            }

            var method = HttpMethods.IsHead(request.Method) ? "GET" : request.Method;
            return (method, path) switch
            {
                ("GET", "") => PageFile("page.html", "text/html; charset=utf-8"),
                ("GET", "/page.css") => PageFile("page.css", "text/css; charset=utf-8"),
                ("GET", "/page.js") => PageFile("page.js", "text/javascript; charset=utf-8"),
                ("GET", "/health") => Health(),
                ("GET", "/requests") => Json(List(request, emulator.Requests, entry => entry.Number)),
                ("GET", "/webhooks") => Json(List(request, emulator.WebhookDeliveries, _ => long.MaxValue)),
                ("GET", "/events") => Json(List(request, emulator.Webhooks, _ => long.MaxValue)),
                ("GET", "/changes") => Json(
                    new JObject { ["changes"] = await emulator.Changes.WaitAsync(Number(request, "after", -1), Wait(request), context.RequestAborted) }),
                ("POST", "/webhooks/wait") => await WaitForWebhooksAsync(request, context.RequestAborted),
                ("GET", "/state") => Json(emulator.Api.WriteState()),
                _ => await _actions.RespondAsync(method, path, body.Content)
                    ?? Problem(404, $"There is no {request.Method} {request.Path}. See the README of TwilioConversations.Testing for what there is."),
            };
        }
        catch (Exception e) when (
            e is ArgumentException or FormatException or JsonException or InvalidCastException or OverflowException or InvalidDataException)
        {
            var name = e is ArgumentException { ParamName: { } parameter } ? $" (Parameter '{parameter}')" : null;
            return Problem(400, name is null ? e.Message : e.Message.Replace(name, "", StringComparison.Ordinal));
        }
    }

    public static ApiResponse Json(JToken body, int status = 200) => ApiResponse.OfText(status, body.ToString(Formatting.None), "application/json");

    /// <summary>A JSON object, dates as text; an empty one if there is no body.</summary>
    public static JObject Read(byte[] body)
    {
        if (body.Length == 0)
        {
            return [];
        }

        var text = new StringReader(Encoding.UTF8.GetString(body));
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, Culture = CultureInfo.InvariantCulture };
        return JObject.Load(reader);
    }

    private ApiResponse Health() => emulator.StateError is { } error
        ? Json(new JObject { ["status"] = "failing", ["error"] = $"The state cannot be written: {error.Message}" }, 503)
        : Json(new JObject { ["status"] = "ok", ["requests"] = emulator.RequestCount });

    private async Task<ApiResponse> WaitForWebhooksAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Wait(request));
        try
        {
            await emulator.WaitForWebhooksAsync(limit.Token);
            return new ApiResponse(204);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem(504, "Webhooks are still in progress.");
        }
    }

    /// <summary>The entries of a log; with <c>after</c> those with a higher number, with <c>limit</c> the latest.</summary>
    private static JArray List<T>(HttpRequest request, IReadOnlyList<T> entries, Func<T, long> numberOf)
        where T : notnull
    {
        var (after, limit) = (Number(request, "after", -1), Number(request, "limit", int.MaxValue));
        return new JArray(entries.Where(entry => numberOf(entry) > after).TakeLast((int)Math.Min(limit, int.MaxValue))
            .Select(entry => JToken.FromObject(entry, Serializer)));
    }

    private static TimeSpan Wait(HttpRequest request) => TimeSpan.FromSeconds(Math.Min(Number(request, "seconds", 30), (long)LongestWait.TotalSeconds));

    private static long Number(HttpRequest request, string name, long otherwise) => request.Query[name] is not [{ } text] ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"{name} must be a number.");

    private static ApiResponse PageFile(string name, string contentType)
    {
        using var file = typeof(ControlPages).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return new ApiResponse(200, content, contentType) { Headers = PageHeaders };
    }

    private static ApiResponse Problem(int status, string message) => Json(new JObject { ["message"] = message }, status);
}
