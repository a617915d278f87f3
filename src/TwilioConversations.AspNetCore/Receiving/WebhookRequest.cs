using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace TwilioConversations.AspNetCore;

/// <summary>A request to the endpoint. Check its signature before you read its fields.</summary>
internal sealed class WebhookRequest
{
    // The limits of ASP.NET Core's own forms are 1,024 fields and 2,048 characters of a name; the service's names are short.
    private const int MaximumFields = 1024;
    private const int MaximumName = 256;
    private const int FirstBuffer = 4096;

    private readonly HttpRequest _request;
    private readonly byte[]? _json;
    private readonly List<KeyValuePair<string, string>>? _form;

    private WebhookRequest(HttpRequest request, byte[]? json, List<KeyValuePair<string, string>>? form) => (_request, _json, _form) = (request, json, form);

    /// <summary>Reads a request, in memory in proportion to what has arrived of its body.</summary>
    /// <exception cref="BadHttpRequestException">The body or its form is too large; the status of the response is in it.</exception>
    public static async ValueTask<WebhookRequest> ReadAsync(HttpRequest request, int maximum, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(request.Method))
        {
            return new(request, json: null, form: null);
        }

        // Middleware that has read the form has left nothing of the body.
        if (request.HttpContext.Features.Get<IFormFeature>()?.Form is { } read)
        {
            return new(request, json: null, Checked([.. read.SelectMany(field =>
                field.Value.Select(value => new KeyValuePair<string, string>(field.Key, value ?? "")))]));
        }

        if (request.ContentLength > maximum)
        {
            throw TooLarge();
        }

        if (request.Body.CanSeek)
        {
            request.Body.Position = 0;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            int count;
            while ((count = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length > maximum)
                {
                    throw TooLarge();
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            var body = buffer.AsSpan(0, length);
            return request.HasJsonContentType() ? new(request, [.. body], form: null) : new(request, json: null, Form(body));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Returns the secret that signed the request; null if none did.</summary>
    public WebhookSecret? FindSecret(string signature, string? settings, string url, WebhookSecret[] secrets) => _json is null
        ? WebhookSignature.FindSecret(signature, settings, url, _form, secrets)
        : WebhookSignature.FindJsonSecret(signature, settings, url, _json, secrets);

    /// <summary>Returns the fields of the event; null if the body is not the JSON object that its media type promises.</summary>
    public Dictionary<string, StringValues>? Fields()
    {
        if (_json is not null)
        {
            return JsonBody.Fields(_json);
        }

        var form = _form ?? Decode((_request.QueryString.Value ?? "").AsMemory());
        var fields = new Dictionary<string, StringValues>(form.Count, StringComparer.Ordinal);
        foreach (var (name, value) in form)
        {
            fields[name] = fields.TryGetValue(name, out var earlier) ? StringValues.Concat(earlier, value) : value;
        }

        return fields;
    }

    private static List<KeyValuePair<string, string>> Form(ReadOnlySpan<byte> body) =>
        body.Count((byte)'&') < MaximumFields ? Checked(Decode(Encoding.UTF8.GetString(body).AsMemory())) : throw TooManyFields();

    private static List<KeyValuePair<string, string>> Decode(ReadOnlyMemory<char> text)
    {
        var fields = new List<KeyValuePair<string, string>>(16);
        foreach (var field in new QueryStringEnumerable(text))
        {
            fields.Add(new(field.DecodeName().ToString(), field.DecodeValue().ToString()));
        }

        return fields;
    }

    private static List<KeyValuePair<string, string>> Checked(List<KeyValuePair<string, string>> form) =>
        form.Count <= MaximumFields && form.TrueForAll(field => field.Key.Length <= MaximumName) ? form : throw TooManyFields();

    private static BadHttpRequestException TooLarge() => new("the body is too large", StatusCodes.Status413PayloadTooLarge);

    private static BadHttpRequestException TooManyFields() =>
        new("the form has too many fields, or a name that is too long", StatusCodes.Status413PayloadTooLarge);
}
