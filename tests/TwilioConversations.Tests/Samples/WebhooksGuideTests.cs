using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwilioConversations.AspNetCore;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to webhooks, and of the ASP.NET Core package's README.</summary>
public class WebhooksGuideTests
{
    private readonly ConcurrentQueue<string?> _inbox = [];

    [Test]
    public async Task Events_come_to_their_handlers_and_the_emulator_sends_them()
    {
        var (accountSid, authToken) = (ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken);
        var address = $"http://127.0.0.1:{FreePort()}";
        var publicAddress = $"{address}/hooks/conversations";
        await using var app = Build(address);
        var inbox = _inbox;

        #region map
        app.MapConversationsWebhooks("/hooks/conversations", hooks =>
        {
            hooks.Secrets = [WebhookSecret.FromAuthToken(accountSid, authToken)];
            hooks.PublicAddress = new Uri(publicAddress);
            hooks.OnMessageAdded((message, context) =>
            {
                inbox.Enqueue(message.Body);
                return Task.CompletedTask;
            });
        });
        #endregion

        await app.StartAsync();

        #region emulator
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support");
        var support = service.Client.Conversation("support");
        await support.Webhooks.CreateAsync(new()
        {
            Target = WebhookTarget.Webhook,
            ConfigurationUrl = $"{address}/hooks/conversations",
            ConfigurationFilters = ["onMessageAdded"],
        });

        await support.Messages.CreateAsync(new() { Author = "alice", Body = "Hello" }, new() { WebhookEnabled = true });
        await service.WaitForWebhooksAsync();

        Assert.That(service.WebhookDeliveries.Single().StatusCode, Is.EqualTo(200));
        #endregion

        Assert.That(_inbox, Is.EqualTo(new[] { "Hello" }));
    }

    [Test]
    public void Decisions_change_or_refuse_what_is_about_to_happen()
    {
        using var app = Build();
        app.MapConversationsWebhooks("/hooks/conversations", hooks =>
        {
            hooks.Secrets = [WebhookSecret.FromAuthToken(ConversationsEmulator.AccountSid, "token")];

            #region decide
            hooks.DecisionTimeout = TimeSpan.FromSeconds(2);
            hooks.FailureBehavior = DecisionFailureBehavior.Refuse;
            hooks.OnMessageAdding(async (message, context) =>
                await IsSpamAsync(message.Body, context.CancellationToken) ? MessageDecision.Refuse
                : message.Body?.Contains("damn") == true ? new MessageDecision { Body = message.Body.Replace("damn", "d***") }
                : MessageDecision.Accept);
            #endregion
        });
        Assert.That(((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources, Is.Not.Empty);
    }

    [Test]
    public async Task A_class_handles_events_and_the_application_learns_what_a_handler_threw()
    {
        var database = new InboxDatabase();
        var failures = new Failures();
        await using var service = await StartAsync(
            app =>
            {
                #region register
                app.MapConversationsWebhooks("/hooks/conversations", hooks => hooks
                    .UseSecrets<TwilioSettings>(settings => [WebhookSecret.FromAuthToken(settings.AccountSid, settings.AuthToken)])
                    .UseHandler<InboxHandler>());
                #endregion

                app.MapConversationsWebhooks("/failing", hooks =>
                {
                    hooks.Secrets = [WebhookSecret.FromAuthToken(ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken)];
                    hooks.OnMessageAdded((message, context) => throw new InvalidOperationException());

                    #region errors
                    hooks.OnError((exception, received, context) =>
                    {
                        failures.Add(exception, received.EventType);
                        return Task.CompletedTask;
                    });
                    #endregion
                });
            },
            services => services.AddSingleton(database).Configure<TwilioSettings>(settings => (settings.AccountSid, settings.AuthToken) = (ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken)));
        using var emulator = ConversationsEmulator.Start();
        emulator.AddConversation("support");
        foreach (var path in new[] { "hooks/conversations", "failing" })
        {
            await emulator.Client.Conversation("support").Webhooks.CreateAsync(new() { Target = WebhookTarget.Webhook, ConfigurationUrl = $"{service.Urls.Single()}/{path}", ConfigurationFilters = ["onMessageAdded"] });
        }

        var message = await emulator.Client.Conversation("support").Messages.CreateAsync(new() { Author = "alice", Body = "Hello" }, new() { WebhookEnabled = true });
        await emulator.WaitForWebhooksAsync();
        Assert.That(database.Messages, Is.EqualTo(new[] { (message.Sid, "Hello") }));
        Assert.That(await failures.First, Is.EqualTo("onMessageAdded: InvalidOperationException"));
    }

    [Test]
    public void The_signature_can_be_checked_anywhere()
    {
        var (current, former) = ("token", "older");
        var form = new Dictionary<string, string> { ["EventType"] = "onMessageAdded" };
        var signature = WebhookSignature.Compute(former, "https://example.com/hooks", form);

        #region signature
        var isTwilio = WebhookSignature.IsValid(signature, "https://example.com/hooks", form, current, former);
        #endregion

        Assert.That(isTwilio);
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplication> map, Action<IServiceCollection> register)
    {
        var app = Build(register: register);
        map(app);
        await app.StartAsync();
        return app;
    }

    private static WebApplication Build(string address = "http://127.0.0.1:0", Action<IServiceCollection>? register = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        register?.Invoke(builder.Services);
        return builder.Build();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<bool> IsSpamAsync(string? text, CancellationToken cancellationToken) => Task.FromResult(text?.Length > 1000 && !cancellationToken.IsCancellationRequested);

    #region handler
    public sealed class InboxHandler(InboxDatabase database) : ConversationsWebhookHandler
    {
        public override Task OnMessageAdded(MessageAdded message, WebhookContext context) =>
            database.AddAsync(message.MessageSid, message.Body, context.CancellationToken);
    }
    #endregion

    public sealed class InboxDatabase
    {
        public ConcurrentQueue<(string? Sid, string? Body)> Messages { get; } = [];

        public Task AddAsync(string? sid, string? body, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Messages.Enqueue((sid, body));
            return Task.CompletedTask;
        }
    }

    private sealed class Failures
    {
        private readonly TaskCompletionSource<string> _first = new();

        public Task<string> First => _first.Task;

        public void Add(Exception exception, string eventType) => _first.TrySetResult($"{eventType}: {exception.GetType().Name}");
    }

    private sealed class TwilioSettings
    {
        public string AccountSid { get; set; } = "";

        public string AuthToken { get; set; } = "";
    }
}
