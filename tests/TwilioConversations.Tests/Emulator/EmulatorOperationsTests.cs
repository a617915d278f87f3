using System.Reflection;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The emulator serves whatever the OpenAPI document describes.</summary>
public class EmulatorOperationsTests
{
    private static IEnumerable<TestCaseData> All() =>
        from path in Contract.Load().Document.Paths
        from operation in path.Value.Operations!.Values
        select new TestCaseData(path.Key, operation.OperationId).SetArgDisplayNames(operation.OperationId!);

    // The fields that a request needs beyond those that its schema requires.
    private static readonly Dictionary<Type, object> Requests = new()
    {
        [typeof(CreateParticipantRequest)] = new CreateParticipantRequest { Identity = "alice" },
        [typeof(CreateUserRequest)] = new CreateUserRequest { Identity = "bob" },
        [typeof(CreateRoleRequest)] = new CreateRoleRequest { FriendlyName = "reader", Type = RoleType.Conversation, Permissions = [RolePermission.LeaveConversation] },
        [typeof(UpdateRoleRequest)] = new UpdateRoleRequest { Permissions = [RolePermission.SendMessage] },
        [typeof(ListParticipantConversationsOptions)] = new ListParticipantConversationsOptions { Identity = "carol" },
        [typeof(CreateMessageRequest)] = new CreateMessageRequest { Body = "Hello" },
        [typeof(CreateConversationWebhookRequest)] = new CreateConversationWebhookRequest { Target = WebhookTarget.Webhook, ConfigurationUrl = "https://example.com", ConfigurationFilters = ["onMessageAdded"] },
        [typeof(CreateChatServiceRequest)] = new CreateChatServiceRequest { FriendlyName = "Desk" },
        [typeof(CreatePushCredentialRequest)] = new CreatePushCredentialRequest { Type = PushCredentialType.Fcm, Secret = "secret" },
        [typeof(CreateAddressConfigurationRequest)] = new CreateAddressConfigurationRequest { Type = AddressType.Sms, Address = "+12025550101" },
    };

    [TestCaseSource(nameof(All))]
    [Category("Words")]
    public async Task Every_operation_of_the_OpenAPI_document_is_served_as_documented(string path, string operationId)
    {
        using var emulated = new EmulatorFixture(service: path.Contains("{ChatServiceSid}", StringComparison.Ordinal) ? ServiceSid : null);
        var sids = await SeedAsync(emulated);
        emulated.Recorder.Requests.Clear();
        var method = typeof(ConversationsOperations).GetMethod($"{operationId}Async")!;
        var arguments = method.GetParameters().Select(parameter => ArgumentOf(parameter, path, sids)).ToArray();

        await (Task)method.Invoke(emulated.Client.Operations, arguments)!;

        Assert.That(emulated.Recorder.Requests, Has.Count.EqualTo(1));
        Assert.That(emulated.Emulator.Requests[^1].Operation, Is.EqualTo(operationId));
    }

    internal static async Task<Dictionary<string, string>> SeedAsync(EmulatorFixture emulated)
    {
        emulated.Emulator.AddService(ServiceSid);
        // As the published examples name them.
        emulated.Emulator.Api.AddMedia($"ME{new string('a', 32)}", ServiceSid, "image/jpeg", "photo.jpg", [1, 2, 3]);
        var role = $$"""{"Sid":"RL{{new string('a', 32)}}","FriendlyName":"any","Type":"conversation","Permission":["sendMessage"]}""";
        emulated.Emulator.Api.Seed(new JObject { ["Services"] = new JObject { [ServiceSid] = new JObject { ["Roles"] = new JArray(JObject.Parse(role)) } } });

        var (conversation, sms) = (emulated.Conversation, new CreateParticipantRequest { MessagingBindingAddress = "+2", MessagingBindingProxyAddress = "+1" });
        var participant = await conversation.Participants.CreateAsync(sms);
        await conversation.Participants.CreateAsync(new CreateParticipantRequest { Identity = "carol" });
        var message = await conversation.Messages.CreateAsync((CreateMessageRequest)Requests[typeof(CreateMessageRequest)]);
        return new()
        {
            ["Services"] = ServiceSid,
            ["Conversations"] = ConversationSid,
            ["Participants"] = participant.Sid,
            ["Messages"] = message.Sid,
            ["Users"] = (await emulated.Users.FetchAsync("carol")).Sid,
            ["Roles"] = (await emulated.Roles.CreateAsync((CreateRoleRequest)Requests[typeof(CreateRoleRequest)])).Sid,
            ["Receipts"] = (await conversation.Message(message.Sid).Receipts.ListAsync().SingleAsync()).Sid,
            ["Bindings"] = emulated.Emulator.AddPushBinding("alice", PushBindingType.Fcm, ServiceSid),
            ["Credentials"] = (await emulated.Client.PushCredentials.CreateAsync((CreatePushCredentialRequest)Requests[typeof(CreatePushCredentialRequest)])).Sid,
            ["Addresses"] = (await emulated.Client.Addresses.CreateAsync(new() { Type = AddressType.Sms, Address = "+12025550102" })).Sid,
            ["Webhooks"] = (await conversation.Webhooks.CreateAsync((CreateConversationWebhookRequest)Requests[typeof(CreateConversationWebhookRequest)])).Sid,
        };
    }

    private static object? ArgumentOf(ParameterInfo parameter, string path, Dictionary<string, string> sids)
    {
        var segments = path.Split('/').ToList();
        var place = segments.FindIndex(segment => string.Equals(segment, $"{{{parameter.Name}}}", StringComparison.OrdinalIgnoreCase));
        return place > 0 ? sids[segments[place - 1]]
            : parameter.Name == "options" ? Requests.GetValueOrDefault(parameter.ParameterType)
            : parameter.Name == "request" ? Requests.GetValueOrDefault(parameter.ParameterType) ?? Activator.CreateInstance(parameter.ParameterType)
            : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
            : null;
    }
}
