using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The addresses and credentials that the options select.</summary>
[NonParallelizable] // Sets environment variables.
public class ClientOptionsTests
{
    private const string AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string KeySid = "SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static readonly string[] Variables = ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_EDGE", "TWILIO_REGION", "TWILIO_CONVERSATIONS_BASE_ADDRESS", "TWILIO_MEDIA_BASE_ADDRESS"];

    [SetUp]
    [TearDown]
    public void ClearEnvironment()
    {
        foreach (var variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Test]
    public void A_client_in_a_browser_is_rejected_with_the_reason() => Assert.Multiple(() =>
    {
        Assert.That(() => ConversationsClient.CheckPlatform(isBrowser: true), Throws.TypeOf<PlatformNotSupportedException>().With.Message.Contains("cannot keep Twilio credentials secret"));
        Assert.That(() => ConversationsClient.CheckPlatform(isBrowser: false), Throws.Nothing);
    });

    [TestCase(null, null, "https://conversations.twilio.com/v1/")]
    [TestCase("dublin", null, "https://conversations.dublin.us1.twilio.com/v1/")]
    [TestCase("dublin", "ie1", "https://conversations.dublin.ie1.twilio.com/v1/")]
    [TestCase(null, "us1", "https://conversations.ashburn.us1.twilio.com/v1/")]
    [TestCase(null, "ie1", "https://conversations.dublin.ie1.twilio.com/v1/")]
    [TestCase(null, "au1", "https://conversations.sydney.au1.twilio.com/v1/")]
    [TestCase("sao-paulo", "br1", "https://conversations.sao-paulo.br1.twilio.com/v1/")]
    public async Task Edge_and_region_make_the_address(string? edge, string? region, string address)
    {
        using var sink = new AddressSink();
        using var httpClient = new HttpClient(sink);
        using var client = new ConversationsClient(new() { Credentials = TwilioCredentials.FromAuthToken(AccountSid, "t"), Edge = edge, Region = region }, httpClient);
        await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(sink.Asked!.AbsoluteUri, Does.StartWith(address));
    }

    [TestCase("evil.example/", null)]
    [TestCase(null, "us1.evil.example#")]
    [TestCase("", null)]
    [TestCase(null, "-us1")]
    [TestCase("dublin\n", null)]
    [TestCase("dublin-", null)]
    [TestCase("ie1", null, Description = "a region")]
    [TestCase(null, "dublin", Description = "an edge")]
    [TestCase("roaming", "gll", Description = "does not exist")]
    public void An_edge_or_region_that_could_change_the_host_is_rejected(string? edge, string? region)
    {
        var error = Assert.Throws<ArgumentException>(() => new ConversationsClient(new() { Credentials = TwilioCredentials.FromAuthToken(AccountSid, "t"), Edge = edge, Region = region }));
        Assert.That(error!.Message, Does.Contain(edge is null or "roaming" ? "Region must be" : "Edge must be"));
    }

    [Test]
    public void A_region_whose_own_edge_is_not_known_needs_an_edge()
    {
        var options = new ConversationsClientOptions { Credentials = TwilioCredentials.FromAuthToken(AccountSid, "t"), Region = "jp1" };
        Assert.That(Assert.Throws<ArgumentException>(options.Validate)!.Message, Is.EqualTo("Edge must be set beside Region jp1, whose own edge is not known."));
    }

    [TestCase("http://conversations.twilio.com/", "https")]
    [TestCase("http://10.0.0.1/", "https")]
    [TestCase("ftp://localhost/", "https")]
    [TestCase("/relative", "absolute")]
    [TestCase("https://user@example.com/", "user")]
    [TestCase("https://@example.com/", "user")]
    [TestCase("http://@localhost/", "user")]
    [TestCase("http://:@localhost/", "user")]
    [TestCase("https://example.com/?", "query")]
    [TestCase("https://example.com/#", "fragment")]
    [TestCase("https://example.com/?a=b", "query")]
    [TestCase("https://example.com/#a", "fragment")]
    public void A_base_address_over_which_the_credentials_are_not_safe_is_rejected(string address, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => new ConversationsClient(new() { Credentials = TwilioCredentials.FromAuthToken(AccountSid, "t"), BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute) }));
        Assert.That(error!.Message, Does.StartWith("BaseAddress must").And.Contain(reason));
    }

    [TestCase("http://localhost:1/")]
    [TestCase("http://127.0.0.1:1/")]
    [TestCase("http://[::1]:1/")]
    [TestCase("https://proxy.example/twilio")]
    public void A_base_address_over_https_or_on_this_machine_is_accepted(string address)
    {
        using var client = new ConversationsClient(new() { Credentials = TwilioCredentials.FromAuthToken(AccountSid, "t"), BaseAddress = new Uri(address) });
        Assert.That(client.Operations, Is.Not.Null);
    }

    [Test]
    public void A_base_address_beside_an_edge_is_rejected()
    {
        var error = Assert.Throws<ArgumentException>(() => new ConversationsClient(new()
        {
            Credentials = TwilioCredentials.FromAuthToken(AccountSid, "t"),
            BaseAddress = new Uri("https://example.com"),
            Edge = "dublin",
        }));
        Assert.That(error!.Message, Does.Contain("BaseAddress replaces Edge and Region: leave them unset."));
    }

    [Test]
    public void Options_without_credentials_are_rejected() =>
        Assert.That(Assert.Throws<ArgumentException>(() => new ConversationsClient(new ConversationsClientOptions()))!.Message, Does.StartWith("Either Credentials must be set, or CredentialsProvider."));

    [Test]
    public void Null_is_rejected_by_name()
    {
        var options = new ConversationsClientOptions { Credentials = StubServer.Credentials };
        Assert.That(Assert.Throws<ArgumentNullException>(() => new ConversationsClient(null!))!.ParamName, Is.EqualTo("options"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => new ConversationsClient(options, null!))!.ParamName, Is.EqualTo("httpClient"));
    }

    [Test]
    public async Task An_API_key_in_the_environment_takes_precedence_over_an_auth_token()
    {
        Environment.SetEnvironmentVariable("TWILIO_ACCOUNT_SID", AccountSid);
        Environment.SetEnvironmentVariable("TWILIO_AUTH_TOKEN", "token");
        Assert.That(TwilioCredentials.FromEnvironment().ToString(), Is.EqualTo(AccountSid));
        Environment.SetEnvironmentVariable("TWILIO_API_KEY", KeySid);
        Assert.That(TwilioCredentials.FromEnvironment().ToString(), Is.EqualTo(AccountSid), "a key without its secret is not a pair");
        Environment.SetEnvironmentVariable("TWILIO_API_SECRET", "key secret");
        Environment.SetEnvironmentVariable("TWILIO_EDGE", "dublin");

        using var sink = new AddressSink();
        using var httpClient = new HttpClient(sink);
        using var client = new ConversationsClient(ConversationsClientOptions.FromEnvironment(), httpClient);
        await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.Multiple(() =>
        {
            Assert.That(sink.Asked!.Host, Is.EqualTo("conversations.dublin.us1.twilio.com"));
            Assert.That(sink.Authorization, Is.EqualTo("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{KeySid}:key secret"))));
        });
    }

    [TestCase(null, "conversations.dublin.ie1.twilio.com")]
    [TestCase("dublin", "conversations.dublin.ie1.twilio.com")]
    public async Task The_region_is_read_from_the_environment(string? edge, string host)
    {
        Environment.SetEnvironmentVariable("TWILIO_ACCOUNT_SID", AccountSid);
        Environment.SetEnvironmentVariable("TWILIO_AUTH_TOKEN", "token");
        Environment.SetEnvironmentVariable("TWILIO_EDGE", edge);
        Environment.SetEnvironmentVariable("TWILIO_REGION", "ie1");
        using var sink = new AddressSink();
        using var httpClient = new HttpClient(sink);
        using var client = new ConversationsClient(ConversationsClientOptions.FromEnvironment(), httpClient);
        await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid));
        Assert.That(sink.Asked!.Host, Is.EqualTo(host));
    }

    [Test]
    public void The_address_of_an_emulator_is_read_from_the_environment()
    {
        Environment.SetEnvironmentVariable("TWILIO_ACCOUNT_SID", AccountSid);
        Environment.SetEnvironmentVariable("TWILIO_AUTH_TOKEN", "token");
        Environment.SetEnvironmentVariable("TWILIO_CONVERSATIONS_BASE_ADDRESS", "http://127.0.0.1:8080");
        Assert.That(ConversationsClientOptions.FromEnvironment().BaseAddress, Is.EqualTo(new Uri("http://127.0.0.1:8080")));
        Environment.SetEnvironmentVariable("TWILIO_CONVERSATIONS_BASE_ADDRESS", "127.0.0.1");
        Assert.That(Assert.Throws<ArgumentException>(() => ConversationsClientOptions.FromEnvironment())!.Message, Does.StartWith("TWILIO_CONVERSATIONS_BASE_ADDRESS"));
    }

    [TestCase("TWILIO_API_KEY", "hunter2", "Must be a SID of SK and 32 hexadecimal digits. (Parameter 'TWILIO_API_KEY')")]
    [TestCase("TWILIO_API_SECRET", " ", "Must not be empty. (Parameter 'TWILIO_API_SECRET')")]
    [TestCase("TWILIO_EDGE", "hunter2/", "TWILIO_EDGE must be the name of an edge")]
    [TestCase("TWILIO_REGION", "IE1", "TWILIO_REGION must be the name of a region")]
    [TestCase("TWILIO_CONVERSATIONS_BASE_ADDRESS", "127.0.0.1", "TWILIO_CONVERSATIONS_BASE_ADDRESS must be an absolute https address")]
    [TestCase("TWILIO_CONVERSATIONS_BASE_ADDRESS", "http://example.com", "TWILIO_CONVERSATIONS_BASE_ADDRESS must be an absolute https address")]
    [TestCase("TWILIO_MEDIA_BASE_ADDRESS", "https://example.com/?", "TWILIO_MEDIA_BASE_ADDRESS must not have a query")]
    public void A_wrong_variable_of_the_environment_is_named(string variable, string value, string message)
    {
        Environment.SetEnvironmentVariable("TWILIO_API_KEY", KeySid);
        Environment.SetEnvironmentVariable("TWILIO_API_SECRET", "key secret");
        Environment.SetEnvironmentVariable(variable, value);
        Assert.That(Assert.Throws<ArgumentException>(() => ConversationsClient.FromEnvironment())!.Message, Does.StartWith(message).And.Not.Contain("hunter2"));
    }

    [TestCase("TWILIO_ACCOUNT_SID", "SKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("TWILIO_AUTH_TOKEN", " ")]
    public void A_wrong_variable_of_the_account_is_named(string variable, string value)
    {
        Environment.SetEnvironmentVariable("TWILIO_ACCOUNT_SID", AccountSid);
        Environment.SetEnvironmentVariable("TWILIO_AUTH_TOKEN", "token");
        Environment.SetEnvironmentVariable(variable, value);
        Assert.That(Assert.Throws<ArgumentException>(() => ConversationsClient.FromEnvironment())!.ParamName, Is.EqualTo(variable));
    }

    [Test]
    public void An_environment_without_a_complete_pair_is_rejected_with_the_names_of_the_variables()
    {
        Environment.SetEnvironmentVariable("TWILIO_ACCOUNT_SID", AccountSid);
        Environment.SetEnvironmentVariable("TWILIO_AUTH_TOKEN", "");
        var error = Assert.Throws<InvalidOperationException>(() => ConversationsClient.FromEnvironment());
        Assert.That(error!.Message, Does.Contain("TWILIO_API_KEY").And.Contain("TWILIO_API_SECRET").And.Contain("TWILIO_ACCOUNT_SID").And.Contain("TWILIO_AUTH_TOKEN"));
    }

    [Test]
    public void Credentials_of_the_wrong_shape_are_rejected_and_never_printed()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Assert.Throws<ArgumentException>(() => TwilioCredentials.FromAuthToken(KeySid, "t"))!.ParamName, Is.EqualTo("accountSid"));
            Assert.That(Assert.Throws<ArgumentException>(() => TwilioCredentials.FromApiKey("hunter2", "t"))!.ToString(), Does.Not.Contain("hunter2"));
            Assert.That(Assert.Throws<ArgumentException>(() => TwilioCredentials.FromApiKey(KeySid, " "))!.ParamName, Is.EqualTo("apiKeySecret"));
            Assert.That(Assert.Throws<ArgumentException>(() => TwilioCredentials.FromAuthToken(AccountSid, ""))!.ParamName, Is.EqualTo("authToken"));
            Assert.That($"{TwilioCredentials.FromAuthToken(AccountSid, "hunter2")}", Is.EqualTo(AccountSid));
        });
    }

    [Test]
    public async Task Clients_of_two_accounts_share_one_HttpClient_and_keep_their_own_credentials()
    {
        using var server = new StubServer(StubResponse.NoContent, StubResponse.NoContent);
        using var httpClient = new HttpClient();
        var one = new ConversationsClient(new() { Credentials = TwilioCredentials.FromAuthToken(AccountSid, "1"), BaseAddress = server.BaseAddress }, httpClient);
        using var two = new ConversationsClient(new() { Credentials = TwilioCredentials.FromApiKey(KeySid, "2"), BaseAddress = server.BaseAddress }, httpClient);
        await one.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        one.Dispose();
        await two.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        Assert.That(server.Requests.Select(request => request.Headers["Authorization"]).Distinct().Count(), Is.EqualTo(2));
        Assert.That(httpClient.DefaultRequestHeaders.Authorization, Is.Null);
    }

    [Test]
    public async Task The_default_headers_of_the_users_HttpClient_are_sent_and_its_base_address_is_not_used()
    {
        using var server = new StubServer(StubResponse.NoContent);
        using var httpClient = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1/elsewhere/"), DefaultRequestHeaders = { { "X-Of-The-User", "1" } } };
        using var client = server.CreateClient(httpClient: httpClient);
        await client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        Assert.That((server.Request.Target, server.Request.Headers["X-Of-The-User"]), Is.EqualTo(($"{ParticipantsPath}/{ParticipantSid}", "1")));
    }

    [Test]
    public async Task A_cookie_of_a_response_is_not_sent_back()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.NoContent, null, ("Set-Cookie", "session=1; Path=/")), StubResponse.NoContent);
        await server.Client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        await server.Client.Conversation(ConversationSid).Participants.DeleteAsync(ParticipantSid);
        Assert.That(server.Requests, Has.Count.EqualTo(2));
        Assert.That(server.Requests[1].Headers, Does.Not.ContainKey("Cookie"));
    }

    /// <summary>Notes where a request would have gone; these hosts are not asked for real.</summary>
    private sealed class AddressSink : HttpMessageHandler
    {
        public Uri? Asked { get; private set; }

        public string? Authorization { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri;
            Authorization = request.Headers.Authorization?.ToString();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }
}
