using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace TwilioConversations.AspNetCore;

/// <summary>The address of a request as its caller wrote it, escapes included, as far as the server knows it.</summary>
internal static class RequestAddress
{
    public static string Of(HttpRequest request, Uri? publicAddress)
    {
        if (publicAddress is not null)
        {
            return publicAddress.OriginalString + request.QueryString.Value;
        }

        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return target is ['/', ..] ? $"{request.Scheme}://{request.Host}{ForwardedPrefix(request, target)}{target}" : request.GetEncodedUrl();
    }

    /// <summary>Returns the part of the path base that a proxy has cut off. The part that the application has is in the target, too.</summary>
    private static string ForwardedPrefix(HttpRequest request, string target)
    {
        if (!request.PathBase.HasValue)
        {
            return "";
        }

        var path = Uri.UnescapeDataString(target.Split('?', 2)[0]);
        var whole = Uri.UnescapeDataString(request.PathBase.Value + request.Path.Value);
        return whole.EndsWith(path, StringComparison.OrdinalIgnoreCase) ? new PathString(whole[..^path.Length]).ToUriComponent()
            : path.StartsWith(request.PathBase.Value!, StringComparison.OrdinalIgnoreCase) ? ""
            : request.PathBase.ToUriComponent();
    }
}
