using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Access to the emulator: hosts, origins, credentials, TLS, and the limits of requests and their log.</summary>
public class EmulatorAccessTests
{
    private static readonly RawRequest List = new("GET", "/v1/Conversations");

    [TestCase("LOCALHOST", 200)]
    [TestCase("emulator", 200)]
    [TestCase("host.docker.internal", 200)]
    [TestCase("192.0.2.1", 200)]
    [TestCase("conversations.twilio.com", 200)]
    [TestCase("mine.example.com", 200)]
    [TestCase("evil.example.com", 403)]
    public async Task A_request_to_a_public_domain_is_rejected_unless_it_is_allowed(string host, int status)
    {
        using var emulator = ConversationsEmulator.Start(new EmulatorOptions { AllowedHosts = { "mine.example.com" } });
        foreach (var target in new[] { "/v1/Conversations", "/_emulator/health" })
        {
            Assert.That((await (List with { Target = target, Host = host }).SendAsync(emulator)).Status, Is.EqualTo(status), target);
        }
    }

    [TestCase("https://example.com", 403)]
    [TestCase("null", 403)]
    [TestCase("http://localhost", 200)]
    public async Task A_request_of_a_page_of_another_origin_is_rejected(string origin, int status)
    {
        using var emulator = ConversationsEmulator.Start();
        var response = await RawRequest.SendLinesAsync(emulator, "GET /v1/Conversations HTTP/1.1", "Host: localhost", $"Origin: {origin}", $"Authorization: Basic {RawRequest.Credentials}");
        Assert.That(response, Does.StartWith($"HTTP/1.1 {status}"));
    }

    [Test]
    public async Task Other_accounts_and_API_keys_are_accepted_as_the_options_say()
    {
        const string Account = "ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
        const string Key = "SKcccccccccccccccccccccccccccccccc";
        using var emulator = ConversationsEmulator.Start(new EmulatorOptions { AccountSid = Account, AuthToken = "token", ApiKeys = { [Key] = "secret" } });
        emulator.AddConversation("support");
        Assert.That((await emulator.Client.Conversations.FetchAsync("support")).AccountSid, Is.EqualTo(Account));
        Assert.That(await StatusAsync(emulator, Key, "secret"), Is.EqualTo(200));
        Assert.That(await StatusAsync(emulator, Key, "wrong"), Is.EqualTo(401));
        Assert.That((await List.SendAsync(emulator)).Status, Is.EqualTo(401));
        using var open = ConversationsEmulator.Start(new EmulatorOptions { AcceptAnyCredentials = true });
        Assert.That(await StatusAsync(open, Key, "anything"), Is.EqualTo(200));
        Assert.That(() => ConversationsEmulator.Start(new EmulatorOptions { AccountSid = "AC1" }), Throws.ArgumentException);

        static async Task<int> StatusAsync(ConversationsEmulator emulator, string user, string password) =>
            (await (List with { Authorization = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}" }).SendAsync(emulator)).Status;
    }

    [Test]
    public async Task The_emulator_serves_https_with_a_certificate_and_on_all_addresses()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var ephemeral = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
        using var emulator = ConversationsEmulator.Start(new EmulatorOptions { Host = "*", Certificate = certificate });
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented!.GetCertHashString() == certificate.GetCertHashString() } });
        Assert.That(emulator.BaseAddress.Scheme, Is.EqualTo("https"));
        Assert.That(await http.GetStringAsync(new Uri(emulator.BaseAddress, "/_emulator/health")), Does.Contain("ok"));
    }

    [Test]
    public void A_host_that_is_not_an_address_of_this_machine_is_rejected()
    {
        Assert.That(() => ConversationsEmulator.Start(new EmulatorOptions { Host = "example.com" }), Throws.ArgumentException);
        Assert.That(() => ConversationsEmulator.Start(new EmulatorOptions { Host = "192.0.2.1" }), Throws.TypeOf<IOException>());
    }

    [Test]
    public async Task A_large_body_is_rejected_and_one_without_credentials_is_not_kept()
    {
        using var emulator = ConversationsEmulator.Start();
        var form = $"FriendlyName={new string('x', 2 * 1024 * 1024)}";
        Assert.That((await new RawRequest("POST", "/v1/Conversations", form).SendAsync(emulator)).Status, Is.EqualTo(413));
        Assert.That((await (new RawRequest("POST", "/v1/Conversations", "FriendlyName=secret") with { Authorization = null }).SendAsync(emulator)).Status, Is.EqualTo(401));
        Assert.That(emulator.Requests.Select(request => (request.Status, request.Form.Count)), Is.EqualTo(new[] { (413, 0), (401, 0) }));
    }

    [Test]
    public async Task Large_entries_are_forgotten_before_the_log_fills_the_memory()
    {
        using var emulator = ConversationsEmulator.Start();
        emulator.AddConversation("support");
        var body = $"Body={new string('x', 1_000_000)}";
        for (var i = 0; i < 40; i++)
        {
            Assert.That((await new RawRequest("POST", "/v1/Conversations/support/Messages", body).SendAsync(emulator)).Status, Is.EqualTo(400));
        }

        Assert.That(emulator.Requests, Has.Count.EqualTo(33));
        Assert.That(emulator.RequestCount, Is.EqualTo(40));
    }

    [Test]
    public async Task The_emulator_starts_and_stops_asynchronously_and_then_rejects_changes()
    {
        ConversationsEmulator emulator;
        await using (emulator = await ConversationsEmulator.StartAsync(new EmulatorOptions { Conversations = { "support" } }))
        {
            emulator.Reset();
            Assert.That((await emulator.Client.Conversations.FetchAsync("support")).UniqueName, Is.EqualTo("support"));
        }

        Assert.That(() => emulator.AddConversation("late"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(emulator.Reset, Throws.TypeOf<ObjectDisposedException>());
        Assert.That($"{EmulatorFault.ResponseLost}", Is.EqualTo("ResponseLost"));
    }

    [Test]
    public async Task A_fault_responds_with_any_status_body_and_headers()
    {
        using var emulator = ConversationsEmulator.Start();
        emulator.InjectFault(EmulatorFault.Respond(299, "Grüße", "text/plain; charset=utf-8", new Dictionary<string, string> { ["X-Mine"] = "1" }));
        var response = await List.SendAsync(emulator);
        Assert.That((response.Status, response.Text, response.Headers["X-Mine"], response.Headers["Content-Type"]), Is.EqualTo((299, "Grüße", "1", "text/plain; charset=utf-8")));
        Assert.That(() => EmulatorFault.Respond((int)HttpStatusCode.NoContent, ""), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Each_request_is_a_line_of_the_log_if_it_is_asked_for()
    {
        using var log = new StringWriter();
        using (var emulator = ConversationsEmulator.Start(new EmulatorOptions { Log = log, LogRequests = true }))
        {
            await List.SendAsync(emulator);
        }

        Assert.That(log.ToString(), Does.Match(@"^\d\d:\d\d:\d\d\.\d{3} GET /v1/Conversations 200 \d+\.\d ms ListConversation\r?\n$"));
    }
}
