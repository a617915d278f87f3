using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TwilioConversations.Testing;

/// <summary>A request, and the checks that every request must pass. The rules for an operation's own fields are elsewhere.</summary>
internal sealed class ReceivedRequest
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string WebhookHeader = "X-Twilio-Webhook-Enabled";

    private static readonly string ExpectedCredentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConversationsEmulator.AccountSid}:{ConversationsEmulator.AuthToken}"));

    private readonly IReadOnlyList<string> _authorization;
    private readonly string _path;
    private readonly bool _isForm;
    private readonly bool _isText;

    /// <summary>Reads a request, even an invalid one.</summary>
    public ReceivedRequest(HttpRequest request, byte[] body, IReadOnlyList<Route> routes)
    {
        // As the client sent it: in the path that ASP.NET Core offers, a%2Fb and a%252Fb look the same.
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        (_path, var query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        _isText = true;
        var parameters = new Dictionary<string, string>();
        var segments = _path.Split('/');
        Route = routes.FirstOrDefault(route => route.Matches(segments));
        Operation = Route?.OperationOf(request.Method);
        foreach (var (name, encoded) in Route?.Parameters(segments) ?? [])
        {
            _isText &= UrlEncoding.TryDecode(encoded, out var value);
            parameters[name] = value;
        }

        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase);
        headers.Remove("Authorization");
        _isForm = MediaTypeHeaderValue.TryParse(headers.GetValueOrDefault("Content-Type"), out var type) && string.Equals(type.MediaType, FormType, StringComparison.OrdinalIgnoreCase);
        _isText &= UrlEncoding.TryDecodeForm(query, out var queryFields);
        _isText &= UrlEncoding.TryDecodeForm(_isForm ? Encoding.Latin1.GetString(body) : "", out var formFields);
        _authorization = request.Headers.Authorization!;
        // An HTTP/1.0 request may have no Host header.
        Origin = $"{request.Scheme}://{(request.Host.HasValue ? request.Host : new HostString($"{request.HttpContext.Connection.LocalIpAddress}", request.HttpContext.Connection.LocalPort))}";
        (Query, Form) = (queryFields, formFields);
        Content = new EmulatedRequest(
            Operation?.Id ?? "",
            parameters.GetValueOrDefault("ChatServiceSid"),
            parameters.GetValueOrDefault("ConversationSid") ?? (Route?.Type == ResourceStore.Conversations ? parameters.GetValueOrDefault("Sid", "") : ""),
            Route?.Type == ResourceStore.Participants ? parameters.GetValueOrDefault("Sid") : null)
        {
            Method = request.Method,
            Target = target,
            PathParameters = parameters,
            Query = Last(queryFields),
            Form = Last(formFields),
            Headers = headers,
        };
    }

    /// <summary>The requested path of the OpenAPI document; null if there is none.</summary>
    public Route? Route { get; }

    /// <summary>The requested operation; null if there is none.</summary>
    public ApiOperation? Operation { get; }

    /// <summary>The fields of the query, each with all its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; }

    /// <summary>The fields of the form, each with all its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Form { get; }

    /// <summary>The scheme and host that the request was sent to, for addresses in the response.</summary>
    public string Origin { get; }

    /// <summary>The decoded request, as the log shows it.</summary>
    public EmulatedRequest Content { get; }

    /// <summary>Whether the request asks the service to call webhooks.</summary>
    public bool IsWebhookEnabled => Content.Headers.GetValueOrDefault(WebhookHeader) == "true";

    /// <exception cref="ApiFault">No operation can process the request.</exception>
    public void Validate()
    {
        if (!IsAuthorized())
        {
            throw ApiFault.Unauthorized;
        }

        if (Route is null)
        {
            throw ApiFault.NotFound(_path);
        }

        if (Operation is null)
        {
            throw ApiFault.MethodNotAllowed(Content.Method, Route.Methods);
        }

        if (Content.Method == "POST" && !_isForm)
        {
            throw new ApiFault(415, 20006, $"Content-Type must be {FormType}");
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

    private static Dictionary<string, string> Last(Dictionary<string, IReadOnlyList<string>> fields) => fields.ToDictionary(field => field.Key, field => field.Value[^1]);

    private bool IsAuthorized() =>
        _authorization is [var only]
        && AuthenticationHeaderValue.TryParse(only, out var credentials)
        && string.Equals(credentials.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
        && credentials.Parameter == ExpectedCredentials;
}
