using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TwilioConversations.AspNetCore;
using TwilioConversations.Tests.Infra;
using static System.Net.HttpStatusCode;

namespace TwilioConversations.Tests;

/// <summary>Secrets from options that change, and handlers that the container creates.</summary>
public class WebhookSetupTests
{
    private static readonly Dictionary<string, string> Message = new() { ["EventType"] = "onMessageAdded", ["Body"] = "Hello" };

    [Test]
    public async Task Secrets_follow_the_options_and_a_wrong_change_keeps_the_earlier_ones()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Token", "one")]).Build();
        await using var app = await HookApp.StartAsync(
            hooks => hooks.UseSecrets<Settings>(settings => [WebhookSecret.FromAuthToken(HookApp.AccountSid, settings.Token)]),
            services: services => services.Configure<Settings>(configuration));
        Assert.That((await app.PostAsync(Message, token: "one")).Status, Is.EqualTo(OK));

        configuration["Token"] = "two";
        configuration.Reload();
        Assert.That((await app.PostAsync(Message, token: "two")).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(Message, token: "one")).Status, Is.EqualTo(Forbidden));

        configuration["Token"] = "";
        configuration.Reload();
        Assert.That((await app.PostAsync(Message, token: "two")).Status, Is.EqualTo(OK));
        Assert.That(app.Log.Entries.Select(entry => entry.Text), Does.Contain("The webhook secrets in the changed options cannot be used (System.ArgumentException); the earlier ones stay in use"));
    }

    [Test]
    public async Task Options_without_a_secret_stop_the_startup() => await Assert.CatchAsync<ArgumentException>(() => HookApp.StartAsync(
        hooks => hooks.UseSecrets<Settings>(_ => []),
        services: services => services.Configure<Settings>(_ => { })));

    [Test]
    public async Task A_handler_class_handles_the_events_that_it_overrides_with_the_services_of_the_request()
    {
        var seen = new List<string>();
        await using var app = await HookApp.StartAsync(
            hooks => hooks.UseHandler<Handler>().UseHandler<OtherHandler>().OnMessageRemoved((_, _) => Task.CompletedTask),
            services: services => services.AddSingleton(seen).AddScoped<Scoped>().AddScoped<OtherHandler>());
        Assert.That((await app.PostAsync(Message)).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(new(Message) { ["EventType"] = "onMessageAdd" })).Status, Is.EqualTo(Forbidden));
        Assert.That((await app.PostAsync(new(Message) { ["EventType"] = "onUserAdded" })).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(new(Message) { ["EventType"] = "onMessageUpdate" })), Is.EqualTo((OK, "{}")));
        Assert.That(seen, Is.EqualTo(new[] { "1 Hello", "1 user" }));
        Assert.That(Assert.Throws<InvalidOperationException>(() => Map(hooks => hooks.UseHandler<Handler>().OnMessageAdded((_, _) => Task.CompletedTask)))!.Message, Is.EqualTo("A handler of MessageAdded is already registered."));
    }

    [Test]
    public async Task Each_method_of_a_handler_class_gets_its_event()
    {
        var handler = new Everything();
        foreach (var method in typeof(ConversationsWebhookHandler).GetMethods().Where(method => method.Name.StartsWith("On", StringComparison.Ordinal)))
        {
            var received = Activator.CreateInstance(method.GetParameters()[0].ParameterType, new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>());
            using var services = new ServiceCollection().BuildServiceProvider();
            var result = (Task)method.Invoke(handler, [received, new WebhookContext(services)])!;
            await result;
            Assert.That(result.GetType().GetProperty("Result")?.GetValue(result) is not Decision decision || $"{decision}" == "accepted", method.Name);
        }
    }

    private static void Map(Action<ConversationsWebhooks> configure)
    {
        using var app = Microsoft.AspNetCore.Builder.WebApplication.CreateSlimBuilder().Build();
        Microsoft.AspNetCore.Builder.ConversationsWebhooksEndpointRouteBuilderExtensions.MapConversationsWebhooks(app, "/hook", configure);
    }

    public sealed class Settings
    {
        public string Token { get; set; } = "";
    }

    public sealed class Scoped
    {
        public int Count { get; set; }
    }

    private sealed class Everything : ConversationsWebhookHandler;

    private sealed class Handler(List<string> seen, Scoped scoped) : ConversationsWebhookHandler
    {
        public override Task OnMessageAdded(MessageAdded message, WebhookContext context)
        {
            seen.Add($"{++scoped.Count} {message.Body}");
            return Task.CompletedTask;
        }

        public override Task<MessageDecision> OnMessageAdding(MessageAdding message, WebhookContext context) => Task.FromResult(MessageDecision.Reject);
    }

    private sealed class OtherHandler(List<string> seen, Scoped scoped) : ConversationsWebhookHandler
    {
        public override Task OnUserAdded(UserAdded user, WebhookContext context)
        {
            seen.Add($"{++scoped.Count} user");
            return Task.CompletedTask;
        }
    }
}
