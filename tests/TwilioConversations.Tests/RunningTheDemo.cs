using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The README's main job, run as a person runs it.</summary>
public class RunningTheDemo
{
    [Test]
    public async Task Without_an_account_it_does_every_operation_in_both_scopes()
    {
        var (exitCode, output) = await RunAsync([]);
        Assert.That(exitCode, Is.Zero, output);
        foreach (var scope in new[] { "/v1/", "/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/" })
        {
            var room = $"{scope}Conversations/{Conversation}/Participants";
            Assert.That(output, Does.Contain($"POST {room} → 201"));
            Assert.That(output, Does.Contain($"GET {room}?PageSize=2&PageToken=PT4"));
            Assert.That(output, Does.Contain($"GET {room}/IDENTITY → 200"));
            Assert.That(output, Does.Match($"POST {room}/MB[0-9a-f]{{32}} → 200"));
            Assert.That(output, Does.Match($"DELETE {room}/MB[0-9a-f]{{32}} → 204"));
            Assert.That(output, Does.Match($"GET {room}/MB[0-9a-f]{{32}} → 404"));
        }

        Assert.That(output, Does.Contain("Twilio error 20404").And.Contain("Every step did what it says.").And.Not.Contain("✗"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Against_a_conversation_of_yours_it_leaves_what_was_there_and_nothing_else(bool inService)
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", inService ? Service : null);
        var client = service.Client.Participants;
        var yours = new CreateParticipantRequest { Identity = "yours" };
        await (inService ? client.CreateServiceConversationParticipantAsync(Service, "support", yours) : client.CreateConversationParticipantAsync("support", yours));
        string[] scope = inService ? ["--service", Service] : [];
        var (exitCode, output) = await RunAsync(
            ["--conversation", "support", .. scope, "--base-address", service.BaseAddress.AbsoluteUri, "--address", "+15558675310", "--proxy-address", "+15017122661"],
            ("TWILIO_ACCOUNT_SID", ConversationsEmulator.AccountSid), ("TWILIO_AUTH_TOKEN", ConversationsEmulator.AuthToken));
        Assert.That(exitCode, Is.Zero, output);
        var left = await (inService ? client.ListServiceConversationParticipantAsync(Service, "support") : client.ListConversationParticipantAsync("support"));
        Assert.That(left.Participants.Select(participant => participant.Identity), Is.EqualTo(new[] { "yours" }));
    }

    [Test]
    public async Task A_step_that_fails_is_shown_and_the_demo_fails()
    {
        using var service = ConversationsEmulator.Start();
        var (exitCode, output) = await RunAsync(
            ["--conversation", "nobody", "--base-address", service.BaseAddress.AbsoluteUri],
            ("TWILIO_ACCOUNT_SID", ConversationsEmulator.AccountSid), ("TWILIO_AUTH_TOKEN", ConversationsEmulator.AuthToken));
        Assert.That((exitCode, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain("✗ CreateConversationParticipant: the service answered 404 NotFound, Twilio error 20404"));
    }

    [Test]
    public async Task Without_credentials_it_says_what_to_set()
    {
        var (exitCode, output) = await RunAsync(["--conversation", "support"], ("TWILIO_ACCOUNT_SID", ""), ("TWILIO_API_KEY", ""));
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("set TWILIO_API_KEY and TWILIO_API_SECRET").And.Not.Contain("   at "));
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string, string)[] environment) =>
        Shell.RunAsync(Path.GetTempPath(), "dotnet", [CommandLineTool.Assembly, "demo", .. arguments], environment);
}
