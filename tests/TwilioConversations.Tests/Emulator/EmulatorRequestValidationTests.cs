using System.Net;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The emulator checks what every request must have, whatever it asks for: credentials, method, escapes, headers, form.</summary>
public class EmulatorRequestValidationTests
{
    private static readonly RawRequest Fetch = new("GET", $"{ParticipantsPath}/alice");
    private static readonly RawRequest Create = new("POST", ParticipantsPath, "Identity=bob");

    private ConversationsEmulator _service = null!;

    [SetUp]
    public void Start()
    {
        _service = ConversationsEmulator.Start();
        _service.AddConversation(ConversationSid, null, "alice");
    }

    [TearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Two_Authorization_headers_are_a_401_in_the_shape_of_the_service()
    {
        var authorization = $"Authorization: Basic {RawRequest.Credentials}";
        var response = await RawRequest.SendLinesAsync(_service, $"GET {ParticipantsPath}/alice HTTP/1.1", "Host: localhost", authorization, authorization);
        Assert.That(response, Does.StartWith("HTTP/1.1 401 ").And.Contain("\"code\":20003,"));
    }

    [TestCase("Basic {0}", 200)]
    [TestCase("basic {0}", 200)]
    [TestCase("BASIC  {0}", 200)]
    [TestCase("Bearer {0}", 401)]
    [TestCase("Basic", 401)]
    [TestCase("Basic {0}, Basic {0}", 401)]
    [TestCase("Basic QUM6eA==", 401)]
    [TestCase(null, 401)]
    public async Task The_scheme_of_the_credentials_may_be_written_in_any_case(string? authorization, int status)
    {
        var response = await (Fetch with { Authorization = authorization?.Replace("{0}", RawRequest.Credentials, StringComparison.Ordinal) }).SendAsync(_service);
        Assert.That((response.Status, response.Code), Is.EqualTo((status, status == 401 ? 20003 : (int?)null)));
    }

    [Test]
    public async Task A_401_has_a_challenge_with_which_HttpClient_logs_in()
    {
        Assert.That((await (Fetch with { Authorization = null }).SendAsync(_service)).Headers["WWW-Authenticate"], Does.StartWith("Basic realm=\""));
        using var handler = new HttpClientHandler { Credentials = new NetworkCredential(ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken) };
        using var client = new HttpClient(handler);
        Assert.That(await client.GetStringAsync(new Uri(_service.BaseAddress, Fetch.Target)), Does.Contain("\"identity\":\"alice\""));
    }

    [TestCase("curl", "--silent --anyauth --user {user}:{password} {url}")]
    [TestCase("wget", "--quiet --output-document=- --user={user} --password={password} {url}")]
    public async Task Programs_that_wait_for_a_challenge_can_log_in(string program, string arguments)
    {
        if (Shell.FindOnPath(program) is null)
        {
            Assert.Ignore($"{program} is not installed");
        }

        arguments = arguments.Replace("{user}", ConversationsEmulator.AccountSid, StringComparison.Ordinal).Replace("{password}", ConversationsEmulator.AuthToken, StringComparison.Ordinal);
        var url = new Uri(_service.BaseAddress, Fetch.Target).AbsoluteUri;
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), program, arguments.Replace("{url}", url, StringComparison.Ordinal).Split(' '));
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("\"identity\":\"alice\""));
    }

    [TestCase("DELETE", ParticipantsPath, "GET, POST")]
    [TestCase("PUT", ParticipantsPath + "/alice", "GET, POST, DELETE")]
    [TestCase("PUT", "/v1/Conversations/nobody/Participants", "GET, POST", Description = "the method is wrong whether or not there is such a conversation")]
    public async Task A_405_lists_the_allowed_methods(string method, string target, string allowed)
    {
        var response = await new RawRequest(method, target).SendAsync(_service);
        Assert.That((response.Status, response.Code, response.Headers["Allow"]), Is.EqualTo((405, 20004, allowed)));
    }

    [Test]
    public async Task HEAD_is_a_method_that_no_operation_has()
    {
        var response = await new RawRequest("HEAD", ParticipantsPath).SendAsync(_service);
        Assert.That((response.Status, response.Text, response.Headers["Allow"]), Is.EqualTo((405, "", "GET, POST")));
    }

    [Test]
    public async Task A_path_with_U_0000_is_rejected_by_the_server_itself() =>
        Assert.That((await new RawRequest("GET", ParticipantsPath + "/a%00b").SendAsync(_service)).Status, Is.EqualTo(400));

    [TestCase("Identity=%")]
    [TestCase("Identity=a%2")]
    [TestCase("Identity=%ZZ")]
    [TestCase("%ZZ=a")]
    [TestCase("Identity=%FF")]
    [TestCase("Identity=%ED%A0%80")]
    [TestCase("Identity=a%00b")]
    [TestCase("Identity=a\0b")]
    [TestCase("Identity=bob&Unknown=%00")]
    public async Task A_form_that_is_not_text_is_rejected_and_nothing_is_stored(string form)
    {
        var response = await (Create with { Form = form }).SendAsync(_service);
        Assert.That((response.Status, response.Code), Is.EqualTo((400, 20001)), response.Text);
        Assert.That(await _service.Client.Conversation(ConversationSid).Participants.ListAsync().CountAsync(), Is.EqualTo(1));
    }

    [TestCase(ParticipantsPath + "/%ZZ")]
    [TestCase(ParticipantsPath + "/%FF")]
    [TestCase(ParticipantsPath + "?PageSize=%ZZ")]
    [TestCase(ParticipantsPath + "?PageToken=%00")]
    public async Task A_path_or_query_that_is_not_text_is_rejected(string target)
    {
        var response = await new RawRequest("GET", target).SendAsync(_service);
        Assert.That((response.Status, response.Code), Is.EqualTo((400, 20001)), response.Text);
        Assert.That(_service.Requests.Single().Target, Is.EqualTo(target), "it is logged all the same");
    }

    [TestCase("application/x-www-form-urlencoded", 201)]
    [TestCase("Application/X-WWW-Form-URLEncoded; charset=utf-8", 201)]
    [TestCase("application/x-www-form-urlencodedfoo", 415)]
    [TestCase("application/json", 415)]
    [TestCase("nonsense", 415)]
    [TestCase(null, 415)]
    public async Task A_body_must_be_a_form(string? contentType, int status)
    {
        var response = await (Create with { ContentType = contentType }).SendAsync(_service);
        Assert.That((response.Status, response.Code), Is.EqualTo((status, status == 415 ? 20006 : (int?)null)));
    }

    [Test]
    public async Task A_body_of_another_type_is_not_read_as_a_form()
    {
        var response = await (Create with { ContentType = "application/json", Form = "{\"share\":\"100%\"}" }).SendAsync(_service);
        Assert.That((response.Status, response.Code), Is.EqualTo((415, 20006)));
    }

    [TestCase("true", 201)]
    [TestCase("false", 201)]
    [TestCase("maybe", 400)]
    [TestCase("True", 400)]
    [TestCase("", 400)]
    public async Task X_Twilio_Webhook_Enabled_is_true_or_false(string value, int status)
    {
        var response = await (Create with { WebhookEnabled = value }).SendAsync(_service);
        Assert.That((response.Status, response.Code), Is.EqualTo((status, status == 400 ? 20001 : (int?)null)));
        Assert.That(_service.Webhooks, value == "true" ? Is.Not.Empty : Is.Empty);
    }

    [TestCase("/v1/Conversations/CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Participants/bob", "/Conversations/CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Participants/bob")]
    [TestCase("/v1/Conversations/elsewhere/Participants/bob", "/Conversations/elsewhere")]
    [TestCase("/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Conversations/x/Participants", "/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("/v1/Services/ISbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/Conversations/x/Participants", "/Services/ISbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/Conversations/x")]
    [TestCase("/v1/Services/ISbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/Conversations/y/Participants/bob", "/Services/ISbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/Conversations/y/Participants/bob")]
    [TestCase("/v1/Elsewhere?a=b", "/Elsewhere")]
    public async Task A_404_names_the_path_that_does_not_exist(string target, string named)
    {
        _service.AddConversation("y", "ISbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
        var response = await new RawRequest("GET", target).SendAsync(_service);
        Assert.That((response.Status, response.Code, response.Message), Is.EqualTo((404, 20404, $"The requested resource {named} was not found")));
    }
}
