using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Cli;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The commands that the OpenAPI document gives their options: <c>conversations</c>, <c>messages</c>, <c>webhooks</c>, <c>users</c>, <c>roles</c>.</summary>
public class ResourceCommandsTests
{
    [Test]
    public async Task A_conversation_is_created_read_updated_closed_and_deleted()
    {
        using var tool = new CommandLineTool();
        var created = await tool.RunAsync("conversations", "create", "--unique-name", "sales", "--friendly-name", "Sales", "--timers-closed", "P7D", "--state", "active", "-o", "json");
        Assert.That(created.Errors, Is.Empty);
        Assert.That(JsonConvert.DeserializeObject<Conversation>(created.Output), Is.EqualTo(await tool.Service.Client.Conversations.FetchAsync("sales")));
        Assert.That((await tool.RunAsync("conversations", "fetch", "sales", "-o", "jsonl")).Output, Does.Contain("\"friendly_name\":\"Sales\""));
        Assert.That((await tool.RunAsync("conversations", "update", "sales", "--friendly-name", "More sales", "-o", "jsonl")).Output, Does.Contain("\"friendly_name\":\"More sales\""));
        Assert.That((await tool.RunAsync("conversations", "list", "--state", "active")).Output, Does.Match("sales +CH[0-9a-f]{32} +active").And.EndsWith("2 conversations\n"));
        Assert.That((await tool.RunAsync("conversations", "close", "sales", "-o", "jsonl")).Output, Does.Contain("\"state\":\"closed\""));
        var deleted = await tool.RunAsync("conversations", "delete", "sales", "gone", "--yes", "-o", "jsonl");
        Assert.That(deleted.Output.TrimEnd().Split('\n').Select(line => (string?)JObject.Parse(line)["status"]), Is.EqualTo(new[] { "deleted", "failed" }), deleted.Errors);
        Assert.That(await tool.Service.Client.Conversations.ExistsAsync("sales"), Is.False);
    }

    [Test]
    public async Task A_conversation_is_created_with_its_participants()
    {
        using var tool = new CommandLineTool();
        var created = await tool.RunAsync("conversations", "create-with-participants", "--unique-name", "tour", "--participant", """{"identity":"alice"}""", "--participant", """{"messaging_binding":{"address":"+15558675310","proxy_address":"+15017122661"}}""", "-o", "json");
        Assert.That(created.Errors, Is.Empty);
        Assert.That(await tool.Service.Client.Conversation("tour").Participants.ListAsync().Select(participant => participant.Identity ?? participant.MessagingBinding?.Address).ToListAsync(), Is.EqualTo(new[] { "alice", "+15558675310" }));
        Assert.That((await tool.RunAsync("conversations", "create-with-participants", "--participant", "alice")).Errors, Does.StartWith("--participant must be a JSON object"));
    }

