using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The emulator's services and their settings, and what belongs to the account.</summary>
public class EmulatorServiceTests
{
    private const string DefaultServiceSid = "ISdddddddddddddddddddddddddddddddd";

    private readonly EmulatorFixture _emulated = new();

    private ConversationsClient Client => _emulated.Client;

    [OneTimeTearDown]
    public void Stop() => _emulated.Dispose();

    [SetUp]
    public void Reset() => _emulated.Emulator.Reset();

    [Test]
    public async Task The_default_service_exists_and_cannot_be_deleted()
    {
        var service = await Client.Services.ListAsync().SingleAsync();
        Assert.That((await Client.Configuration.FetchAsync()).DefaultChatServiceSid, Is.EqualTo(service.Sid));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Client.Services.DeleteAsync(service.Sid));
        Assert.That((int)error!.StatusCode, Is.EqualTo(400));
    }

    [Test]
    public async Task Paths_without_a_service_mean_the_one_that_the_account_names()
    {
        var conversation = await Client.Conversations.CreateAsync(new() { UniqueName = "support" });
        var desk = await Client.Services.CreateAsync(new() { FriendlyName = "Desk" });
        await Client.Configuration.UpdateAsync(new() { DefaultChatServiceSid = desk.Sid });
        Assert.That(await Client.Conversations.FindAsync("support"), Is.Null);
        var created = await Client.Conversations.CreateAsync(new() { UniqueName = "hall" });
        Assert.That(created.ChatServiceSid, Is.EqualTo(desk.Sid));
        Assert.That((await Client.Service(desk.Sid).Conversations.FetchAsync("hall")).Sid, Is.EqualTo(created.Sid));
        Assert.That((await Client.Service(DefaultServiceSid).Conversations.FetchAsync("support")).Sid, Is.EqualTo(conversation.Sid));
        Assert.That((int)(await Assert.ThrowsAsync<ConversationsResponseException>(() => Client.Services.DeleteAsync(desk.Sid)))!.StatusCode, Is.EqualTo(400));
        await Client.Services.DeleteAsync(DefaultServiceSid);
        Assert.That(await Client.Conversations.FindAsync("hall"), Is.Not.Null);
    }

    [Test]
    public async Task Only_a_service_that_exists_can_be_the_default_one()
    {
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Client.Configuration.UpdateAsync(new() { DefaultChatServiceSid = Operations.ServiceSid }));
        Assert.That(error!.ServiceMessage, Is.EqualTo("DefaultChatServiceSid must be the SID of a service"));
        Assert.That((await Client.Configuration.FetchAsync()).DefaultChatServiceSid, Is.EqualTo(DefaultServiceSid));
    }

    [Test]
    public async Task Deleting_a_service_deletes_all_that_belongs_to_it()
    {
        var service = await Client.Services.CreateAsync(new() { FriendlyName = "Desk" });
        Assert.That(service.FriendlyName, Is.EqualTo("Desk"));
        Assert.That(service.Links["conversations"], Is.EqualTo($"{service.Url}/Conversations"));
        await Client.Service(service.Sid).Conversations.CreateAsync(new() { UniqueName = "support" });
        await Client.Services.DeleteAsync(service.Sid);
        Assert.That(await Client.Services.FindAsync(service.Sid), Is.Null);
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(async () => await Client.Service(service.Sid).Conversations.ListAsync().CountAsync());
        Assert.That(error!.IsNotFound);
    }

    [Test]
    public async Task A_service_that_a_test_adds_is_listed_as_any_other()
    {
        _emulated.Emulator.AddService(Operations.ServiceSid);
        Assert.That(await Client.Services.ListAsync().Select(service => service.Sid).ToListAsync(), Is.EqualTo(new[] { DefaultServiceSid, Operations.ServiceSid }));
    }

    [Test]
    public async Task The_account_and_each_service_have_separate_settings()
    {
        _emulated.Emulator.AddService(Operations.ServiceSid);
        var service = Client.Service(Operations.ServiceSid);
        await Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = "https://example.com/all", Target = WebhookSettingsTarget.Webhook, Filters = ["onMessageAdded"] });
        await service.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = "https://example.com/one", Method = WebhookSettingsMethod.GET });
        var (account, one) = (await Client.WebhookSettings.FetchAsync(), await service.WebhookSettings.FetchAsync());
        Assert.Multiple(() =>
        {
            Assert.That((account.PostWebhookUrl, account.ChatServiceSid, account.Target), Is.EqualTo(("https://example.com/all", (string?)null, (WebhookSettingsTarget?)WebhookSettingsTarget.Webhook)));
            Assert.That((one.PostWebhookUrl, one.ChatServiceSid, one.Filters), Is.EqualTo(("https://example.com/one", Operations.ServiceSid, (IReadOnlyList<string>?)null)));
        });
        await service.Configuration.UpdateAsync(new() { ReachabilityEnabled = true });
        Assert.That((await service.Configuration.FetchAsync()).ReachabilityEnabled, Is.True);
        await Client.Configuration.UpdateAsync(new() { DefaultInactiveTimer = TimeSpan.FromHours(1) });
        Assert.That((await Client.Configuration.FetchAsync()).DefaultInactiveTimer, Is.EqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task An_update_of_notifications_keeps_the_other_settings()
    {
        _emulated.Emulator.AddService(Operations.ServiceSid);
        var notifications = Client.Service(Operations.ServiceSid).NotificationSettings;
        await notifications.UpdateAsync(new() { NewMessageWithMediaEnabled = true, NewMessageWithMediaTemplate = "${MEDIA_COUNT} files" });
        var settings = await notifications.UpdateAsync(new() { NewMessageEnabled = true, LogEnabled = true });
        Assert.Multiple(() =>
        {
            Assert.That((settings.LogEnabled, settings.NewMessage!.Enabled), Is.EqualTo((true, true)));
            Assert.That((settings.NewMessage.WithMedia!.Enabled, settings.NewMessage.WithMedia.Template), Is.EqualTo((true, "${MEDIA_COUNT} files")));
            Assert.That(settings.AddedToConversation!.Enabled, Is.False);
        });
    }

    [Test]
    public async Task Push_bindings_are_listed_by_type_and_identity()
    {
        _emulated.Emulator.AddService(Operations.ServiceSid);
        var bindings = Client.Service(Operations.ServiceSid).PushBindings;
        foreach (var (identity, type) in new[] { ("alice", PushBindingType.Apn), ("alice", PushBindingType.Fcm), ("bob", PushBindingType.Fcm), ("carol", PushBindingType.Twilsock) })
        {
            _emulated.Emulator.AddPushBinding(identity, type, Operations.ServiceSid);
        }

        var list = bindings.ListAsync(new() { BindingTypes = [PushBindingType.Fcm, PushBindingType.Twilsock], Identities = ["alice", "carol"], PageSize = 1 });
        Assert.That(await list.Select(binding => (binding.Identity, binding.BindingType)).ToListAsync(), Is.EqualTo(new[] { ("alice", PushBindingType.Fcm), ("carol", PushBindingType.Twilsock) }));
        await bindings.DeleteAsync((await list.FirstAsync()).Sid);
        Assert.That(await list.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_push_credential_is_read_without_its_secrets()
    {
        var credential = await Client.PushCredentials.CreateAsync(new() { Type = PushCredentialType.Apn, Certificate = "certificate", PrivateKey = "private key", Sandbox = true });
        Assert.That((credential.Type, credential.Sandbox, credential.AdditionalFields.Count), Is.EqualTo((PushCredentialType.Apn, true, 0)));
        credential = await Client.PushCredentials.UpdateAsync(credential.Sid, new() { FriendlyName = "iOS" });
        Assert.That((credential.FriendlyName, credential.Sandbox), Is.EqualTo(("iOS", true)));
    }

    [Test]
    public async Task An_address_has_one_configuration_and_is_its_key()
    {
        var created = await Client.Addresses.CreateAsync(new() { Type = AddressType.Sms, Address = "+12025550101", AutoCreationType = AutoCreationType.Webhook, AutoCreationWebhookUrl = "https://example.com" });
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Client.Addresses.CreateAsync(new() { Type = AddressType.Sms, Address = "+12025550101" }));
        Assert.That((int)error!.StatusCode, Is.EqualTo(409));
        Assert.That(await Client.Addresses.FetchAsync("+12025550101"), Is.EqualTo(created));
        var updated = await Client.Addresses.UpdateAsync("+12025550101", new() { AutoCreationType = AutoCreationType.Studio, AutoCreationStudioFlowSid = "FW" + new string('a', 32) });
        Assert.That((updated.AutoCreation!.Type, updated.AutoCreation.WebhookUrl), Is.EqualTo(((AutoCreationType?)AutoCreationType.Studio, (string?)null)));
        Assert.That(await Client.Addresses.ListAsync(new() { Type = AddressType.Whatsapp }).CountAsync(), Is.Zero);
        await Client.Addresses.DeleteAsync(created);
        Assert.That(await Client.Addresses.ExistsAsync("+12025550101"), Is.False);
    }
}
