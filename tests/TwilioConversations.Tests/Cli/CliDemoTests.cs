using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The README's main job, run as a person runs it.</summary>
public class CliDemoTests
{
    [TestCase("", "/v1/")]
    [TestCase($"--service {ServiceSid}", "/v1/Services/ISaaaa…aaaa/")]
    public async Task The_demo_runs_without_an_account_and_fits_on_one_screen(string arguments, string scope)
    {
        var (exitCode, output) = await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.That(exitCode, Is.Zero, output);
        var room = $"{scope}Conversations/front-desk";
        Assert.That(output, Does.Contain($"    POST {scope}Conversations → no response").And.Contain($"    POST {scope}Conversations → 409").And.Contain($"    GET {room} → 200"));
        Assert.That(output, Does.Contain($"    POST {room}/Participants → 201").And.Match(@"    GET \S+/Participants\?PageSize=3&PageToken=\S+ → 200"));
        Assert.That(output, Does.Contain($"    GET {room}/Participants/IDENTITY → 200"));
        Assert.That(output, Does.Match($"    POST {room}/Participants/MB[0-9a-f]{{4}}…[0-9a-f]{{4}} → 200"));
        Assert.That(output, Does.Match($"    DELETE {room}/Participants/MB[0-9a-f]{{4}}…[0-9a-f]{{4}} → 204"));
        Assert.That(output, Does.Match($"    GET {room}/Participants/MB[0-9a-f]{{4}}…[0-9a-f]{{4}} → 404"));
        Assert.That(output, Does.Contain($"    POST {room}/Messages → 429").And.Contain($"    GET {room}/Messages?Order=desc&PageSize=100 → 200"));
        Assert.That(output, Does.Contain($"    POST {room} → 200  State=closed").And.Contain($"    DELETE {room} → 204"));

        var lines = output.TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.LessThanOrEqualTo(40));
        Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(100));
        Assert.That(output, Does.Contain("the code 20404").And.Not.Contain("✗"));
        Assert.That(lines[^1], Does.StartWith("All steps passed."));
    }

    [Test]
    public async Task An_invalid_service_is_reported_in_one_line()
    {
        var (exitCode, output) = await RunAsync(["--service", "support"]);
        Assert.That((exitCode, output), Is.EqualTo((2, "--service must be a SID of IS and 32 hexadecimal digits.\n")));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Against_an_existing_conversation_the_demo_removes_only_what_it_added(bool inService)
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", inService ? ServiceSid : null);
        var participants = (inService ? service.Client.Service(ServiceSid).Conversation("support") : service.Client.Conversation("support")).Participants;
        await participants.CreateAsync(new() { Identity = "yours" });
        string[] scope = inService ? ["--service", ServiceSid] : [];
        var (exitCode, output) = await RunAsync(
            ["--conversation", "support", .. scope, "--base-address", service.BaseAddress.AbsoluteUri, "--address", "+15558675310", "--proxy-address", "+15017122661"],
            ("TWILIO_ACCOUNT_SID", ConversationsEmulator.AccountSid), ("TWILIO_AUTH_TOKEN", ConversationsEmulator.AuthToken));
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(await participants.ListAsync().Select(participant => participant.Identity).ToListAsync(), Is.EqualTo(new[] { "yours" }));
    }

    [Test]
    public async Task A_step_that_fails_is_shown_and_the_demo_fails()
    {
        using var service = ConversationsEmulator.Start();
        var (exitCode, output) = await RunAsync(
            ["--conversation", "nobody", "--base-address", service.BaseAddress.AbsoluteUri],
            ("TWILIO_ACCOUNT_SID", ConversationsEmulator.AccountSid), ("TWILIO_AUTH_TOKEN", ConversationsEmulator.AuthToken));
        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("✗ Twilio error 20404: nothing has that ID or name. Check the IDs, and whether --service is needed. (request RQ"));
    }

    [Test]
    public async Task Missing_credentials_are_an_error_that_names_the_settings()
    {
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), "dotnet", [CommandLineTool.Assembly, "demo", "--conversation", "support"]);
        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(output, Does.Contain("set TWILIO_API_KEY and TWILIO_API_SECRET").And.Not.Contain("   at "));
    }

    [TestCase("nonsense", "--base-address must be an absolute address, such as http://127.0.0.1:8080.")]
    [TestCase("http://example.com", "--base-address must be an absolute https address")]
    public async Task An_invalid_address_is_reported_in_one_line(string address, string message)
    {
        var (exitCode, output) = await RunAsync(["--conversation", "support", "--base-address", address], Credentials);
        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.StartWith(message).And.EndsWith("\n"));
        Assert.That(output.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [TestCase("Identity", false)]
    [TestCase("MessagingBinding.Address", false)]
    [TestCase("MessagingBinding.Address", true)]
    public async Task Resources_whose_create_got_no_response_are_removed_and_earlier_ones_are_kept(string field, bool isThere)
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", null, "yours");
        var participants = service.Client.Conversation("support").Participants;
        if (isThere)
        {
            await participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        }

        var before = await participants.ListAsync().ToListAsync();
        service.InjectFault(EmulatorFault.ResponseLost, times: null, when: request => request.Operation.StartsWith("Create", StringComparison.Ordinal) && request.Form.ContainsKey(field));
        var (exitCode, output) = await RunAsync(
            ["--conversation", "support", "--base-address", service.BaseAddress.AbsoluteUri, "--address", "+15558675310", "--proxy-address", "+15017122661"],
            [.. Credentials, ("TWILIO_EDGE", "dublin")]);
        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("✗ The connection to Twilio broke after the request was sent").And.Contain("nothing is left"));
        Assert.That(await participants.ListAsync().ToListAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_page_that_cannot_be_followed_is_a_step_that_fails()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support");
        service.InjectFault(EmulatorFault.Respond(
            200,
            """{"meta":{"page":0,"page_size":2,"first_page_url":"http://x/","previous_page_url":null,"url":"http://x/","next_page_url":"http://elsewhere.example/?PageToken=PT1","key":"participants"},"participants":[]}"""), times: null, when: request => request.Operation == "ListConversationParticipant");
        var (exitCode, output) = await RunAsync(["--conversation", "support", "--base-address", service.BaseAddress.AbsoluteUri], Credentials);
        Assert.That(exitCode, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("  ✗ ").And.Contain("nothing is left").And.Not.Contain("   at "));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "sends the signal of Ctrl-C as Unix does")]
    public async Task An_interrupted_demo_removes_what_it_added()
    {
        using var service = ConversationsEmulator.Start();
        service.AddConversation("support", null, "yours");
        var isListing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.InjectFault(EmulatorFault.Latency(TimeSpan.FromHours(1)), when: request => request.Operation == "ListConversationParticipant" && isListing.TrySetResult());
        using var process = Shell.Start(Path.GetTempPath(), "dotnet", [CommandLineTool.Assembly, "demo", "--conversation", "support", "--base-address", service.BaseAddress.AbsoluteUri], Credentials);
        // Not before the request is there: the fault is for this one, not for those that clean up.
        await isListing.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await CommandLineTool.SignalAsync(process, "INT");
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(130), output);
        Assert.That(output, Does.Contain("✗ interrupted").And.Contain("nothing is left"));
        Assert.That(await service.Client.Conversation("support").Participants.ListAsync().Select(participant => participant.Identity).ToListAsync(), Is.EqualTo(new[] { "yours" }));
    }

    private static (string Name, string Value)[] Credentials => [("TWILIO_ACCOUNT_SID", ConversationsEmulator.AccountSid), ("TWILIO_AUTH_TOKEN", ConversationsEmulator.AuthToken)];

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string, string)[] environment)
    {
        var (exitCode, output, errors) = await InProcessTool.RunAsync(Path.GetTempPath(), ["demo", .. arguments], "", CancellationToken.None, environment);
        return (exitCode, output + errors);
    }
}
