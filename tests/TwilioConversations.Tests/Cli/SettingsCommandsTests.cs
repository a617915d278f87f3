using Newtonsoft.Json;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The commands for services, the settings of account and services, push, addresses, receipts and what users have read.</summary>
public class SettingsCommandsTests
{
    [Test]
    public async Task A_service_is_created_configured_and_deleted()
    {
        using var tool = new CommandLineTool();
        var service = await ReadAsync<ChatService>(tool, "services", "create", "--friendly-name", "Desk");
        Assert.That((await tool.RunAsync("services", "list")).Output, Does.Match($"Desk +{service.Sid}"));
        var configuration = await ReadAsync<ServiceConfiguration>(tool, "service-configuration", "update", "--service", service.Sid, "--reachability-enabled", "true");
        Assert.That(configuration.ReachabilityEnabled, Is.True);
        Assert.That(await ReadAsync<ServiceConfiguration>(tool, "service-configuration", "fetch", "--service", service.Sid), Is.EqualTo(configuration));
        var notifications = await ReadAsync<NotificationSettings>(tool, "notification-settings", "update", "--service", service.Sid, "--new-message-enabled", "true", "--new-message-template", "New");
        Assert.That(notifications.NewMessage?.Template, Is.EqualTo("New"));
        Assert.That(await ReadAsync<NotificationSettings>(tool, "notification-settings", "fetch", "--service", service.Sid), Is.EqualTo(notifications));
        Assert.That((await tool.RunAsync("services", "delete", service.Sid, "--yes")).ExitCode, Is.Zero);
        Assert.That(await tool.Service.Client.Services.ExistsAsync(service.Sid), Is.False);
    }

    [Test]
    public async Task The_account_and_a_service_have_settings_of_their_own()
    {
        using var tool = new CommandLineTool();
        tool.Service.AddService(Operations.ServiceSid);
        var configuration = await ReadAsync<AccountConfiguration>(tool, "configuration", "update", "--default-closed-timer", "P7D");
        Assert.That(configuration.DefaultClosedTimer, Is.EqualTo(TimeSpan.FromDays(7)));
        Assert.That(await ReadAsync<AccountConfiguration>(tool, "configuration", "fetch"), Is.EqualTo(configuration));
        await ReadAsync<WebhookSettings>(tool, "webhook-settings", "update", "--post-webhook-url", "https://example.com/account", "--filters", "onMessageAdded");
        await ReadAsync<WebhookSettings>(tool, "webhook-settings", "update", "--service", Operations.ServiceSid, "--post-webhook-url", "https://example.com/service");
        Assert.That((await tool.Service.Client.WebhookSettings.FetchAsync()).PostWebhookUrl, Is.EqualTo("https://example.com/account"));
        Assert.That((await ReadAsync<WebhookSettings>(tool, "webhook-settings", "fetch", "--service", Operations.ServiceSid)).PostWebhookUrl, Is.EqualTo("https://example.com/service"));
    }

