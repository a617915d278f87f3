namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to chat services and settings.</summary>
public class ServicesGuideTests : GuideFixture
{
    private const string ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Test]
    public async Task A_service_is_created_and_used()
    {
        var twilio = Twilio;

        #region service
        var created = await twilio.Services.CreateAsync(new() { FriendlyName = "Desk" });
        var desk = twilio.Service(created.Sid);
        await desk.Configuration.UpdateAsync(new() { ReachabilityEnabled = true });
        await desk.Conversations.CreateAsync(new() { UniqueName = "hall" });
        #endregion

        Assert.That(await desk.Conversations.ExistsAsync("hall"), Is.True);
    }

    [Test]
    public async Task Webhooks_of_a_service_are_set()
    {
        var (twilio, serviceSid) = (Twilio, ServiceSid);
        Service.AddService(serviceSid);

        #region webhooks
        await twilio.Service(serviceSid).Webhooks.UpdateAsync(new()
        {
            PreWebhookUrl = "https://example.com/before",
            PostWebhookUrl = "https://example.com/after",
            Filters = ["onMessageAdd", "onMessageAdded"],
        });
        #endregion

        Assert.That((await twilio.Service(serviceSid).Webhooks.FetchAsync()).PreWebhookUrl, Is.EqualTo("https://example.com/before"));
    }

    [Test]
    public async Task An_address_opens_conversations()
    {
        var twilio = Twilio;

        #region address
        await twilio.Addresses.CreateAsync(new()
        {
            Type = AddressType.Sms,
            Address = "+12025550101",
            AutoCreationEnabled = true,
            AutoCreationType = AutoCreationType.Webhook,
            AutoCreationWebhookUrl = "https://example.com/opened",
        });
        await twilio.Addresses.UpdateAsync("+12025550101", new() { FriendlyName = "Front desk" });
        #endregion

        Assert.That((await twilio.Addresses.FetchAsync("+12025550101")).FriendlyName, Is.EqualTo("Front desk"));
    }

    [Test]
    public async Task Notifications_are_pushed()
    {
        var (twilio, log, serviceSid, secret) = (Twilio, Log, ServiceSid, "secret");
        Service.AddService(serviceSid);
        Service.AddPushBinding("alice", PushBindingType.Fcm, serviceSid);

        #region push
        await twilio.Credentials.CreateAsync(new() { Type = PushCredentialType.Fcm, Secret = secret });
        await twilio.Service(serviceSid).Notifications.UpdateAsync(new() { NewMessageEnabled = true });
        await foreach (var device in twilio.Service(serviceSid).Bindings.ListAsync(new() { Identity = ["alice"] }))
        {
            log.WriteLine($"{device.BindingType}");
        }
        #endregion

        Assert.That(log.ToString().Trim(), Is.EqualTo("fcm"));
    }
}
