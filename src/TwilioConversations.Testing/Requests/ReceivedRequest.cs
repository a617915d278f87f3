using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TwilioConversations.Testing;

/// <summary>A request, and the checks that every request must pass. The rules for an operation's own fields are elsewhere.</summary>
internal sealed class ReceivedRequest
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string WebhookHeader = "X-Twilio-Webhook-Enabled";

    private readonly bool _isAuthorized;
    private readonly ApiFault? _bodyProblem;
    private readonly string _path;
    private readonly bool _isForm;
    private readonly bool _isText;

    /// <summary>Reads a request, even an invalid one.</summary>
    public ReceivedRequest(HttpRequest request, string target, RequestBody body, bool isAuthorized, (long Number, DateTimeOffset Time) arrival)
    {
        _isAuthorized = isAuthorized;
        (_bodyProblem, Body) = (body.Problem, body.Content);
        (_path, var query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        _isText = true;
        var parameters = new Dictionary<string, string>();
        var segments = _path.Split('/');
        Media = MediaRequest.Of(request.Method, segments);
        Route = OpenApiDocument.Instance.Routes.FirstOrDefault(route => route.Matches(segments));
        Operation = Route?.OperationOf(request.Method);
        foreach (var (name, encoded) in Route?.Parameters(segments) ?? [])
        {
            _isText &= UrlEncoding.TryDecode(encoded, out var value);
            parameters[name] = value;
        }

        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase);
        headers.Remove("Authorization");
        _isForm = MediaTypeHeaderValue.TryParse(headers.GetValueOrDefault("Content-Type"), out var type)
            && string.Equals(type.MediaType, FormType, StringComparison.OrdinalIgnoreCase);
        _isText &= UrlEncoding.TryDecodeForm(query, out var queryFields);
        _isText &= UrlEncoding.TryDecodeForm(_isForm ? Encoding.Latin1.GetString(Body) : "", out var formFields);
        // An HTTP/1.0 request may have no Host header.
        var connection = request.HttpContext.Connection;
        Origin = $"{request.Scheme}://{(request.Host.HasValue ? request.Host : new HostString($"{connection.LocalIpAddress}", connection.LocalPort))}";
        (Query, Form) = (queryFields, formFields);
        Content = new EmulatedRequest(
            Operation?.Id ?? Media?.Operation ?? "",
            parameters.GetValueOrDefault("ChatServiceSid") ?? Media?.ServiceSid,
            parameters.GetValueOrDefault("ConversationSid") ?? (Route?.Type == ResourceStore.Conversations ? parameters.GetValueOrDefault("Sid", "") : ""),
            Route?.Type == ResourceStore.Participants ? parameters.GetValueOrDefault("Sid") : null)
        {
            Number = arrival.Number,
            Time = arrival.Time,
            Method = request.Method,
            Target = target,
            PathParameters = parameters,
            QueryValues = queryFields,
            FormValues = formFields,
            Headers = headers,
        };
    }

    /// <summary>The requested path of the OpenAPI document; null if there is none.</summary>
    public Route? Route { get; }

    /// <summary>The requested operation; null if there is none.</summary>
    public ApiOperation? Operation { get; }

    /// <summary>The request to the media service; null if it is for something else.</summary>
    public MediaRequest? Media { get; }

    /// <summary>The body; empty if the request has none, or one that is not read.</summary>
    public byte[] Body { get; }

    /// <summary>The fields of the query, each with all its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; }

    /// <summary>The fields of the form, each with all its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Form { get; }

    /// <summary>The scheme and host that the request was sent to, for addresses in the response.</summary>
    public string Origin { get; }

    /// <summary>The decoded request, as the log shows it.</summary>
    public EmulatedRequest Content { get; }

    /// <summary>True if the request asks the service to call webhooks.</summary>
    public bool IsWebhookEnabled => Content.Headers.GetValueOrDefault(WebhookHeader) == "true";

    /// <exception cref="ApiFault">No operation can process the request.</exception>
    public void Validate()
    {
        if (!_isAuthorized && Media?.NeedsCredentials != false)
        {
            throw ApiFault.Unauthorized;
        }

        if (_bodyProblem is not null)
        {
            throw _bodyProblem;
        }

        if (Media is not null)
        {
            return;
        }

        if (Route is null)
        {
            throw ApiFault.NotFound(_path);
        }

        if (Operation is null)
        {
            throw ApiFault.MethodNotAllowed(Content.Method, Route.Methods);
        }

        // A request without a body is an empty form, whatever its type.
        if (Content.Method == "POST" && (Body.Length == 0 ? Content.Headers.ContainsKey("Content-Type") && !_isForm : !_isForm))
        {
            throw new ApiFault(415, 20006, $"Content-Type must be {FormType}");
        }

        if (Content.Headers.GetValueOrDefault("Content-Encoding", "identity") != "identity")
        {
            throw new ApiFault(415, 20006, "The emulator takes no Content-Encoding");
        }

        if (!_isText)
        {
            throw ApiFault.Invalid("The path, the query or the form has a malformed escape, bytes that are not UTF-8, or U+0000");
        }

        if (Content.Headers.GetValueOrDefault(WebhookHeader, "true") is not ("true" or "false"))
        {
            throw ApiFault.Invalid($"{WebhookHeader} must be true or false");
        }
    }
}
