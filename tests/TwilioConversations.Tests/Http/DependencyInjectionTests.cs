using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The client from a container.</summary>
public class DependencyInjectionTests
{
    private ConversationsEmulator _service = null!;

    [SetUp]
    public void Start()
    {
        _service = ConversationsEmulator.Start();
        _service.AddConversation("support", null, "alice");
    }

    [TearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task A_client_is_registered_from_configuration()
    {
        await using var provider = new ServiceCollection()
            .AddTwilioConversations(Section(("AccountSid", ConversationsEmulator.AccountSid), ("AuthToken", ConversationsEmulator.AuthToken), ("BaseAddress", _service.BaseAddress.AbsoluteUri), ("WebhookEnabled", "true"), ("Retry:MaxAttempts", "1")))
            .Services.BuildServiceProvider();
        var client = provider.GetRequiredService<ConversationsClient>();
        await client.Conversation("support").Participants.CreateAsync(new() { Identity = "bob" });
        Assert.That(_service.Webhooks.Select(webhook => webhook.EventType), Does.Contain("onParticipantAdded"));
        Assert.That(provider.GetRequiredService<ConversationsClient>(), Is.SameAs(client));
        _service.InjectFault(EmulatorFault.Html(502));
        await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation("support").Participants.FetchAsync("bob"));
    }

    [Test]
    public async Task All_settings_are_read_also_under_a_name()
    {
        var key = "SK" + new string('0', 32);
        var section = Section(
            ("ApiKeySid", key), ("ApiKeySecret", "hunter2"), ("Edge", "dublin"), ("Region", "ie1"), ("WebhookEnabled", "false"), ("AttemptTimeout", "00:00:07"), ("TotalTimeout", "00:00:08"),
            ("Retry:MaxAttempts", "9"), ("Retry:Delay", "00:00:01"), ("Retry:MaxDelay", "00:00:02"), ("Retry:RetryCreatesAndUpdates", "true"));
        await using var provider = new ServiceCollection().AddTwilioConversations("one", section).Services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get("one");
        Assert.Multiple(() =>
        {
            Assert.That(options.Credentials!.ToString(), Is.EqualTo(key));
            Assert.That((options.Edge, options.Region, options.WebhookEnabled), Is.EqualTo(("dublin", "ie1", (bool?)false)));
            Assert.That((options.AttemptTimeout.TotalSeconds, options.TotalTimeout.TotalSeconds), Is.EqualTo((7.0, 8.0)));
            Assert.That((options.Retry.MaxAttempts, options.Retry.Delay.TotalSeconds, options.Retry.MaxDelay.TotalSeconds, options.Retry.RetryCreatesAndUpdates), Is.EqualTo((9, 1.0, 2.0, true)));
            Assert.That(provider.GetKeyedService<ConversationsClient>("one"), Is.Not.Null);
        });
    }

