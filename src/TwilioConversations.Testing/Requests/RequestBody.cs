using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TwilioConversations.Testing;

/// <summary>The body of a request, or why it was not kept.</summary>
internal sealed record RequestBody(byte[] Content, ApiFault? Problem = null)
{
    /// <summary>The maximum size of a form or of JSON: many times the largest that the service takes.</summary>
    public const int MaximumForm = 1024 * 1024;

    public static RequestBody None { get; } = new([]);

    /// <summary>Reads a body to its end, and keeps none that is larger than the maximum.</summary>
    public static async Task<RequestBody> ReadAsync(HttpContext context, int maximum, int codeOfLarge = 20001)
    {
        if (!context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
        {
            return None;
        }

        var isTooLarge = context.Request.ContentLength > maximum;
        using var body = new MemoryStream(isTooLarge ? 0 : (int)(context.Request.ContentLength ?? 0));
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int count;
            // The rest of a large body is read too: a client that still sends when the connection closes would not see the response.
            while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                isTooLarge |= body.Length + count > maximum;
                if (!isTooLarge)
                {
                    body.Write(buffer, 0, count);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return isTooLarge ? new([], new ApiFault(413, codeOfLarge, $"The body must have at most {maximum} bytes"))
            : new(body.Length == body.Capacity ? body.GetBuffer() : body.ToArray());
    }
}
