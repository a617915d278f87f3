using System.Reflection;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The whole request that each operation puts on the wire: method, path, query, headers, body.</summary>
public class WireFormatTests
{
    // ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:secret
    private const string Common = """
        Accept: application/json
        Authorization: Basic QUNhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYTpzZWNyZXQ=
        """;

    private static readonly string UserAgent = $"User-Agent: TwilioConversations/{typeof(ConversationsClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";

    private const string Form = "Content-Type: application/x-www-form-urlencoded";

    private static readonly CreateParticipantRequest Everything = new()
    {
        Identity = "alice",
        MessagingBindingAddress = "+15558675310",
        MessagingBindingProxyAddress = "+15017122661",
        MessagingBindingProjectedAddress = "+15017122662",
        DateCreated = new DateTimeOffset(2015, 12, 16, 22, 18, 37, TimeSpan.Zero),
        DateUpdated = new DateTimeOffset(2015, 12, 16, 22, 18, 38, TimeSpan.Zero),
        Attributes = """{ "role": "driver" }""",
        RoleSid = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        AdditionalFields = { ["MessagingBinding.ProxyAddressFallback"] = "+12025552661" },
    };

    private const string EverythingBody =
        "Identity=alice&MessagingBinding.Address=%2B15558675310&MessagingBinding.ProxyAddress=%2B15017122661" +
        "&MessagingBinding.ProjectedAddress=%2B15017122662&DateCreated=2015-12-16T22%3A18%3A37Z&DateUpdated=2015-12-16T22%3A18%3A38Z" +
        "&Attributes=%7B+%22role%22%3A+%22driver%22+%7D&RoleSid=RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&MessagingBinding.ProxyAddressFallback=%2B12025552661";

