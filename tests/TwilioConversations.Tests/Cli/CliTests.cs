using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The verbs of <c>conversations participants</c>: what they do, print and exit with.</summary>
public class CliTests
{
    private static readonly string[] Verbs = ["list", "fetch", "find", "create", "update", "delete", "export", "import"];

    [Test]
    public async Task Each_verb_does_what_it_says()
    {
        using var tool = new CommandLineTool();
        var added = await tool.RunAsync("participants", "create", "support", "--identity", "alice", "--attributes", """{"seat":7}""", "-o", "json");
        var alice = await tool.Participants.FetchAsync("alice");
        Assert.That(JsonConvert.DeserializeObject<Participant>(added.Output), Is.EqualTo(alice));
        Assert.That((await tool.RunAsync("participants", "fetch", "support", alice.Sid, "-o", "jsonl")).Output, Is.EqualTo(JsonConvert.SerializeObject(alice) + "\n"));

        await tool.RunAsync("participants", "create", "support", "--address", "+15558675310", "--proxy-address", "+15017122661");
        Assert.That((await tool.RunAsync("participants", "find", "support", "--address", "+15558675310", "-o", "jsonl")).Output, Does.Contain("\"address\":\"+15558675310\""));

        Assert.That((await tool.RunAsync("participants", "update", "support", "alice", "--last-read-message-index", "7", "-o", "jsonl")).Output, Does.Contain("\"last_read_message_index\":7"));
        Assert.That((await tool.RunAsync("participants", "update", "support", "alice", "--remove-last-read-message-index", "-o", "jsonl")).Output, Does.Contain("\"last_read_message_index\":null,"));

        var removed = await tool.RunAsync("participants", "delete", "support", "alice", "nobody", "--yes", "-o", "jsonl");
        Assert.That(removed.Output.Split('\n')[..2].Select(line => (string?)JObject.Parse(line)["status"]), Is.EqualTo(new[] { "deleted", "failed" }));
        Assert.That((await tool.RunAsync("participants", "delete", "support", "--all", "--yes")).ExitCode, Is.Zero);
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Every_format_has_every_participant_on_stdout_and_nothing_else()
    {
        using var tool = new CommandLineTool(Enumerable.Range(0, 250).Select(i => $"u{i}"));
        var expected = await tool.Participants.ListAsync().ToListAsync();
        var json = await tool.RunAsync("participants", "list", "support", "-o", "json");
        var lines = await tool.RunAsync("participants", "list", "support", "-o", "jsonl");
        var csv = await tool.RunAsync("participants", "list", "support", "-o", "csv");
        var table = await tool.RunAsync("participants", "list", "support", "--all");
        var none = await tool.RunAsync("participants", "list", "support", "--limit", "0", "-o", "json");
        Assert.Multiple(() =>
        {
            Assert.That(JsonConvert.DeserializeObject<List<Participant>>(json.Output), Is.EqualTo(expected));
            Assert.That(lines.Output.TrimEnd().Split('\n').Select(JsonConvert.DeserializeObject<Participant>), Is.EqualTo(expected));
            Assert.That(csv.Output.Split('\n'), Has.Length.EqualTo(252).And.ItemAt(0).StartsWith("sid,identity,").And.ItemAt(250).StartsWith($"{expected[249].Sid},u249,"));
            Assert.That(expected.ConvertAll(participant => participant.Sid), Is.All.Matches<string>(sid => table.Output.Contains(sid!, StringComparison.Ordinal)));
            Assert.That(none.Output, Is.EqualTo("[]\n"));
            Assert.That(new[] { json, lines, csv, table, none }.Select(result => result.ExitCode + result.Errors), Is.All.EqualTo("0"));
        });
    }

    [Test]
    public async Task A_name_cannot_control_the_terminal_and_is_passed_to_programs_unchanged()
    {
        using var tool = new CommandLineTool("a\u001b[31mb\nc");
        Assert.That((await tool.RunAsync("participants", "list", "support")).Output, Does.Contain("a\uFFFD[31mb\uFFFDc"));
        Assert.That((await tool.RunAsync("participants", "list", "support", "-o", "csv")).Output, Does.Contain("\"a\u001b[31mb\nc\""));
    }

    [TestCase(1, "Twilio error 20404: nothing has that ID or name. Check the IDs, and whether --service is needed. (request RQ", "fetch", "support", "nobody")]
    [TestCase(1, "No participant found.", "find", "support", "--identity", "nobody")]
    [TestCase(1, "Twilio error 50433: the participant is already in the conversation. Use update to change it. (request RQ", "create", "support", "--identity", "alice")]
    [TestCase(2, "--role-sid must be a SID of RL and 32 hexadecimal digits.", "create", "support", "--identity", "bob", "--role-sid", "RL1")]
    [TestCase(2, "create needs --identity, --address or --projected-address.", "create", "support")]
    [TestCase(2, "find needs either --identity or --address.", "find", "support", "--identity", "a", "--address", "b")]
    [TestCase(2, "--proxy-address needs --address.", "find", "support", "--identity", "a", "--proxy-address", "b")]
    [TestCase(2, "--limit must be a whole number of 0 or more.", "list", "support", "--limit", "-1")]
    [TestCase(2, "--limit must be a whole number of 0 or more.", "list", "support", "--limit", "many")]
    [TestCase(2, "--concurrency must be a whole number from 1 to 64.", "import", "support", "none.csv", "--concurrency", "65")]
    [TestCase(2, "--concurrency must be a whole number from 1 to 64.", "import", "support", "none.csv", "--concurrency", "0")]
    [TestCase(2, "Pass either --last-read-message-index or --remove-last-read-message-index.", "update", "support", "alice", "--last-read-message-index", "1", "--remove-last-read-message-index")]
    [TestCase(2, "delete needs either <ids> or --all.", "delete", "support")]
    [TestCase(2, "Delete alice from support? Pass --yes to confirm in a non-interactive session.", "delete", "support", "alice")]
    [TestCase(2, "Missing <conversation>.", "list")]
    [TestCase(2, "Unknown option '--nonsense'.", "list", "support", "--nonsense")]
    [TestCase(2, "none.csv does not exist.", "import", "support", "none.csv")]
    [TestCase(2, "export cannot write a table. Use --output jsonl, csv or json.", "export", "support", "-o", "table")]
    [TestCase(2, "<id> must not be '.' or '..', which would change the resource that the request reaches", "fetch", "support", "..")]
    [TestCase(2, "--service must be a SID of IS and 32 hexadecimal digits", "list", "support", "--service", "IS1")]
    public async Task A_failure_is_reported_in_one_line_and_by_the_exit_code(int exitCode, string message, params string[] arguments)
    {
        using var tool = new CommandLineTool("alice");
        var result = await tool.RunAsync(["participants", .. arguments]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(exitCode));
            Assert.That(result.Errors, Does.StartWith(message));
            Assert.That(result.Errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(result.Output, Is.Empty);
        });
        Assert.That(await tool.Participants.ListAsync().CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_service_that_cannot_be_reached_is_reported_in_one_line()
    {
        using var tool = new CommandLineTool();
        tool.Service.InjectFault(Testing.EmulatorFault.Html(502), times: null);
        var rejected = await tool.RunAloneAsync(["participants", "create", "support", "--identity", "a", "--base-address", "http://127.0.0.1:1"], tool.Environment);
        var proxy = await tool.RunAsync("participants", "create", "support", "--identity", "alice");
        Assert.That(rejected.ExitCode, Is.EqualTo(1));
        Assert.That(rejected.Errors, Does.Match(@"\ACannot reach Twilio: .*\. Check the network, and the edge, region or base address\.\n\z"));
        Assert.That(proxy.ExitCode, Is.EqualTo(1), proxy.Errors);
        Assert.That(proxy.Errors, Does.StartWith("The response has status 502 and no Twilio error code, so it may come from a proxy. Try again later."));
    }

    [Test]
    public async Task Verbose_shows_requests_and_retries_without_personal_data_or_secrets()
    {
        using var tool = new CommandLineTool("alice");
        tool.Service.InjectFault(Testing.EmulatorFault.TooManyRequests());
        var result = await tool.RunAsync("participants", "update", "support", "alice", "--attributes", """{"secret":"personal"}""", "--verbose");
        var lines = result.Errors.TrimEnd().Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(4));
            Assert.That(lines[0], Does.Match(@"\AGET /v1/Conversations/…/Participants/… -> 429 in \d+ ms\z"));
            Assert.That(lines[1], Does.Match(@"\AFetchConversationParticipant: attempt 1 failed; the next follows in \d\.\d s\z"));
            Assert.That(lines[3], Does.Match(@"\APOST /v1/Conversations/…/Participants/MB[0-9a-f]{32} Attributes=… -> 200 in \d+ ms\z"));
            Assert.That(result.Errors, Does.Not.Contain("alice").And.Not.Contain("personal").And.Not.Contain(Testing.ConversationsEmulator.AuthToken));
        });
    }

    [Test]
    public async Task Verbose_shows_only_the_names_of_a_lists_filters()
    {
        using var tool = new CommandLineTool("alice");
        var result = await tool.RunAsync("person", "where", "alice", "--verbose");
        Assert.That(result.Errors, Does.Match(@"\AGET /v1/ParticipantConversations\?Identity=…&PageSize=50 -> 200 in \d+ ms\n\z"));
    }

    [Test]
    public async Task An_invalid_edge_is_reported_by_the_name_of_its_variable()
    {
        using var tool = new CommandLineTool();
        var (exitCode, _, errors) = await tool.RunAloneAsync(["participants", "list", "support"], [.. tool.Environment, ("TWILIO_EDGE", "Dublin!")]);
        Assert.That((exitCode, errors), Is.EqualTo((2, "TWILIO_EDGE must be the name of an edge: lower-case letters and hyphens, such as dublin.\n")));
    }

    [Test]
    public async Task A_given_address_takes_precedence_over_the_edge_and_region_of_the_environment()
    {
        using var tool = new CommandLineTool("alice");
        var listed = await tool.RunAloneAsync(
            ["participants", "list", "support", "-o", "jsonl", "--base-address", tool.Service.BaseAddress.AbsoluteUri],
            [.. tool.Environment, ("TWILIO_EDGE", "dublin"), ("TWILIO_REGION", "ie1")]);
        Assert.That((listed.ExitCode, listed.Errors), Is.EqualTo((0, "")));
        Assert.That(listed.Output, Does.Contain("\"identity\":\"alice\""));
    }

    [Test]
    public async Task Errors_that_have_several_causes_name_what_to_look_at()
    {
        using var tool = new CommandLineTool();
        var elsewhere = tool.Service.AddConversation("elsewhere");
        await tool.Service.Client.Conversation("elsewhere").Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        Assert.That((await AddAsync()).Errors, Does.StartWith($"Twilio error 50416: the address and the proxy address are already used together in {elsewhere}. Delete the participant there first. (request RQ"));
        tool.Service.InjectFault(Testing.EmulatorFault.Error(409, 50416, "no"));
        Assert.That((await AddAsync()).Errors, Does.StartWith("Twilio error 50416: the address and the proxy address are already used together. Delete the participant that has them first. (request RQ"));
        tool.Service.InjectFault(Testing.EmulatorFault.Error(400, 50408, "no"));
        Assert.That((await AddAsync()).Errors, Does.StartWith("Twilio error 50408: the proxy address is not valid. Check --proxy-address. (request RQ"));
        tool.Service.InjectFault(Testing.EmulatorFault.Error(401, 20003, "no"));
        Assert.That((await AddAsync()).Errors, Does.Contain("TWILIO_API_KEY and TWILIO_API_SECRET, TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or the profile."));

        Task<(int ExitCode, string Output, string Errors)> AddAsync() => tool.RunAsync("participants", "create", "support", "--address", "+15558675310", "--proxy-address", "+15017122661");
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "has no modes of files")]
    public async Task A_profile_is_used_only_if_others_cannot_read_its_file()
    {
        using var tool = new CommandLineTool("alice");
        Directory.CreateDirectory(tool.PathOf("conversations"));
        var file = tool.PathOf("conversations/profiles.json");
        await File.WriteAllTextAsync(file, $$"""{"mine":{"accountSid":"{{Testing.ConversationsEmulator.AccountSid}}","authToken":"{{Testing.ConversationsEmulator.AuthToken}}"},"broken":{"authToken":"top secret"},"empty":null,"near":{"accountSid":"{{Testing.ConversationsEmulator.AccountSid}}","authToken":"{{Testing.ConversationsEmulator.AuthToken}}","edge":"dublin"} }""");
        await Shell.RunAsync(tool.Folder, "chmod", ["644", file]);
        Assert.That(await ListAsync("mine"), Is.EqualTo((2, "", $"{file} contains secrets, and others can read or change it. Run chmod 600 on it.\n")));
        await Shell.RunAsync(tool.Folder, "chmod", ["600", file]);
        Assert.That((await ListAsync("mine")).Output, Does.Contain("\"identity\":\"alice\""));
        Assert.That(await ListAsync("other"), Is.EqualTo((2, "", "There is no profile other. The profiles are mine, broken, empty, near.\n")));
        Assert.That((await ListAsync("near")).Output, Does.Contain("\"identity\":\"alice\""), "an address that is given goes before the profile's edge");
        foreach (var name in new[] { "broken", "empty" })
        {
            Assert.That(await ListAsync(name), Is.EqualTo((2, "", $"Profile {name} in {file} has no accountSid. A profile needs accountSid and authToken, or apiKeySid and apiKeySecret.\n")));
        }

        Task<(int ExitCode, string Output, string Errors)> ListAsync(string profile) => tool.RunAsync("participants", "list", "support", "-o", "jsonl", "--profile", profile);
    }

    [TestCaseSource(nameof(Verbs))]
    public async Task The_help_of_each_verb_has_an_example_that_the_tool_accepts(string verb)
    {
        using var tool = new CommandLineTool();
        var help = await tool.RunAloneAsync(["participants", verb, "--help"]);
        Assert.That(help.ExitCode, Is.Zero);
        var example = help.Output.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith($"conversations participants {verb} ", StringComparison.Ordinal) && line.Contains("CH…", StringComparison.Ordinal));
        // What is not there is another matter: it must not be misunderstood.
        var result = await tool.RunAsync(await tool.WordsOfAsync(example.Replace("CH…", "CHffffffffffffffffffffffffffffffff", StringComparison.Ordinal)));
        Assert.That(result.Errors, Does.Not.Contain("--help").And.Not.Contain("Required").And.Not.Contain("takes"));
    }

    [Test]
    public async Task The_tool_suggests_the_next_words_to_a_shell()
    {
        using var tool = new CommandLineTool();
        var words = await tool.RunAloneAsync(["[suggest:13]", "participants "]);
        Assert.That(words.Output.Split('\n'), Is.SupersetOf(Verbs));
    }
}
