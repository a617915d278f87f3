using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.AspNetCore;

/// <summary>A request to the endpoint. Check its signature before you read its fields.</summary>
internal sealed class WebhookRequest
{
    private readonly string _url;
    private readonly byte[] _body;
    private readonly bool _isJson;
    private readonly List<KeyValuePair<string, string>>? _form;
    private readonly HttpRequest _request;

    private WebhookRequest(HttpRequest request, byte[] body, Uri? publicAddress)
    {
        (_request, _body) = (request, body);
        _url = publicAddress is null ? UrlOf(request) : publicAddress.OriginalString + request.QueryString.Value;
        _isJson = request.HasJsonContentType();
        // A signature covers the decoded fields of a form.
        _form = HttpMethods.IsGet(request.Method) || _isJson ? null
            : [.. QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).SelectMany(field => field.Value.Select(value => new KeyValuePair<string, string>(field.Key, value ?? "")))];
    }

    /// <summary>Reads a request; null if its body is larger than the maximum.</summary>
    public static async Task<WebhookRequest?> ReadAsync(HttpRequest request, Uri? publicAddress, int maximum, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maximum)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > maximum)
            {
                return null;
            }
        }

        return new WebhookRequest(request, body.ToArray(), publicAddress);
    }

    public bool IsSigned(string signature, IEnumerable<string> authTokens) =>
        _isJson ? WebhookSignature.IsValid(signature, _url, _body, authTokens) : WebhookSignature.IsValid(signature, _url, _form, authTokens);

    /// <summary>The fields of the event; null if the body is not the JSON object that its media type says.</summary>
    public Dictionary<string, string>? Fields()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_isJson)
        {
            try
            {
                using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(_body))) { DateParseHandling = DateParseHandling.None };
                Add(fields, "", JObject.Load(reader));
                return fields;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        foreach (var (name, value) in _form ?? _request.Query.Select(field => new KeyValuePair<string, string>(field.Key, field.Value[^1] ?? "")))
        {
            fields[name] = value;
        }

        return fields;
    }

    // A field of an inner object gets a name with a dot, as in forms.
    private static void Add(Dictionary<string, string> fields, string prefix, JObject json)
    {
        foreach (var property in json.Properties())
        {
            if (property.Value is JObject inner)
            {
                Add(fields, $"{prefix}{property.Name}.", inner);
            }
            else if (property.Value.Type != JTokenType.Null)
            {
                fields[prefix + property.Name] = property.Value.Type == JTokenType.String ? (string)property.Value! : property.Value.ToString(Formatting.None);
            }
        }
    }

    /// <summary>The address as the caller wrote it, escapes included, as far as the server tells.</summary>
    private static string UrlOf(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return target is ['/', ..] && !request.PathBase.HasValue ? $"{request.Scheme}://{request.Host}{target}" : request.GetEncodedUrl();
    }
}
