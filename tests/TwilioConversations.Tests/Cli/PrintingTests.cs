using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The output of resources: its fields and rows, and text that is safe for a terminal.</summary>
public class PrintingTests
{
    [TestCase("jsonl", "{\"identity\":\"alice\",\"address\":null}\n{\"identity\":null,\"address\":\"+15558675310\"}\n")]
    [TestCase("csv", "identity,address\nalice,\n,+15558675310\n")]
    [TestCase("table", "identity  address\nalice\n          +15558675310\n2 participants\n")]
    public async Task Chosen_fields_are_printed_in_the_given_order(string format, string output)
    {
        using var tool = new CommandLineTool("alice");
        await tool.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        Assert.That(await tool.RunAsync("participants", "list", "support", "-o", format, "--fields", "identity, address"), Is.EqualTo((0, output, "")));
    }

    [TestCase("csv", "alice\n")]
    [TestCase("table", "alice\n")]
    public async Task Without_a_header_only_rows_are_printed(string format, string output)
    {
        using var tool = new CommandLineTool("alice");
        Assert.That(await tool.RunAsync("participants", "list", "support", "-o", format, "--fields", "identity", "--no-header"), Is.EqualTo((0, output, "")));
    }

    [Test]
    public async Task An_unknown_field_is_a_mistake_with_a_suggestion()
    {
        using var tool = new CommandLineTool("alice");
        var (exitCode, _, errors) = await tool.RunAsync("participants", "list", "support", "--fields", "sid,identiy");
        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(errors, Does.StartWith("--fields: 'identiy' is not a field of participants. Did you mean identity? The fields are sid, identity, "));
    }

    [TestCase(51, 51, "These are the first 50. Use --limit N or --all to list more.\n")]
    [TestCase(50, 51, "")]
    public async Task A_table_has_fifty_rows_unless_more_are_asked_for(int participants, int lines, string errors)
    {
        using var tool = new CommandLineTool(Enumerable.Range(0, participants).Select(i => $"u{i}"));
        var listed = await tool.RunAsync("participants", "list", "support");
        Assert.That(listed.Errors, Is.EqualTo(errors));
        Assert.That(listed.Output.TrimEnd().Split('\n'), Has.Length.EqualTo(52));
        Assert.That(tool.Service.RequestCount, Is.EqualTo(1), "no page is requested that is not printed");
        var all = await tool.RunAsync("participants", "list", "support", "--all", "--no-header");
        Assert.That(all.Output.TrimEnd().Split('\n'), Has.Length.EqualTo(participants));
    }

    [Test]
    public async Task Lists_of_words_are_printed_as_their_words()
    {
        using var tool = new CommandLineTool();
        await tool.RunAsync("roles", "create", "--friendly-name", "reader", "--type", "conversation", "--permission", "sendMessage", "--permission", "leaveConversation");
        Assert.That((await tool.RunAsync("roles", "list", "-o", "csv", "--fields", "friendly_name,permissions")).Output, Does.Contain("reader,\"[\"\"sendMessage\"\",\"\"leaveConversation\"\"]\"\n"));
    }

    [Test]
    public async Task No_line_of_a_piped_table_ends_with_spaces()
    {
        using var tool = new CommandLineTool("alice", "a participant with a long name");
        foreach (var arguments in new[] { new[] { "participants", "list", "support" }, ["participants", "fetch", "support", "alice"] })
        {
            Assert.That((await tool.RunAsync(arguments)).Output.Split('\n'), Is.All.Matches<string>(line => !line!.EndsWith(' ')));
        }
    }

    [TestCase("table")]
    [TestCase("csv")]
    [TestCase("jsonl")]
    [Platform("Linux", Reason = "makes a terminal with its script command")]
    public async Task Text_of_others_cannot_control_a_terminal_in_any_format(string format)
    {
        using var tool = new CommandLineTool("a\u001b[31mb", "c\u202ed", "e\u009b31mf");
        var shown = await tool.RunInTerminalAsync(120, $"participants list support -o {format} --no-color");
        Assert.That(new[] { "\u001b[31m", "\u202e", "\u009b" }.Where(control => shown.Contains(control, StringComparison.Ordinal)), Is.Empty);
        Assert.That(shown, Does.Contain("c\uFFFDd"));
    }

    [Test]
    public async Task A_hyphen_is_standard_input_wherever_a_file_is_read()
    {
        using var tool = new CommandLineTool();
        var sent = await tool.RunAsync(["messages", "send", "support", "--body-file", "-", "-o", "jsonl", "--fields", "body"], "From stdin.\n");
        Assert.That(sent, Is.EqualTo((0, "{\"body\":\"From stdin.\"}\n", "")));
    }

    [Test]
    public async Task Deleting_a_missing_resource_fails_and_the_other_deletions_continue()
    {
        using var tool = new CommandLineTool("alice");
        var (exitCode, output, errors) = await tool.RunAsync("participants", "delete", "support", "nobody", "alice", "--yes");
        Assert.That((exitCode, output), Is.EqualTo((3, "failed nobody  not found\ndeleted alice\n")), errors);
        Assert.That(errors, Does.StartWith("1 failed, 1 deleted, in "));
        Assert.That(await tool.Participants.ExistsAsync("alice"), Is.False);
    }

    [Test]
    public async Task An_import_that_does_not_fit_changes_nothing()
    {
        using var tool = new CommandLineTool(Enumerable.Range(0, 990).Select(i => $"u{i}"));
        await File.WriteAllLinesAsync(tool.PathOf("in.jsonl"), Enumerable.Range(985, 20).Select(i => $$"""{"identity":"u{{i}}"}"""));
        var result = await tool.RunAsync("participants", "import", "support", "in.jsonl");
        Assert.That(result, Is.EqualTo((1, "", "in.jsonl does not fit: 5 participants too many, because a conversation can have 1000 participants. Nothing was imported. Use --dry-run to see which rows fit.\n")));
        Assert.That(tool.Service.Requests.Select(request => request.Method), Is.All.EqualTo("GET"));
        Assert.That(Directory.GetFiles(tool.Folder), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task An_error_of_the_service_names_the_option()
    {
        using var tool = new CommandLineTool();
        tool.Service.InjectFault(EmulatorFault.Error(400, 50370, "A webhook of the target webhook needs Configuration.Filters"));
        var result = await tool.RunAsync("webhooks", "create", "support", "--target", "webhook", "--configuration-url", "https://example.com/hook");
        Assert.That(result.Errors, Does.StartWith("Twilio error 50370: A webhook of the target webhook needs --configuration-filters"));
    }

    [Test]
    public async Task An_option_is_named_as_it_was_typed()
    {
        using var tool = new CommandLineTool();
        Assert.That((await tool.RunAsync("participants", "list", "support", "-o", "xml")).Errors, Does.StartWith("-o must be table, json, jsonl or csv."));
    }
}
