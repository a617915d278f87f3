using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>person</c>: a person's conversations, and the removal from all of them.</summary>
public class PersonTests
{
    [Test]
    public async Task A_person_is_found_by_identity_and_by_address()
    {
        using var tool = new CommandLineTool("alice", "bob");
        tool.Service.AddConversation("sales", null, "alice");
        await tool.Service.Client.Conversation("sales").Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        Assert.That(await NamesAsync("alice"), Is.EquivalentTo(new[] { "support", "sales" }));
        Assert.That(await NamesAsync("+15558675310"), Is.EqualTo(new[] { "sales" }));
        Assert.That(await NamesAsync("nobody"), Is.Empty);

        async Task<List<string?>> NamesAsync(string person) =>
            (await tool.RunAsync("person", "where", person, "-o", "jsonl")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string?)JObject.Parse(line)["conversation_unique_name"]).ToList();
    }

    [Test]
    public async Task An_erased_person_is_nowhere_and_everyone_else_stays()
    {
        using var tool = new CommandLineTool("alice", "bob");
        tool.Service.AddConversation("sales", null, "alice");
        if (!await tool.Service.Client.Users.ExistsAsync("alice"))
        {
            await tool.Service.Client.Users.CreateAsync(new() { Identity = "alice" });
        }

        var dry = await tool.RunAsync("person", "erase", "alice", "--dry-run");
        Assert.That(dry.Output.TrimEnd().Split('\n'), Has.Length.EqualTo(3).And.All.StartsWith("would remove "));
        Assert.That((await tool.RunAsync("person", "erase", "alice")).ExitCode, Is.EqualTo(2), "nobody can be asked");
        Assert.That(await tool.Participants.ExistsAsync("alice"), Is.True);

        var sales = await tool.Service.Client.Conversations.FetchAsync("sales");
        tool.Service.InjectFault(EmulatorFault.Error(403, 20403, "no"), when: request => request.Method == "DELETE" && request.Target.Contains(sales.Sid, StringComparison.Ordinal));
        var partly = await tool.RunAsync("person", "erase", "alice", "--yes", "-o", "jsonl");
        Assert.That(partly.ExitCode, Is.EqualTo(3), partly.Errors);
        var report = partly.Output.TrimEnd().Split('\n').Select(JObject.Parse).ToList();
        Assert.That(report.Select(line => $"{line["from"]} {line["status"]}"), Is.EquivalentTo(new[] { "support removed", "sales failed", "user removed" }));
        Assert.That((string?)report[^1]["from"], Is.EqualTo("user"), "after what it is the user of");
        var rest = await tool.RunAsync("person", "erase", "alice", "--yes", "-o", "jsonl");
        Assert.That(rest.ExitCode, Is.Zero, rest.Errors);
        Assert.That(rest.Output.TrimEnd().Split('\n'), Has.Length.EqualTo(1), "the rest alone");
        Assert.That(await tool.Participants.ListAsync().Select(participant => participant.Identity).ToListAsync(), Is.EqualTo(new[] { "bob" }));
        Assert.That(await tool.Service.Client.Conversation("sales").Participants.ListAsync().CountAsync(), Is.Zero);
        Assert.That(await tool.Service.Client.Users.ExistsAsync("alice"), Is.False);
    }
}
