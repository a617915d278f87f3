using Microsoft.Extensions.Time.Testing;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>doctor</c>: the problems of a setup, each with its remedy.</summary>
public class DoctorTests
{
    private const string Messaging = "MGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Test]
    public async Task A_correct_setup_has_no_errors_and_no_warnings()
    {
        using var tool = new CommandLineTool("alice");
        await tool.RunAsync("configuration", "update", "--default-messaging-service-sid", Messaging);
        var (exitCode, output, errors) = await tool.RunAsync("doctor", "support");
        Assert.That((exitCode, errors), Is.EqualTo((0, "")), output);
        Assert.That(output.TrimEnd().Split('\n'), Is.All.StartsWith("✓ "));
        Assert.That(output, Does.Contain("credentials: auth token of account AC…aaaa from the environment, valid").And.Contain("limits: 1 of 1000 participants"));
        Assert.That(output, Does.Not.Contain("alice").And.Not.Contain("support"));
        Assert.That(tool.Service.Requests.Skip(1).Select(request => request.Method), Is.All.EqualTo("GET"));
    }

    [TestCase(401, 20003, "credentials", "rejected", "Log in again")]
    [TestCase(503, 20503, "connection", "Twilio error 20503", "status.twilio.com")]
    public async Task A_call_that_fails_is_an_error_with_its_remedy(int status, int code, string check, string detail, string remedy)
    {
        using var tool = new CommandLineTool();
        tool.Service.InjectFault(EmulatorFault.Error(status, code, "no"), times: null);
        var (exitCode, findings) = await ExamineAsync(tool);
        Assert.That(exitCode, Is.EqualTo(1));
        AssertFound(findings, check, "error", detail, remedy);
    }

    [Test]
    public async Task Missing_credentials_are_an_error_that_explains_how_to_log_in()
    {
        using var tool = new CommandLineTool();
        var (exitCode, output, _) = await tool.RunAloneAsync(["doctor"], ("TWILIO_ACCOUNT_SID", "xx"), ("TWILIO_AUTH_TOKEN", "x"));
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.StartWith("✗ credentials: TWILIO_ACCOUNT_SID must be a SID of AC").And.Contain("Run 'conversations login'"));
    }

    [Test]
    public async Task A_name_that_cannot_be_resolved_ends_the_checks()
    {
        using var tool = new CommandLineTool();
        var (exitCode, output, _) = await tool.RunAloneAsync(["doctor", "--base-address", "https://nowhere.invalid"], tool.Environment);
        Assert.That((exitCode, output), Is.EqualTo((1, "✗ address: nowhere.invalid cannot be resolved\n    Check the network and DNS, and the edge, region or base address.\n")));
    }

    [TestCase(10, "error", "behind the service")]
    [TestCase(-10, "error", "ahead of the service")]
    [TestCase(2, "warning", "behind the service")]
    public async Task A_clock_that_is_wrong_is_found(int minutes, string status, string detail)
    {
        using var tool = new CommandLineTool();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddMinutes(-minutes));
        var (_, output, _) = await InProcessTool.RunAsync(
            tool.Folder, ["doctor", "-o", "json", "--base-address", tool.Service.BaseAddress.AbsoluteUri], "", time, CancellationToken.None, tool.Environment);
        AssertFound([.. JArray.Parse(output).Cast<JObject>()], "clock", status, detail, "Synchronize this machine's clock");
    }

    [TestCase("--post-webhook-url https://127.0.0.1:1/hook?secret=1 --filters onMessageAdded", "post-webhook", "error", "is on this machine", "tunnel")]
    [TestCase("--post-webhook-url https://nowhere.invalid/hook?secret=1 --filters onMessageAdded", "post-webhook", "error", "https://nowhere.invalid/hook is not reachable", "certificate")]
    [TestCase("--post-webhook-url https://nowhere.invalid/ --filters onMessageAdd", "post-webhook", "warning", "no post-event is selected", "--filters onMessageAdded")]
    [TestCase("--post-webhook-url https://nowhere.invalid/ --filters onMessageAdd", "pre-webhook", "warning", "onMessageAdd selected, but there is no address", "--pre-webhook-url")]
    public async Task A_webhook_that_cannot_work_is_found(string settings, string check, string status, string detail, string remedy)
    {
        using var tool = new CommandLineTool();
        Assert.That((await tool.RunAsync(["webhook-settings", "update", .. settings.Split(' ')])).Errors, Is.Empty);
        var (_, findings) = await ExamineAsync(tool);
        AssertFound(findings, check, status, detail, remedy);
        Assert.That(string.Concat(findings), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task A_conversation_near_its_limits_is_found()
    {
        using var tool = new CommandLineTool(Enumerable.Range(0, 950).Select(i => $"u{i}"));
        var (exitCode, findings) = await ExamineAsync(tool, "support");
        Assert.That(exitCode, Is.Zero, "a warning is no error");
        AssertFound(findings, "limits", "warning", "950 of 1000 participants", "another conversation");
    }

    private static async Task<(int ExitCode, List<JObject> Findings)> ExamineAsync(CommandLineTool tool, params string[] arguments)
    {
        var (exitCode, output, errors) = await tool.RunAsync(["doctor", .. arguments, "-o", "json"]);
        Assert.That(errors, Is.Empty);
        return (exitCode, [.. JArray.Parse(output).Cast<JObject>()]);
    }

    private static void AssertFound(List<JObject> findings, string check, string status, string detail, string remedy) => Assert.That(
        findings,
        Has.Some.Matches<JObject>(finding => finding is not null && ((string?)finding["check"], (string?)finding["status"]) == (check, status)
            && ((string)finding["detail"]!).Contains(detail, StringComparison.Ordinal) && ((string)finding["remedy"]!).Contains(remedy, StringComparison.Ordinal)),
        string.Concat(findings));
}