    [Test]
    public async Task A_redirect_is_reported_and_not_followed()
    {
        using var server = new StubServer(new StubResponse(System.Net.HttpStatusCode.TemporaryRedirect, null, ("Location", $"{_service.BaseAddress}v1/Conversations/support/Participants/alice")));
        await using var provider = new ServiceCollection()
            .AddTwilioConversations(options => (options.Credentials, options.BaseAddress) = (_service.Credentials, server.BaseAddress))
            .Services.BuildServiceProvider();
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => provider.GetRequiredService<ConversationsClient>().Conversation("support").Participants.FetchAsync("alice"));
        Assert.That(error!.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.TemporaryRedirect));
        Assert.That(_service.Requests, Is.Empty, "the credentials go nowhere else");
    }

    [Test]
    public async Task A_client_registered_in_code_uses_the_containers_logging()
    {
        var log = new LogList();
        await using var provider = new ServiceCollection().AddSingleton<ILoggerFactory>(log)
            .AddTwilioConversations(options => (options.Credentials, options.BaseAddress) = (_service.Credentials, _service.BaseAddress))
            .Services.BuildServiceProvider();
        await provider.GetRequiredService<ConversationsClient>().Conversation("support").Participants.FetchAsync("alice");
        Assert.That(log.Entries.Select(entry => entry.Text), Does.Contain("FetchConversationParticipant: attempt 1 received status 200"));
        Assert.That(log.Entries.Where(entry => entry.Text.Contains("alice", StringComparison.Ordinal)), Is.Empty, "the factory's own logs have the address, and an identity may stand in that");
    }

    [Test]
    public async Task Named_clients_serve_several_accounts()
    {
        using var other = ConversationsEmulator.Start();
        other.AddConversation("support", null, "bob");
        var services = new ServiceCollection();
        foreach (var (name, service) in new[] { ("one", _service), ("two", other) })
        {
            services.AddTwilioConversations(name, options => (options.Credentials, options.BaseAddress) = (service.Credentials, service.BaseAddress));
        }

        await using var provider = services.BuildServiceProvider();
        var one = await provider.GetRequiredKeyedService<ConversationsClient>("one").Conversation("support").Participants.ListAsync().SingleAsync();
        var two = await provider.GetRequiredKeyedService<ConversationsClient>("two").Conversation("support").Participants.ListAsync().SingleAsync();
        Assert.That((one.Identity, two.Identity), Is.EqualTo(("alice", "bob")));
        Assert.That(provider.GetService<ConversationsClient>(), Is.Null);
    }

    [Test]
    public async Task Handlers_of_the_users_own_see_every_request()
    {
        var seen = 0;
        var services = new ServiceCollection();
        services.AddTwilioConversations(options => (options.Credentials, options.BaseAddress) = (_service.Credentials, _service.BaseAddress))
            .AddHttpMessageHandler(() => new Counting(() => seen++));
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<ConversationsClient>().Conversation("support").Participants.ListAsync().ToListAsync();
        Assert.That(seen, Is.EqualTo(1));
    }

    [Test]
    public async Task Another_retry_handler_replaces_ours_instead_of_multiplying_it()
    {
        var services = new ServiceCollection();
        services.AddTwilioConversations(options =>
            {
                (options.Credentials, options.BaseAddress) = (_service.Credentials, _service.BaseAddress);
                options.Retry.MaxAttempts = 1;
            })
            .AddResilienceHandler("mine", builder => builder.AddRetry(new()
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(1),
                ShouldHandle = args => new(args.Outcome.Result?.IsSuccessStatusCode == false),
            }));
        await using var provider = services.BuildServiceProvider();
        _service.InjectFault(EmulatorFault.Html(503), times: null);
        await Assert.ThrowsAsync<ConversationsResponseException>(() => provider.GetRequiredService<ConversationsClient>().Conversation("support").Participants.FetchAsync("alice"));
        Assert.That(_service.Requests, Has.Count.EqualTo(3));
    }

    private static IEnumerable<TestCaseData> BadSettings()
    {
        yield return Case("Set Twilio:AccountSid and Twilio:AuthToken, or Twilio:ApiKeySid and Twilio:ApiKeySecret.");
        yield return Case("Twilio:AccountSid is missing beside Twilio:AuthToken.", ("AuthToken", "hunter2"));
        yield return Case("Twilio:AccountSid must be a SID of AC and 32 hexadecimal digits.", ("AccountSid", "hunter2"), ("AuthToken", "hunter2"));
        yield return Case("Twilio:ApiKeySid must be a SID of SK and 32 hexadecimal digits.", ("ApiKeySid", "hunter2"), ("ApiKeySecret", "hunter2"));
        yield return Case("Twilio:AuthToken must not be empty.", Account, ("AuthToken", " "));
        yield return Case("Twilio:ApiKeySid is missing beside Twilio:ApiKeySecret.", ("ApiKeySecret", "hunter2"));
        yield return Case("Twilio:TotalTimeout must be a time span such as 00:00:30.", Account, Token, ("TotalTimeout", "soon"));
        yield return Case("Twilio:Retry:MaxAttempts must be from 1 to 20.", Account, Token, ("Retry:MaxAttempts", "0"));
        yield return Case("Twilio: BaseAddress must be an absolute https address", Account, Token, ("BaseAddress", "http://example.com"));
        yield return Case("Twilio: Edge must be the name of an edge", Account, Token, ("Edge", "evil/"));
        yield return Case("Twilio: Edge must be set beside Region jp1", Account, Token, ("Region", "jp1"));

        static TestCaseData Case(string message, params (string, string)[] settings) => new TestCaseData(message, settings).SetArgDisplayNames(message);
    }

    private static readonly (string, string) Account = ("AccountSid", ConversationsEmulator.AccountSid);
    private static readonly (string, string) Token = ("AuthToken", "hunter2");

    [TestCaseSource(nameof(BadSettings))]
    public async Task A_wrong_setting_is_named_when_the_host_starts(string message, (string, string)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTwilioConversations(Section(settings));
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.That(error!.Message, Does.Contain(message).And.Not.Contain("hunter2"));
    }

    [Test]
    public void Null_is_rejected_by_name()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => services.AddTwilioConversations((IConfiguration)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddTwilioConversations((Action<ConversationsClientOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddTwilioConversations(null!, _ => { }));
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Twilio:{setting.Key}", (string?)setting.Value)))
        .Build().GetSection("Twilio");

    private sealed class Counting(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
