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
    public async Task Defaults_of_the_account_are_set()
    {
        var (twilio, serviceSid) = (Twilio, ServiceSid);
        Service.AddService(serviceSid);

        #region defaults
        var defaults = new UpdateAccountConfigurationRequest { DefaultChatServiceSid = serviceSid };
        defaults.SetDefaultInactiveTimer(TimeSpan.FromHours(1));
        await twilio.Configuration.UpdateAsync(defaults);
        #endregion

        var account = await twilio.Configuration.FetchAsync();
        Assert.That((account.DefaultChatServiceSid, account.DefaultInactiveTimer), Is.EqualTo((serviceSid, "PT1H")));
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
    public async Task Notifications_are_set()
    {
        var (twilio, serviceSid) = (Twilio, ServiceSid);
        Service.AddService(serviceSid);

        #region notifications
        await twilio.Service(serviceSid).Notifications.UpdateAsync(new()
        {
            NewMessageEnabled = true,
            NewMessageTemplate = "A new message in ${CONVERSATION}",
            NewMessageWithMediaEnabled = true,
        });
        #endregion

        var message = (await twilio.Service(serviceSid).Notifications.FetchAsync()).NewMessage!;
        Assert.That((message.Enabled, message.Template, message.WithMedia!.Enabled), Is.EqualTo(((bool?)true, "A new message in ${CONVERSATION}", (bool?)true)));
    }

    [Test]
    public async Task Lost_devices_are_deleted()
    {
        var (twilio, serviceSid) = (Twilio, ServiceSid);
        Service.AddService(serviceSid);
        Service.AddPushBinding("alice", PushBindingType.Apn, serviceSid);
        Service.AddPushBinding("alice", PushBindingType.Twilsock, serviceSid);
        Service.AddPushBinding("bob", PushBindingType.Fcm, serviceSid);

        #region devices
        var devices = new ListBindingsOptions { Identity = ["alice"], BindingType = [PushBindingType.Apn, PushBindingType.Fcm] };
        await foreach (var device in twilio.Service(serviceSid).Bindings.ListAsync(devices))
        {
            await twilio.Service(serviceSid).Bindings.DeleteAsync(device.Sid);
        }
        #endregion

        var left = await twilio.Service(serviceSid).Bindings.ListAsync().ToListAsync();
        Assert.That(left.Select(binding => (binding.Identity, binding.BindingType)), Is.EquivalentTo(new[] { ("alice", PushBindingType.Twilsock), ("bob", PushBindingType.Fcm) }));
    }

    [Test]
    public async Task A_push_credential_takes_its_secret_from_a_file()
    {
        var twilio = Twilio;
        var (secretFile, newSecretFile) = (Path.GetTempFileName(), Path.GetTempFileName());
        await File.WriteAllTextAsync(secretFile, "first");
        await File.WriteAllTextAsync(newSecretFile, "second");
        try
        {
            #region credential
            var credential = await twilio.Credentials.CreateAsync(new()
            {
                Type = PushCredentialType.Fcm,
                Secret = await File.ReadAllTextAsync(secretFile),
            });

            // Later, a new secret. The SID stays, and so do the apps that name it.
            await twilio.Credentials.UpdateAsync(credential.Sid, new() { Secret = await File.ReadAllTextAsync(newSecretFile) });
            #endregion

            Assert.That(Service.Requests.Select(request => request.Form["Secret"]), Is.EqualTo(new[] { "first", "second" }));
        }
        finally
        {
            File.Delete(secretFile);
            File.Delete(newSecretFile);
        }
    }
}
