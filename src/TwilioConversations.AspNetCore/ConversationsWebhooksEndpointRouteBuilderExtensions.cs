using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwilioConversations.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the webhooks of Twilio Conversations to handlers.</summary>
public static class ConversationsWebhooksEndpointRouteBuilderExtensions
{
    /// <summary>Answers webhooks, sent with GET or POST, as a form or as JSON.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The path that is configured at the service.</param>
    /// <param name="configure">Sets the auth tokens and the handlers.</param>
    /// <returns>The endpoint, for conventions of your own.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException"><see cref="ConversationsWebhooks.AuthTokens"/> were not set.</exception>
    /// <remarks>
    /// A request whose <c>X-Twilio-Signature</c> is missing or does not fit is answered 403 before its fields are read. Logs, spans and measurements
    /// have nothing of an event but its type.
    /// </remarks>
    /// <example>
    /// <code>
    /// app.MapConversationsWebhooks("/hooks/conversations", hooks =>
    /// {
    ///     hooks.AuthTokens = [authToken];
    ///     hooks.OnMessageAdded((message, context) => inbox.AddAsync(message.Author, message.Body, context.CancellationToken));
    /// });
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapConversationsWebhooks(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<ConversationsWebhooks> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(configure);
        var hooks = new ConversationsWebhooks();
        configure(hooks);
        if (hooks.AuthTokens.Count == 0)
        {
            throw new InvalidOperationException($"Set {nameof(ConversationsWebhooks)}.{nameof(ConversationsWebhooks.AuthTokens)}: without a token, a webhook cannot be distinguished from anyone else's request.");
        }

        var services = endpoints.ServiceProvider;
        var endpoint = new WebhookEndpoint(hooks, services.GetRequiredService<ILoggerFactory>().CreateLogger("TwilioConversations.AspNetCore"), services.GetService<TimeProvider>() ?? TimeProvider.System);
        return endpoints.MapMethods(pattern, ["GET", "POST"], endpoint.HandleAsync).WithDisplayName("Twilio Conversations webhooks");
    }
}
