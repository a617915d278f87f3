using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests;

/// <summary>Settings and options of a client from a container: whatever is wrong is reported when the host starts, by name and at once.</summary>
public class ConfigurationTests
{
    private static readonly (string, string)[] Credentials = [("AccountSid", ConversationsEmulator.AccountSid), ("AuthToken", "hunter2")];

    [TestCase("TotalTimeout", "20")]
    [TestCase("AttemptTimeout", "7")]
    [TestCase("Retry:Delay", "1")]
    [TestCase("Retry:MaxDelay", "1 ")]
    public async Task A_bare_number_is_not_a_time(string key, string value) =>
        Assert.That(await FailuresAsync([.. Credentials, (key, value)]), Is.EqualTo(new[] { $"Twilio:{key} must be a time span such as 00:00:30." }));

    [TestCase("BaseAddress")]
    [TestCase("MediaBaseAddress")]
    public async Task Both_addresses_are_rejected_with_the_same_message(string key) =>
        Assert.That(await FailuresAsync([.. Credentials, (key, "https://")]), Is.EqualTo(new[] { $"Twilio:{key} must be an address such as https://example.com." }));

    [TestCase("TotalTimout")]
    [TestCase("Retry:MaxAttemps")]
    [TestCase("Retry:MaxAttempts:Value")]
    [TestCase("Logging:Level")]
    public async Task A_key_that_is_not_known_is_rejected(string key) =>
        Assert.That(await FailuresAsync([.. Credentials, (key, "1")]), Has.One.Items.And.All.StartsWith($"Twilio:{key} is not a setting of TwilioConversations."));

    [Test]
    public async Task Two_kinds_of_credentials_are_rejected() => Assert.That(
        await FailuresAsync([.. Credentials, ("ApiKeySid", "SK" + new string('0', 32)), ("ApiKeySecret", "hunter2")]),
        Is.EqualTo(new[] { "Set Twilio:AccountSid and Twilio:AuthToken, or Twilio:ApiKeySid and Twilio:ApiKeySecret, but not both pairs." }));

    [Test]
    public async Task Half_a_pair_of_credentials_names_the_other_half()
    {
        Assert.That(await FailuresAsync([("ApiKeySid", "SK" + new string('0', 32))]), Is.EqualTo(new[] { "Twilio:ApiKeySecret is missing beside Twilio:ApiKeySid." }));
        Assert.That(await FailuresAsync([("AuthToken", "hunter2")]), Is.EqualTo(new[] { "Twilio:AccountSid is missing beside Twilio:AuthToken." }));
    }

    [Test]
    public async Task An_account_SID_may_be_set_together_with_an_API_key() =>
        Assert.That(await FailuresAsync([("AccountSid", ConversationsEmulator.AccountSid), ("ApiKeySid", "SK" + new string('0', 32)), ("ApiKeySecret", "hunter2")]), Is.Empty);

    [Test]
    public async Task Every_setting_that_is_wrong_has_a_message_of_its_own() => Assert.That(
        await FailuresAsync([.. Credentials, ("Retry:MaxAttempts", "99"), ("MaxResponseContentBufferSize", "0"), ("WebhookEnabled", "maybe")]),
        Is.EquivalentTo(new[]
        {
            "Twilio:Retry:MaxAttempts must be from 1 to 20.",
            "Twilio:MaxResponseContentBufferSize must be from 1 to 1000000000.",
            "Twilio:WebhookEnabled must be true or false.",
        }));

    [Test]
    public void The_longest_response_can_be_set()
    {
        using var provider = new ServiceCollection().AddTwilioConversations(Section([.. Credentials, ("MaxResponseContentBufferSize", "1000")])).Services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<IOptions<ConversationsClientOptions>>().Value.MaxResponseContentBufferSize, Is.EqualTo(1000));
    }

    [Test]
    public void An_option_that_is_set_in_code_out_of_its_range_is_named()
    {
        using var provider = new ServiceCollection().AddTwilioConversations(options => options.Retry.MaxAttempts = 99).Services.BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<ConversationsClient>());
        Assert.That(error!.Failures, Is.EqualTo(new[] { "ConversationsClientOptions: Retry.MaxAttempts must be from 1 to 20." }));
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => _ = new BulkOptions { Concurrency = 65 })!.Message, Does.StartWith("Concurrency must be from 1 to 64."));
    }

    [Test]
    public void The_root_of_a_configuration_may_have_other_keys()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["AccountSid"] = ConversationsEmulator.AccountSid, ["AuthToken"] = "hunter2", ["Logging:Level"] = "1" }).Build();
        using var provider = new ServiceCollection().AddTwilioConversations(root).Services.BuildServiceProvider();
        Assert.That(provider.GetRequiredService<ConversationsClient>(), Is.Not.Null);
    }

    private static async Task<IEnumerable<string>> FailuresAsync((string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTwilioConversations(Section(settings));
        using var host = builder.Build();
        try
        {
            await host.StartAsync();
            return [];
        }
        catch (OptionsValidationException e)
        {
            Assert.That(e.Message, Does.Not.Contain("hunter2"));
            return e.Failures;
        }
    }

    private static IConfigurationSection Section((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Twilio:{setting.Key}", (string?)setting.Value)))
        .Build().GetSection("Twilio");
}