    private static readonly UpdateParticipantRequest EveryChange = new()
    {
        Identity = "alice",
        MessagingBindingProxyAddress = "+15017122661",
        MessagingBindingProjectedAddress = FieldUpdate<string>.Remove,
        DateCreated = new DateTimeOffset(2015, 12, 16, 22, 18, 37, TimeSpan.Zero),
        DateUpdated = new DateTimeOffset(2015, 12, 16, 22, 18, 38, TimeSpan.Zero),
        Attributes = "{}",
        RoleSid = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        LastReadMessageIndex = 0,
        LastReadTimestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    private const string EveryChangeBody =
        "Identity=alice&MessagingBinding.ProxyAddress=%2B15017122661&MessagingBinding.ProjectedAddress=null" +
        "&DateCreated=2015-12-16T22%3A18%3A37Z&DateUpdated=2015-12-16T22%3A18%3A38Z&Attributes=%7B%7D" +
        "&RoleSid=RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&LastReadMessageIndex=0&LastReadTimestamp=2026-01-02T03%3A04%3A05Z";

    [Test]
    public Task ListConversationParticipant() => Sends(
        $"GET {ParticipantsPath}?PageSize=2&Page=1&PageToken=PT%2B1%3D\n{Common}\n{UserAgent}",
        Examples.Page,
        client => client.ListConversationParticipantAsync(ConversationSid, new() { PageSize = 2 }, 1, "PT+1="));

    [Test]
    public Task ListServiceConversationParticipant() => Sends(
        $"GET {ServiceParticipantsPath}?PageSize=1000\n{Common}\n{UserAgent}",
        Examples.Page,
        client => client.ListServiceConversationParticipantAsync(ServiceSid, ConversationSid, new() { PageSize = 1000 }));

    [Test]
    public Task CreateConversationParticipant() => Sends(
        $"POST {ParticipantsPath}\n{Common}\n{Form}\n{UserAgent}\nX-Twilio-Webhook-Enabled: true\n{EverythingBody}",
        Examples.Participant,
        client => client.CreateConversationParticipantAsync(ConversationSid, Everything, new RequestOptions { WebhookEnabled = true }));

    [Test]
    public Task CreateServiceConversationParticipant() => Sends(
        $"POST {ServiceParticipantsPath}\n{Common}\n{Form}\n{UserAgent}\nX-Twilio-Webhook-Enabled: false\n{EverythingBody}",
        Examples.Participant,
        client => client.CreateServiceConversationParticipantAsync(ServiceSid, ConversationSid, Everything, new RequestOptions { WebhookEnabled = false }));

    [Test]
    public Task FetchConversationParticipant() => Sends(
        $"GET {ParticipantsPath}/alice%40example.com\n{Common}\n{UserAgent}",
        Examples.Participant,
        client => client.FetchConversationParticipantAsync(ConversationSid, "alice@example.com"));

    [Test]
    public Task FetchServiceConversationParticipant() => Sends(
        $"GET {ServiceParticipantsPath}/{ParticipantSid}\n{Common}\n{UserAgent}",
        Examples.Participant,
        client => client.FetchServiceConversationParticipantAsync(ServiceSid, ConversationSid, ParticipantSid));

    [Test]
    public Task UpdateConversationParticipant() => Sends(
        $"POST {ParticipantsPath}/{ParticipantSid}\n{Common}\n{Form}\n{UserAgent}\nX-Twilio-Webhook-Enabled: true\n{EveryChangeBody}",
        Examples.Participant,
        client => client.UpdateConversationParticipantAsync(ConversationSid, ParticipantSid, EveryChange, new RequestOptions { WebhookEnabled = true }));

    [Test]
    public Task UpdateServiceConversationParticipant() => Sends(
        $"POST {ServiceParticipantsPath}/{ParticipantSid}\n{Common}\n{Form}\n{UserAgent}\nX-Twilio-Webhook-Enabled: false\n{EveryChangeBody}",
        Examples.Participant,
        client => client.UpdateServiceConversationParticipantAsync(ServiceSid, ConversationSid, ParticipantSid, EveryChange, new RequestOptions { WebhookEnabled = false }));

    [Test]
    public Task DeleteConversationParticipant() => Sends(
        $"DELETE {ParticipantsPath}/{ParticipantSid}\n{Common}\n{UserAgent}\nX-Twilio-Webhook-Enabled: true",
        null,
        client => client.DeleteConversationParticipantAsync(ConversationSid, ParticipantSid, new RequestOptions { WebhookEnabled = true }));

    [Test]
    public Task DeleteServiceConversationParticipant() => Sends(
        $"DELETE {ServiceParticipantsPath}/{ParticipantSid}\n{Common}\n{UserAgent}\nX-Twilio-Webhook-Enabled: false",
        null,
        client => client.DeleteServiceConversationParticipantAsync(ServiceSid, ConversationSid, ParticipantSid, new RequestOptions { WebhookEnabled = false }));

    [Test]
    public Task A_field_that_is_not_set_is_not_sent() => Sends(
        $"POST {ParticipantsPath}/{ParticipantSid}\n{Common}\n{Form}\n{UserAgent}",
        Examples.Participant,
        client => client.UpdateConversationParticipantAsync(ConversationSid, ParticipantSid, new UpdateParticipantRequest()));

    [Test]
    public Task A_webhook_header_without_a_value_is_not_sent() => Sends(
        $"DELETE {ParticipantsPath}/{ParticipantSid}\n{Common}\n{UserAgent}",
        null,
        client => client.DeleteConversationParticipantAsync(ConversationSid, ParticipantSid, new RequestOptions()));

    [Test]
    public async Task A_request_is_read_before_the_call_returns()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant));
        var request = new CreateParticipantRequest { Identity = "alice" };
        var call = server.Client.Conversation(ConversationSid).Participants.CreateAsync(request);
        request.Identity = "bob";
        await call;
        Assert.That(server.Request.Body, Is.EqualTo("Identity=alice"));
    }

    [Test]
    public async Task A_base_address_with_a_path_keeps_it()
    {
        using var server = new StubServer(StubResponse.NoContent);
        using var client = server.CreateClient(options => options.BaseAddress = new Uri(server.BaseAddress, "/a/b/"));
        await client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        Assert.That(server.Request.Target, Is.EqualTo($"/a/b{ParticipantsPath}/{ParticipantSid}"));
    }

    private static async Task Sends(string expected, string? response, Func<ConversationsOperations, Task> call)
    {
        using var server = new StubServer(response is null ? StubResponse.NoContent : StubResponse.Ok(response));
        await call(server.Client.Operations);
        Assert.That(server.Request.ToString(), Is.EqualTo(expected.ReplaceLineEndings("\n")));
    }
}
