using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The service's published example requests, sent to the emulator.</summary>
[Parallelizable(ParallelScope.All)]
public class EmulatorExampleTests
{
    /// <summary>The fields that a response does not return as sent, with the reason.</summary>
    private static readonly Dictionary<string, string> Different = new()
    {
        ["Timers.Inactive"] = "becomes a date",
        ["Timers.Closed"] = "becomes a date",
        ["Participant"] = "becomes participants",
        ["createRcsWithFallback MessagingBinding.Address"] = "becomes one of SMS with the fallback",
        ["createRcsWithFallback MessagingBinding.ProxyAddress"] = "the fallback takes its place",
    };

    [TestCaseSource(typeof(Examples), nameof(Examples.Forms))]
    public async Task A_published_request_is_accepted_and_its_values_are_returned(string operation, string example)
    {
        var (path, method) = Contract.Document.Paths
            .SelectMany(item => item.Value.Operations!, (item, each) => (item.Key, each.Key, each.Value.OperationId))
            .Where(each => each.OperationId == operation).Select(each => (each.Item1, each.Item2)).Single();
        using var emulated = new EmulatorFixture(service: path.Contains("{ChatServiceSid}", StringComparison.Ordinal) ? Operations.ServiceSid : null);
        var sids = await EmulatorOperationsTests.SeedAsync(emulated);
        await FitAsync(emulated.Conversation, sids, operation, example);
        var form = Examples.Form(operation, example);
        var (status, body) = await SendAsync(emulated.Emulator, method, Address(path, sids), form);
        Assert.That(status, Is.AnyOf(200, 201, 202), body);
        var json = JsonConvert.DeserializeObject<JObject>(body, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!;
        Assert.Multiple(() =>
        {
            foreach (var field in form.Properties().Where(field => !Different.ContainsKey(field.Name) && !Different.ContainsKey($"{example} {field.Name}")))
            {
                if (json.SelectToken(string.Join('.', field.Name.Split('.').Select(FieldNames.ToSnakeCase))) is { } value)
                {
                    Assert.That(Text(value), Is.EqualTo(Text(field.Value)).IgnoreCase, field.Name);
                }
            }
        });
    }

    /// <summary>Some updates are of another kind of resource than the one that is there.</summary>
    private static async Task FitAsync(ConversationScope conversation, Dictionary<string, string> sids, string operation, string example)
    {
        if (example == "updateGmms")
        {
            sids["Participants"] = (await conversation.Participants.CreateAsync(new() { Identity = "in a group" })).Sid;
        }
        else if (operation.StartsWith("Update", StringComparison.Ordinal) && operation.EndsWith("UserConversation", StringComparison.Ordinal))
        {
            // Its index is that of a message which is not there; without any, messages may still be to come.
            await conversation.Messages.DeleteAsync(sids["Messages"]);
        }
        else if (operation.StartsWith("Update", StringComparison.Ordinal) && operation.EndsWith("ScopedWebhook", StringComparison.Ordinal))
        {
            sids["Webhooks"] = (await conversation.Webhooks.CreateAsync(new() { Target = WebhookTarget.Trigger, ConfigurationUrl = "https://example.com", ConfigurationTriggers = ["help"] })).Sid;
        }
    }

    private static string Address(string path, Dictionary<string, string> sids)
    {
        var segments = path.Split('/');
        return string.Join('/', segments.Select((segment, i) => segment.StartsWith('{') ? sids[segments[i - 1]] : segment));
    }

    private static async Task<(int Status, string Body)> SendAsync(ConversationsEmulator emulator, HttpMethod method, string address, JObject form)
    {
        using var http = EmulatorFixture.HttpClientOf(emulator);
        using var request = new HttpRequestMessage(method, address);
        request.Content = new FormUrlEncodedContent(form.Properties().SelectMany(
            field => field.Value is JArray values ? values.Children() : (IEnumerable<JToken>)[field.Value], (field, value) => KeyValuePair.Create(field.Name, Sent(value))));
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Sent(JToken value) => value is JValue { Type: JTokenType.Boolean } flag ? ((bool)flag ? "true" : "false") : ((JValue)value).ToString(CultureInfo.InvariantCulture);

    private static string Text(JToken value) => value is JValue simple ? Sent(simple) : value.ToString(Formatting.None);
}
