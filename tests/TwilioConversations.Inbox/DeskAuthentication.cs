using System.Security.Cryptography;
using System.Text;

namespace TwilioConversations.Inbox;

/// <summary>Lets only the desk in, by a token in the header <c>Authorization</c>. Use your identity provider instead.</summary>
internal sealed class DeskAuthentication(string token) : IEndpointFilter
{
    private readonly byte[] _expected = token.Length > 0 ? Encoding.UTF8.GetBytes($"Bearer {token}") : throw new InvalidOperationException("Set Desk:Token: the inbox contains what customers write.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers.Authorization.ToString()), _expected) ? await next(context) : Results.Unauthorized();
}
