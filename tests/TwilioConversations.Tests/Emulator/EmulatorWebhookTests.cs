using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The webhooks of one conversation in the emulator: how many, and what each target takes.</summary>
public class EmulatorWebhookTests
{
    private const string FlowSid = "FWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Path = $"/v1/Conversations/{ConversationSid}/Webhooks";
    private const string Url = "Configuration.Url=https%3A%2F%2Fexample.com";

    private EmulatorFixture _emulated = null!;

    private ConversationWebhooksApi Webhooks => _emulated.Conversation.Webhooks;

    [SetUp]
    public void Start() => _emulated = new EmulatorFixture();

    [TearDown]
    public void Stop() => _emulated.Dispose();

    [Test]
    public async Task A_webhook_is_created_fetched_updated_and_deleted()
    {
        var created = await Webhooks.CreateAsync(new() { Target = WebhookTarget.Webhook, ConfigurationUrl = "https://example.com", ConfigurationFilters = ["onMessageAdded", "onMessageRemoved"], ConfigurationReplayAfter = 7 });
        Assert.That((created.Target, created.Configuration.Url, created.Configuration.Method, created.Configuration.ReplayAfter), Is.EqualTo((WebhookTarget.Webhook, "https://example.com", (WebhookMethod?)WebhookMethod.Post, (int?)7)));
        Assert.That(created.Configuration.Filters, Is.EqualTo(new[] { "onMessageAdded", "onMessageRemoved" }));
        Assert.That(await Webhooks.FetchAsync(created.Sid), Is.EqualTo(created));

        var updated = await Webhooks.UpdateAsync(created.Sid, new() { ConfigurationMethod = WebhookMethod.Get, ConfigurationFilters = ["onParticipantAdded"] });
        Assert.That((updated.Configuration.Url, updated.Configuration.Method), Is.EqualTo(("https://example.com", (WebhookMethod?)WebhookMethod.Get)));
        Assert.That(updated.Configuration.Filters, Is.EqualTo(new[] { "onParticipantAdded" }));

        await Webhooks.DeleteAsync(created.Sid);
        Assert.That(await Webhooks.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task A_conversation_has_at_most_five()
    {
        var created = new List<ConversationWebhook>();
        for (var i = 0; i < 5; i++)
        {
            created.Add(await Webhooks.CreateAsync(new() { Target = WebhookTarget.Studio, ConfigurationFlowSid = FlowSid }));
        }

        Assert.That(await Webhooks.ListAsync(new() { PageSize = 2 }).ToListAsync(), Is.EqualTo(created));
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => Webhooks.CreateAsync(new() { Target = WebhookTarget.Studio, ConfigurationFlowSid = FlowSid }));
        Assert.That(error!.Code, Is.EqualTo(50361));
        await Webhooks.DeleteAsync(created[0].Sid);
        await Webhooks.CreateAsync(new() { Target = WebhookTarget.Studio, ConfigurationFlowSid = FlowSid });
    }

    [TestCase("", 50368)]
    [TestCase("Target=email", 50364)]
    [TestCase("Target=webhook&Configuration.Filters=onMessageAdded", 50369)]
    [TestCase("Target=webhook&Configuration.Url=nowhere&Configuration.Filters=onMessageAdded", 20001)]
    [TestCase($"Target=webhook&{Url}", 50370)]
    [TestCase($"Target=webhook&{Url}&Configuration.Filters=onMessageAdded&Configuration.Filters=nonsense", 50365)]
    [TestCase($"Target=webhook&{Url}&Configuration.Filters=onMessageAdded&Configuration.Triggers=help", 20001)]
    [TestCase($"Target=webhook&{Url}&Configuration.Filters=onMessageAdded&Configuration.FlowSid={FlowSid}", 20001)]
    [TestCase($"Target=webhook&{Url}&Configuration.Filters=onMessageAdded&Configuration.Method=put", 50055)]
    [TestCase($"Target=trigger&{Url}", 50371)]
    [TestCase($"Target=trigger&{Url}&Configuration.Triggers=", 50366)]
    [TestCase($"Target=trigger&{Url}&Configuration.Triggers=1&Configuration.Triggers=2&Configuration.Triggers=3&Configuration.Triggers=4&Configuration.Triggers=5&Configuration.Triggers=6", 50362)]
    [TestCase("Target=studio", 50367)]
    [TestCase("Target=studio&Configuration.FlowSid=FW1", 50367)]
    [TestCase($"Target=studio&Configuration.FlowSid={FlowSid}&{Url}", 20001)]
    [TestCase($"Target=studio&Configuration.FlowSid={FlowSid}&Configuration.Method=get", 20001)]
    public async Task A_wrong_mix_of_fields_is_rejected_with_its_code_and_creates_nothing(string form, int code)
    {
        var response = await new RawRequest("POST", Path, form).SendAsync(_emulated.Emulator);
        Assert.That((response.Status, response.Code), Is.EqualTo((400, code)), response.Text);
        Assert.That(await Webhooks.ListAsync().CountAsync(), Is.Zero);
    }

    [TestCase("6")]
    [TestCase("0")]
    public async Task A_page_has_as_many_as_the_OpenAPI_document_allows(string size)
    {
        var response = await new RawRequest("GET", $"{Path}?PageSize={size}").SendAsync(_emulated.Emulator);
        Assert.That((response.Code, response.Message), Is.EqualTo((20001, "PageSize must be a number from 1 to 5")));
    }
}
