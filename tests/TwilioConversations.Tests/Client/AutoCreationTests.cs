using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Fields of an auto-creation that do not fit together are rejected before a request is sent.</summary>
public class AutoCreationTests
{
    private const string Url = "https://example.com";

    private static readonly string Flow = "FW" + new string('a', 32);

    private static IEnumerable<TestCaseData<CreateAddressConfigurationRequest, string>> WrongMixes()
    {
        yield return Case(new() { AutoCreationType = AutoCreationType.Webhook }, "the type webhook needs AutoCreationWebhookUrl");
        yield return Case(new() { AutoCreationType = AutoCreationType.Studio }, "the type studio needs AutoCreationStudioFlowSid");
        yield return Case(new() { AutoCreationType = AutoCreationType.Webhook, AutoCreationWebhookUrl = Url, AutoCreationStudioFlowSid = Flow }, "the type webhook takes no AutoCreationStudioFlowSid");
        yield return Case(new() { AutoCreationType = AutoCreationType.Webhook, AutoCreationWebhookUrl = Url, AutoCreationStudioRetryCount = 3 }, "the type webhook takes no AutoCreationStudioRetryCount");
        yield return Case(new() { AutoCreationType = AutoCreationType.Studio, AutoCreationStudioFlowSid = Flow, AutoCreationWebhookUrl = Url }, "the type studio takes no AutoCreationWebhookUrl");
        yield return Case(new() { AutoCreationType = AutoCreationType.Studio, AutoCreationStudioFlowSid = Flow, AutoCreationWebhookMethod = WebhookMethod.Get }, "the type studio takes no AutoCreationWebhookMethod");
        yield return Case(new() { AutoCreationType = AutoCreationType.Default, AutoCreationWebhookFilters = ["onMessageAdded"] }, "the type default takes no AutoCreationWebhookFilters");
        yield return Case(new() { AutoCreationType = AutoCreationType.Default, AutoCreationStudioFlowSid = Flow }, "the type default takes no AutoCreationStudioFlowSid");
        yield return Case(new() { AutoCreationWebhookUrl = Url, AutoCreationStudioFlowSid = Flow }, "AutoCreationWebhookUrl is for the type webhook and AutoCreationStudioFlowSid for the type studio");
    }

    [TestCaseSource(nameof(WrongMixes))]
    public async Task Create_rejects_fields_that_do_not_fit_together(CreateAddressConfigurationRequest request, string rule)
    {
        using var server = new StubServer();
        using var client = server.CreateClient();
        (request.Type, request.Address) = (AddressType.Sms, "+12025550101");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.Addresses.CreateAsync(request));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Does.StartWith($"The fields do not fit together: {rule}."));
            Assert.That(error.ParamName, Is.EqualTo("request"));
            Assert.That(server.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task Update_rejects_them_too_and_needs_none()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Response("UpdateConfigurationAddress", "update").ToString()));
        using var client = server.CreateClient();
        const string Sid = "IGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        await Assert.ThrowsAsync<ArgumentException>(() => client.Addresses.UpdateAsync(Sid, new() { AutoCreationType = AutoCreationType.Studio, AutoCreationWebhookUrl = Url }));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Addresses.UpdateAsync(Sid, new() { AutoCreationStudioRetryCount = 1, AutoCreationWebhookUrl = Url }));
        Assert.That(server.Requests, Is.Empty);
        await client.Addresses.UpdateAsync(Sid, new() { AutoCreationType = AutoCreationType.Webhook, AutoCreationWebhookFilters = [] });
        Assert.That(server.Request.Body, Is.EqualTo("AutoCreation.Type=webhook"));
    }

    [Test]
    public async Task A_value_of_the_response_is_the_same_in_either_case()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Response("CreateConfigurationAddress", "createWhatsappCaseInsensitive").ToString()));
        using var client = server.CreateClient();
        var address = await client.Addresses.FetchAsync("IGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        Assert.Multiple(() =>
        {
            Assert.That(address.Type == AddressType.Whatsapp && address.AutoCreation!.WebhookMethod == WebhookMethod.Post);
            Assert.That($"{address.Type} {address.AutoCreation!.WebhookMethod}", Is.EqualTo("whAtsAPP POST"));
            Assert.That(address.Type.GetHashCode(), Is.EqualTo(AddressType.Whatsapp.GetHashCode()));
        });
    }

    private static TestCaseData<CreateAddressConfigurationRequest, string> Case(CreateAddressConfigurationRequest request, string rule) => new TestCaseData<CreateAddressConfigurationRequest, string>(request, rule).SetArgDisplayNames(rule);
}
