using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to dependency injection.</summary>
public class DependencyInjectionGuideTests : GuideFixture
{
    [Test]
    public async Task Clients_from_a_container()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Twilio:AccountSid"] = ConversationsEmulator.AccountSid,
            ["Twilio:AuthToken"] = ConversationsEmulator.AuthToken,
            ["Twilio:BaseAddress"] = Service.BaseAddress.AbsoluteUri,
        }).Build();
        var archiveCredentials = Service.Credentials;
        var services = new ServiceCollection();

        #region register
        services.AddTwilioConversations(configuration.GetSection("Twilio"));
        services.AddTwilioConversations("archive", options => options.Credentials = archiveCredentials);
        #endregion

        await using var provider = services.AddSingleton<Sync>().BuildServiceProvider();
        Assert.That(await provider.GetRequiredService<Sync>().CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_retry_policy()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Twilio:AccountSid"] = ConversationsEmulator.AccountSid,
            ["Twilio:AuthToken"] = ConversationsEmulator.AuthToken,
            ["Twilio:BaseAddress"] = Service.BaseAddress.AbsoluteUri,
            ["Twilio:Retry:MaxAttempts"] = "1",
        }).Build().GetSection("Twilio");
        var services = new ServiceCollection();

        #region resilience
        services.AddTwilioConversations(section)   // with "Retry": { "MaxAttempts": 1 }
            .AddResilienceHandler("mine", builder =>
            {
                var retry = new HttpRetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(200) };
                retry.DisableForUnsafeHttpMethods();   // a create, an update or a delete may have happened
                builder.AddRetry(retry);
            });
        #endregion

        await using var provider = services.BuildServiceProvider();
        var twilio = provider.GetRequiredService<ConversationsClient>();
        Service.InjectFault(EmulatorFault.Html(503));
        await twilio.Conversations.FetchAsync("support");
        Assert.That(Service.Requests, Has.Count.EqualTo(2));

        Service.InjectFault(EmulatorFault.Html(503), when: request => request.Method == "POST");
        var error = await Assert.ThrowsAsync<ConversationsException>(() => twilio.Conversation("support").Participants.CreateAsync(new() { Identity = "dave" }));
        Assert.That((int)error!.StatusCode, Is.EqualTo(503));
        Assert.That(Service.Requests.Count(request => request.Method == "POST"), Is.EqualTo(1), "a create may have happened, and is not sent again");
    }

    #region use
    public sealed class Sync(ConversationsClient twilio, [FromKeyedServices("archive")] ConversationsClient archive)
    {
        public ConversationsClient Archive => archive;

        public ValueTask<int> CountAsync() => twilio.Conversations.ListAsync().CountAsync();
    }
    #endregion
}