    [Test]
    public async Task Messages_are_sent_listed_updated_exported_and_deleted()
    {
        using var tool = new CommandLineTool();
        Assert.That((await tool.RunAsync("messages", "send", "support", "--author", "alice", "--body", "Hello\nthere")).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("messages", "send", "support", "--author", "bob", "--body", "Hi", "--attributes", """{"a":1}""", "--webhooks", "false")).ExitCode, Is.Zero);
        var sent = await tool.Service.Client.Conversation("support").Messages.ListAsync().ToListAsync();
        Assert.That(sent.Select(message => message.Body), Is.EqualTo(new[] { "Hello\nthere", "Hi" }));
        var newest = await tool.RunAsync("messages", "list", "support", "--order", "desc", "--limit", "1", "-o", "csv");
        Assert.That(newest.Output.TrimEnd().Split('\n'), Has.Length.EqualTo(2).And.ItemAt(1).Contains(sent[1].Sid), newest.Errors);
        Assert.That((await tool.RunAsync("messages", "update", "support", sent[1].Sid, "--body", "Hi!", "-o", "jsonl")).Output, Does.Contain("\"body\":\"Hi!\""));
        Assert.That(await tool.RunAsync("messages", "export", "support", "--file", "all.jsonl"), Is.EqualTo((0, "", "")));
        Assert.That((await File.ReadAllLinesAsync(tool.PathOf("all.jsonl"))).Select(JsonConvert.DeserializeObject<Message>), Is.EqualTo(await tool.Service.Client.Conversation("support").Messages.ListAsync().ToListAsync()));
        Assert.That((await tool.RunAsync("messages", "delete", "support", sent[0].Sid, "--yes")).ExitCode, Is.Zero);
        Assert.That(await tool.Service.Client.Conversation("support").Messages.ListAsync().CountAsync(), Is.EqualTo(1));
    }

    [TestCase("participants", "delete", "support", "alice", "--yes")]
    [TestCase("participants", "import", "support", "people.csv")]
    [TestCase("person", "erase", "alice", "--yes")]
    public async Task Verbs_that_change_many_participants_take_the_webhook_option(params string[] arguments)
    {
        using var tool = new CommandLineTool("alice");
        await File.WriteAllTextAsync(tool.PathOf("people.csv"), "identity,last_read_message_index\nbob,0\n");
        var result = await tool.RunAsync([.. arguments, "--webhooks", "false"]);
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        var choices = tool.Service.Requests.Where(request => request.Method != "GET").Select(request => request.Headers.GetValueOrDefault("X-Twilio-Webhook-Enabled"));
        Assert.That(choices, Is.Not.Empty.And.All.EqualTo("false"));
    }

    [Test]
    public async Task Text_that_begins_with_an_at_sign_is_sent_and_names_no_file()
    {
        using var tool = new CommandLineTool();
        var file = tool.PathOf("secret");
        await File.WriteAllTextAsync(file, "not for others");
        foreach (var body in new[] { "@bob", $"@{file}" })
        {
            var sent = await tool.RunAsync("messages", "send", "support", "--body", body, "-o", "json");
            Assert.That(sent.Errors, Is.Empty);
            Assert.That(JsonConvert.DeserializeObject<Message>(sent.Output)!.Body, Is.EqualTo(body));
        }
    }

    [Test]
    public async Task A_webhook_takes_lists_words_and_what_the_document_requires()
    {
        using var tool = new CommandLineTool();
        var created = await tool.RunAsync("webhooks", "create", "support", "--target", "webhook", "--configuration-url", "https://example.com/hook", "--configuration-filters", "onMessageAdded", "--configuration-filters", "onMessageRemoved", "-o", "json");
        Assert.That(created.Errors, Is.Empty);
        var webhook = JsonConvert.DeserializeObject<ConversationWebhook>(created.Output)!;
        Assert.That(webhook.Configuration.Filters, Is.EqualTo(new[] { "onMessageAdded", "onMessageRemoved" }));
        Assert.That((await tool.RunAsync("webhooks", "update", "support", webhook.Sid, "--configuration-method", "get", "-o", "jsonl")).Output, Does.Contain("\"method\":\"GET\"").IgnoreCase);
        Assert.That((await tool.RunAsync("webhooks", "list", "support", "-o", "csv")).Output, Does.Contain(webhook.Sid));
        Assert.That((await tool.RunAsync("webhooks", "delete", "support", webhook.Sid, "--yes")).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("webhooks", "create", "support")).Errors, Does.StartWith("Missing --target. See conversations webhooks create --help."));
    }

    [Test]
    public async Task Users_and_roles_have_the_same_verbs()
    {
        using var tool = new CommandLineTool();
        Assert.That((await tool.RunAsync("users", "create", "--identity", "zoe", "--friendly-name", "Zoë")).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("users", "update", "zoe", "--friendly-name", "Z", "-o", "jsonl")).Output, Does.Contain("\"friendly_name\":\"Z\""));
        Assert.That((await tool.RunAsync("users", "list", "-o", "csv")).Output, Does.Contain(",zoe,"));
        Assert.That((await tool.RunAsync("users", "delete", "zoe", "--yes")).ExitCode, Is.Zero);
        Assert.That(await tool.Service.Client.Users.ExistsAsync("zoe"), Is.False);

        var created = await tool.RunAsync("roles", "create", "--friendly-name", "reader", "--type", "conversation", "--permission", "sendMessage", "--permission", "leaveConversation", "-o", "json");
        Assert.That(created.Errors, Is.Empty);
        var role = JsonConvert.DeserializeObject<Role>(created.Output)!;
        Assert.That(role.Permissions.Select(permission => permission.ToString()), Is.EqualTo(new[] { "sendMessage", "leaveConversation" }));
        Assert.That((await tool.RunAsync("roles", "list")).Output, Does.Contain(role.Sid));
        Assert.That((await tool.RunAsync("roles", "delete", role.Sid, "--yes")).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("roles", "create", "--friendly-name", "x", "--type", "conversation", "--permission", "fly")).Errors, Does.StartWith("--permission fly: must be "));
    }

    [TestCase("--state must be initializing, inactive, active", "conversations", "list", "--state", "open")]
    [TestCase("--unique-name must not be empty.", "conversations", "create", "--unique-name", "")]
    [TestCase("The fields do not fit together: a studio needs --configuration-flow-sid.", "webhooks", "create", "support", "--target", "studio")]
    [TestCase("Unknown option '--webhooks'.", "roles", "create", "--friendly-name", "x", "--type", "conversation", "--permission", "sendMessage", "--webhooks", "true")]
    [TestCase("update needs at least one field: --friendly-name, ", "conversations", "update", "support")]
    [TestCase("--date-created must be a time such as 2026-01-02T03:04:05Z.", "messages", "send", "support", "--date-created", "yesterday")]
    [TestCase("--friendly-name must have at most 256 characters", "conversations", "create", "--friendly-name", "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_value_that_the_document_does_not_allow_is_reported_by_the_options_name(string message, params string[] arguments)
    {
        using var tool = new CommandLineTool();
        var (exitCode, output, errors) = await tool.RunAsync(arguments);
        Assert.That((exitCode, output), Is.EqualTo((2, "")), errors);
        Assert.That(errors, Does.StartWith(message));
        Assert.That(tool.Service.RequestCount, Is.Zero);
    }

    [Test]
    [Category("Words")]
    public void Every_operation_of_the_document_has_a_verb()
    {
        var missing =
            from path in Contract.Document.Paths.Values
            from operation in path.Operations!.Values
            where !HasVerb(CommandOf(operation.Tags!.Single().Name!), operation.OperationId!)
            select operation.OperationId;
        Assert.That(missing, Is.Empty);

        static string CommandOf(string tag) => tag switch
        {
            "ConversationWebhooks" => "webhooks",
            "ParticipantConversations" => "person",
            _ => Field.OptionName(tag)[2..],
        };

        static bool HasVerb(string command, string operation) => Tool.Commands.Subcommands.Single(known => known.Name == command).Subcommands.Any(verb => verb.Name == operation switch
        {
            "CreateConversationWithParticipants" or "CreateServiceConversationWithParticipants" => "create-with-participants",
            "CreateConversationMessage" or "CreateServiceConversationMessage" => "send",
            "ListParticipantConversation" or "ListServiceParticipantConversation" => "where",
            _ => Field.OptionName(operation)[2..].Split('-')[0],
        });
    }

    [Test]
    public async Task A_table_of_any_length_is_written_page_by_page_with_one_width_for_each_column()
    {
        using var tool = new CommandLineTool(Enumerable.Range(0, 250).Select(i => $"u{i}"));
        var lines = (await tool.RunAsync("participants", "list", "support", "--all")).Output.TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(252));
        Assert.That(lines[1..^1].Select(line => line.IndexOf("MB", StringComparison.Ordinal)).Distinct().ToList(), Has.Count.EqualTo(1));
        Assert.That(lines[^1], Is.EqualTo("250 participants"));
    }

    [Test]
    public async Task A_name_of_wide_characters_stays_on_one_line()
    {
        using var tool = new CommandLineTool("山田太郎", "bob");
        var lines = (await tool.RunAsync("participants", "list", "support")).Output.TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(4).And.ItemAt(1).StartsWith("山田太郎 "));
    }

    [Test]
    public async Task In_a_service_every_resource_is_that_of_the_service()
    {
        using var tool = new CommandLineTool();
        tool.Service.AddService(Operations.ServiceSid);
        Assert.That((await tool.RunAsync("conversations", "create", "--unique-name", "inner", "--service", Operations.ServiceSid)).ExitCode, Is.Zero);
        Assert.That((await tool.RunAsync("messages", "send", "inner", "--body", "Hi", "--service", Operations.ServiceSid)).ExitCode, Is.Zero);
        Assert.That(await tool.Service.Client.Service(Operations.ServiceSid).Conversation("inner").Messages.ListAsync().CountAsync(), Is.EqualTo(1));
        Assert.That(await tool.Service.Client.Conversations.ExistsAsync("inner"), Is.False);
    }

    [Test]
    public async Task With_quiet_only_data_and_errors_are_printed()
    {
        using var tool = new CommandLineTool("alice");
        Assert.That(await tool.RunAsync("participants", "delete", "support", "alice", "--yes", "--quiet", "-o", "csv"), Is.EqualTo((0, "status,sid,participant,error\ndeleted,,alice,\n", "")));
        tool.Service.InjectFault(EmulatorFault.Error(403, 20403, "no"));
        Assert.That((await tool.RunAsync("conversations", "fetch", "support", "-q")).Errors, Does.StartWith("Twilio error 20403"));
    }
}
