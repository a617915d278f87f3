using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TwilioConversations.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the webhooks of Twilio Conversations to handlers.</summary>
public static class ConversationsWebhooksEndpointRouteBuilderExtensions
{
    /// <summary>Maps an endpoint that receives webhooks: a POST with a form or JSON, and a GET if you allow it.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The path that is configured at the service.</param>
    /// <param name="configure">Sets the secrets and the handlers.</param>
    /// <returns>The endpoint, for further conventions.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException"><see cref="ConversationsWebhooks.Secrets"/> were not set.</exception>
    /// <remarks>
    /// A request whose <c>X-Twilio-Signature</c> is missing or does not fit gets a 403 before its fields are read. The signature takes the place of
    /// the application's authorization policies. Logs, spans and measurements contain nothing of an event but its type. At startup the log warns if
    /// neither <see cref="ConversationsWebhooks.PublicAddress"/> nor <c>AllowedHosts</c> or <c>RequireHost</c> limits the host.
    /// </remarks>
    /// <example>
    /// <code>
    /// app.MapConversationsWebhooks("/hooks/conversations", hooks =>
    /// {
    ///     hooks.Secrets = [WebhookSecret.FromAuthToken(accountSid, authToken)];
    ///     hooks.OnMessageAdded((message, context) => inbox.AddAsync(message.Author, message.Body, context.CancellationToken));
    /// });
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapConversationsWebhooks(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<ConversationsWebhooks> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(configure);
        var services = endpoints.ServiceProvider;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("TwilioConversations.AspNetCore");
        var hooks = new ConversationsWebhooks();
        configure(hooks);
        hooks.Start(services, logger);
        if (hooks.Secrets.Count == 0)
        {
            throw new InvalidOperationException(
                $"Set {nameof(ConversationsWebhooks)}.{nameof(ConversationsWebhooks.Secrets)}: without a secret, anyone's request would pass for a webhook.");
        }

        var endpoint = new WebhookEndpoint(hooks, logger, services.GetService<TimeProvider>() ?? TimeProvider.System);
        services.GetService<IHostApplicationLifetime>()?.ApplicationStarted.Register(() =>
        {
            if (hooks.PublicAddress is null && !IsHostLimited(services, hooks))
            {
                Log.HostIsNotLimited(logger, pattern);
            }
        });
        return endpoints.MapMethods(pattern, hooks.AcceptGet ? ["GET", "POST"] : ["POST"], endpoint.HandleAsync)
            .WithMetadata(hooks, new AllowAnonymousAttribute()).WithDisplayName("Twilio Conversations webhooks");
    }

    private static bool IsHostLimited(IServiceProvider services, ConversationsWebhooks hooks) =>
        services.GetService<IOptions<HostFilteringOptions>>()?.Value.AllowedHosts is { Count: > 0 } allowed && !allowed.Contains("*")
        || services.GetService<EndpointDataSource>()?.Endpoints.FirstOrDefault(endpoint => endpoint.Metadata.Contains(hooks))
            ?.Metadata.GetMetadata<IHostMetadata>() is { Hosts.Count: > 0 };
}