    [Test]
    public async Task A_secret_is_read_from_a_file_and_printed_nowhere()
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("key.json"), "{ \"key\": \"hidden\" }\n");
        var created = await tool.RunAsync("push-credentials", "create", "--type", "fcm", "--friendly-name", "android", "--secret-file", "key.json", "--verbose", "-o", "json");
        var credential = JsonConvert.DeserializeObject<PushCredential>(created.Output)!;
        Assert.That(created.Output + created.Errors, Does.Contain("Secret=…").And.Not.Contain("hidden"));
        Assert.That(tool.Service.Requests.Single(request => request.Method == "POST").Form["Secret"], Is.EqualTo("{ \"key\": \"hidden\" }"));
        Assert.That((await ReadAsync<PushCredential>(tool, "push-credentials", "update", credential.Sid, "--friendly-name", "phones")).FriendlyName, Is.EqualTo("phones"));
        Assert.That((await tool.RunAsync("push-credentials", "list")).Output, Does.Match($"phones +{credential.Sid} +fcm"));
        Assert.That((await tool.RunAsync("push-credentials", "delete", credential.Sid, "--yes")).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("push-credentials", "create", "--type", "fcm", "--secret", "a", "--secret-file", "b")).Errors, Does.StartWith("Pass either --secret or --secret-file."));
        Assert.That((await tool.RunAsync("push-credentials", "create", "--type", "fcm", "--secret-file", "none")).Errors, Is.EqualTo("Cannot read none: the file does not exist.\n"));
    }

    [Test]
    public async Task An_address_configuration_is_found_by_its_address()
    {
        using var tool = new CommandLineTool();
        var address = await ReadAsync<AddressConfiguration>(tool, "addresses", "create", "--type", "sms", "--address", "+12025550101", "--auto-creation-enabled", "true", "--auto-creation-type", "webhook", "--auto-creation-webhook-url", "https://example.com/opened");
        Assert.That(await ReadAsync<AddressConfiguration>(tool, "addresses", "fetch", "+12025550101"), Is.EqualTo(address));
        Assert.That((await ReadAsync<AddressConfiguration>(tool, "addresses", "update", "+12025550101", "--friendly-name", "Front desk")).FriendlyName, Is.EqualTo("Front desk"));
        Assert.That((await tool.RunAsync("addresses", "list", "--type", "sms")).Output, Does.Contain("Front desk"));
        Assert.That((await tool.RunAsync("addresses", "delete", "+12025550101", "--yes")).ExitCode, Is.Zero);
        Assert.That(await tool.Service.Client.Addresses.ExistsAsync("+12025550101"), Is.False);
    }

    [Test]
    public async Task Devices_are_listed_by_identity_and_type_and_deleted()
    {
        using var tool = new CommandLineTool();
        tool.Service.AddService(Operations.ServiceSid);
        var lost = tool.Service.AddPushBinding("alice", PushBindingType.Apn, serviceSid: Operations.ServiceSid);
        var other = tool.Service.AddPushBinding("bob", PushBindingType.Fcm, serviceSid: Operations.ServiceSid);
        var listed = await tool.RunAsync("push-bindings", "list", "--service", Operations.ServiceSid, "--identity", "alice", "--binding-type", "apn", "--binding-type", "gcm", "-o", "csv");
        Assert.That(listed.Output, Does.Contain(lost).And.Not.Contain(other), listed.Errors);
        Assert.That((await tool.RunAsync("push-bindings", "delete", lost, "--service", Operations.ServiceSid, "--yes")).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("push-bindings", "fetch", lost, "--service", Operations.ServiceSid)).ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Receipts_are_those_of_one_message()
    {
        using var tool = new CommandLineTool();
        await tool.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        var message = await tool.Service.Client.Conversation("support").Messages.CreateAsync(new() { Body = "Hi" });
        var receipt = await tool.Service.Client.Conversation("support").Message(message.Sid).Receipts.ListAsync().SingleAsync();
        Assert.That((await tool.RunAsync("receipts", "list", "support", message.Sid)).Output, Does.Contain(receipt.Sid).And.EndsWith("1 receipt\n"));
        Assert.That(await ReadAsync<DeliveryReceipt>(tool, "receipts", "fetch", "support", message.Sid, receipt.Sid), Is.EqualTo(receipt));
    }

    [Test]
    public async Task The_settings_of_a_user_in_a_conversation_are_read_changed_and_deleted()
    {
        using var tool = new CommandLineTool("alice");
        var muted = await ReadAsync<UserConversation>(tool, "user-conversations", "update", "alice", "support", "--notification-level", "muted");
        Assert.That(await ReadAsync<UserConversation>(tool, "user-conversations", "fetch", "alice", "support"), Is.EqualTo(muted));
        Assert.That((await tool.RunAsync("user-conversations", "list", "alice")).Output, Does.Match("support +CH[0-9a-f]{32}.* muted"));
        Assert.That((await tool.RunAsync("user-conversations", "delete", "alice", "support")).Errors, Does.StartWith("Delete conversation support from alice? "));
        Assert.That((await tool.RunAsync("user-conversations", "delete", "alice", "support", "--yes")).ExitCode, Is.Zero);
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.Zero);
    }

    [TestCase("This command needs --service IS", "notification-settings", "fetch")]
    [TestCase("Unknown option '--service'.", "configuration", "fetch", "--service", Operations.ServiceSid)]
    [TestCase("--auto-creation-enabled must be true or false.", "addresses", "update", "+12025550101", "--auto-creation-enabled", "maybe")]
    [TestCase("--binding-type fax: must be ", "push-bindings", "list", "--service", Operations.ServiceSid, "--binding-type", "fax")]
    [TestCase("The fields do not fit together: the type webhook needs --auto-creation-webhook-url.", "addresses", "create", "--type", "sms", "--address", "+12025550101", "--auto-creation-type", "webhook")]
    [TestCase("<user> must not be '.' or '..'", "user-conversations", "list", "..")]
    [TestCase("<message> must be a SID of IM", "receipts", "list", "support", "latest")]
    public async Task An_invalid_argument_is_reported_by_the_name_that_the_user_knows(string message, params string[] arguments)
    {
        using var tool = new CommandLineTool();
        var (exitCode, output, errors) = await tool.RunAsync(arguments);
        Assert.That((exitCode, output), Is.EqualTo((2, "")), errors);
        Assert.That(errors, Does.StartWith(message));
        Assert.That(tool.Service.RequestCount, Is.Zero);
    }

    private static async Task<T> ReadAsync<T>(CommandLineTool tool, params string[] arguments)
    {
        var (exitCode, output, errors) = await tool.RunAsync([.. arguments, "-o", "json"]);
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        return JsonConvert.DeserializeObject<T>(output)!;
    }
}
