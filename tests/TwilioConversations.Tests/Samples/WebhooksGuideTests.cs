using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
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
        var authToken = ConversationsEmulator.AuthToken;
        await using var app = Build();
        var inbox = _inbox;

        #region map
        app.MapConversationsWebhooks("/hooks/conversations", hooks =>
        {
            hooks.AuthTokens = [authToken];
            hooks.OnMessageAdded((message, context) =>
            {
                inbox.Enqueue(message.Body);
                return Task.CompletedTask;
            });
        });
        #endregion

        await app.StartAsync();
        var address = app.Urls.Single();

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
            hooks.AuthTokens = ["token"];

            #region decide
            hooks.DecisionTimeout = TimeSpan.FromSeconds(2);
            hooks.OnDecisionFailure = PreActionFailure.Stop;
            hooks.OnMessageAdd(async (message, context) =>
                await IsSpamAsync(message.Body, context.CancellationToken) ? MessageDecision.Refuse
                : message.Body?.Contains("damn") == true ? new MessageDecision { Body = message.Body.Replace("damn", "d***") }
                : MessageDecision.Accept);
            #endregion
        });
        Assert.That(((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources, Is.Not.Empty);
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

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private static Task<bool> IsSpamAsync(string? text, CancellationToken cancellationToken) => Task.FromResult(text?.Length > 1000 && !cancellationToken.IsCancellationRequested);
}
