#if NET
using System.Net;
#endif
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TwilioConversations;
using TwilioConversations.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="ConversationsClient"/>.</summary>
/// <example>
/// <code>
/// services.AddTwilioConversations(configuration.GetSection("Twilio"));
/// public sealed class Sync(ConversationsClient twilio) { … }
/// </code>
/// </example>
public static class TwilioConversationsServiceCollectionExtensions
{
    private const string HttpClientName = "TwilioConversations";

    /// <summary>Registers a client as a singleton, with options from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The section with the settings: <c>AccountSid</c> and <c>AuthToken</c>, or <c>ApiKeySid</c> and <c>ApiKeySecret</c>; <c>Edge</c>, <c>Region</c> or
    /// <c>BaseAddress</c>; <c>MediaBaseAddress</c>; <c>WebhookEnabled</c> (true or false); <c>AttemptTimeout</c> and <c>TotalTimeout</c> (such as 00:00:30);
    /// <c>Retry:MaxAttempts</c>, <c>Retry:Delay</c>, <c>Retry:MaxDelay</c>, <c>Retry:RetryCreatesAndUpdates</c>;
    /// <c>MaxResponseContentBufferSize</c>. Any other key in the section is rejected; the root of a configuration may hold others.
    /// </param>
    /// <returns>
    /// The builder of the underlying <see cref="HttpClient"/>, for your own handlers. To retry with one of them, set <c>Retry:MaxAttempts</c> to
    /// 1.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// A wrong setting is reported by an <see cref="OptionsValidationException"/> that names it: when the host starts, or without a host, when the
    /// client is first resolved.
    /// </remarks>
    public static IHttpClientBuilder AddTwilioConversations(this IServiceCollection services, IConfiguration section) =>
        services.AddTwilioConversations(Options.Options.DefaultName, section);

    /// <summary>Registers a client as a singleton, with options from code.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the underlying <see cref="HttpClient"/>, for your own handlers.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// A wrong option is reported by an <see cref="OptionsValidationException"/> that names it: when the host starts, or without a host, when the
    /// client is first resolved.
    /// </remarks>
    public static IHttpClientBuilder AddTwilioConversations(this IServiceCollection services, Action<ConversationsClientOptions> configure) =>
        services.AddTwilioConversations(Options.Options.DefaultName, configure);

    /// <summary>Registers a client as a keyed singleton, with options from configuration, for example one for each account.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key of the client and the name of its options.</param>
    /// <param name="section">The section with the settings; see the overload without a name.</param>
    /// <returns>The builder of the underlying <see cref="HttpClient"/>, for your own handlers.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// A wrong setting is reported by an <see cref="OptionsValidationException"/> that names it: when the host starts, or without a host, when the
    /// client is first resolved.
    /// </remarks>
    public static IHttpClientBuilder AddTwilioConversations(this IServiceCollection services, string name, IConfiguration section)
    {
        _ = section ?? throw new ArgumentNullException(nameof(section));
        return Add(services, name, options => Settings.Apply(section, name, options), (section as IConfigurationSection)?.Path);
    }

    /// <summary>Registers a client as a keyed singleton, with options from code.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key of the client and the name of its options.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the underlying <see cref="HttpClient"/>, for your own handlers.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <remarks>
    /// A wrong option is reported by an <see cref="OptionsValidationException"/> that names it: when the host starts, or without a host, when the
    /// client is first resolved.
    /// </remarks>
    public static IHttpClientBuilder AddTwilioConversations(this IServiceCollection services, string name, Action<ConversationsClientOptions> configure) =>
        Add(services, name, configure ?? throw new ArgumentNullException(nameof(configure)), null);

    private static IHttpClientBuilder Add(IServiceCollection services, string name, Action<ConversationsClientOptions> configure, string? path)
    {
        _ = services ?? throw new ArgumentNullException(nameof(services));
        var httpName = (name ?? throw new ArgumentNullException(nameof(name))).Length == 0 ? HttpClientName : $"{HttpClientName}:{name}";
        var validator = new OptionsValidator(name, path);
        services.AddOptions<ConversationsClientOptions>(name).Configure(options => validator.Configure(configure, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ConversationsClientOptions>>(validator);
        if (name.Length == 0)
        {
            services.TryAddSingleton(provider => Create(provider, name, httpName));
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => Create(provider, name, httpName));
        }

        // The client lives as long as the application. On .NET its handler looks addresses up again by itself; on .NET
        // Framework it does not while a connection lasts.
        return services.AddHttpClient(httpName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
#if NET
                // Over https, and where the service offers it.
                client.DefaultRequestVersion = HttpVersion.Version20;
#endif
            })
            // They log each address, which may contain an identity.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(ConversationsClient.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static ConversationsClient Create(IServiceProvider provider, string name, string httpName)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(name);
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        return new ConversationsClient(options, provider.GetRequiredService<IHttpClientFactory>().CreateClient(httpName));
    }
}
