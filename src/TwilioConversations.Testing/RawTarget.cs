using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using WireMock;
using WireMock.Settings;

namespace TwilioConversations.Testing;

/// <summary>The request target byte for byte as the client sent it.</summary>
/// <remarks>The path that the server offers is already unescaped, so that <c>a%2Fb</c> and <c>a%252Fb</c> look the same in it.</remarks>
internal static class RawTarget
{
    private const string Header = "Emulator-Raw-Target";

    public static void Keep(WireMockServerSettings settings) =>
        settings.PreWireMockMiddlewareInit = builder => ((IApplicationBuilder)builder).Use((context, next) =>
        {
            context.Request.Headers[Header] = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            return next(context);
        });

    public static string Of(IRequestMessage request) => request.Headers![Header].Single();
}
