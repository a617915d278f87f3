using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock.Settings;

namespace TwilioConversations.Testing;

/// <summary>The current request, as the underlying web server sees it.</summary>
internal static class CurrentRequest
{
    private static readonly AsyncLocal<HttpContext?> Current = new();

    /// <summary>The request target byte for byte as the client sent it.</summary>
    /// <remarks>The path that WireMock.Net offers is already unescaped, so <c>a%2Fb</c> and <c>a%252Fb</c> look the same.</remarks>
    public static string RawTarget => Context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public static HttpContext Context => Current.Value ?? throw new InvalidOperationException("No request is being answered.");

    public static void Keep(WireMockServerSettings settings) =>
        settings.PreWireMockMiddlewareInit = builder => ((IApplicationBuilder)builder).Use((context, next) =>
        {
            Current.Value = context;
            if (!context.Request.Host.HasValue)
            {
                // HTTP/1.0 goes without one; WireMock.Net cannot.
                context.Request.Host = new HostString(context.Connection.LocalIpAddress!.ToString(), context.Connection.LocalPort);
            }

            return next(context);
        });
}
