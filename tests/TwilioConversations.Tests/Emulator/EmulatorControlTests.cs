using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests;

/// <summary>The emulator's own addresses under <c>/_emulator</c>, as a program in any language uses them.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EmulatorControlTests : IDisposable
{
    private readonly ConversationsEmulator _emulator = ConversationsEmulator.Start();
    private readonly HttpClient _http;

    public EmulatorControlTests()
    {
        _emulator.AddConversation("support", null, "alice");
        _http = new HttpClient { BaseAddress = _emulator.BaseAddress };
    }

    public void Dispose()
    {
        _http.Dispose();
        _emulator.Dispose();
    }

    [Test]
    public async Task Health_says_ok_without_credentials_and_is_not_counted_as_a_request()
    {
        Assert.That(await JsonAsync("health"), Is.EqualTo("""{"status":"ok","requests":0}"""));
        Assert.That(_emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task Health_fails_while_the_state_cannot_be_written()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var emulator = ConversationsEmulator.Start(new EmulatorOptions { StateFile = Path.Combine(folder, "nowhere", "state.json") });
        emulator.Reset();
        HttpResponseMessage response;
        do
        {
            // The write goes on beside the request that asked for it.
            response = await _http.GetAsync(new Uri(emulator.BaseAddress, "/_emulator/health"));
        }
        while (response.StatusCode == HttpStatusCode.OK);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(emulator.Dispose, Throws.TypeOf<IOException>());
    }

    [Test]
    public async Task Requests_are_listed_as_they_were_sent_without_credentials()
    {
        await _emulator.Client.Conversation("support").Participants.CreateAsync(new() { Identity = "bob" });
        var request = (JObject)JArray.Parse(await JsonAsync("requests")).Single();
        Assert.Multiple(() =>
        {
            Assert.That((string?)request["Operation"], Is.EqualTo("CreateConversationParticipant"));
            Assert.That((string?)request["Form"]!["Identity"], Is.EqualTo("bob"));
            Assert.That(request.ToString(), Does.Not.Contain("Authorization"));
        });
    }

    [Test]
    public async Task A_fault_applies_to_the_requests_that_it_describes_and_no_others()
    {
        var set = await SendAsync(HttpMethod.Post, "faults", """{"kind":"Error","status":503,"code":20503,"times":2,"operation":"FetchConversation"}""");
        Assert.That(set, Is.EqualTo((HttpStatusCode.OK, """[{"kind":"Error","times":2,"every":1,"used":0}]""")));
        using var client = new ConversationsClient(new() { Credentials = _emulator.Credentials, BaseAddress = _emulator.BaseAddress, Retry = { MaxAttempts = 1 } });
        await client.Conversation("support").Participants.FetchAsync("alice");
        var error = await Assert.ThrowsAsync<ConversationsException>(() => client.Conversations.FetchAsync("support"));
        Assert.That(error!.Code, Is.EqualTo(20503));
        Assert.That(await JsonAsync("faults"), Does.Contain("\"used\":1"));
        await SendAsync(HttpMethod.Delete, "faults");
        Assert.That((await client.Conversations.FetchAsync("support")).UniqueName, Is.EqualTo("support"));
    }

    [TestCase("TooManyRequests", """, "retryAfter":2""")]
    [TestCase("Error", """, "status":500""")]
    [TestCase("Html", """, "status":502""")]
    [TestCase("TruncatedBody", "")]
    [TestCase("DroppedConnection", "")]
    [TestCase("ResponseLost", "")]
    [TestCase("EmptyResponse", "")]
    [TestCase("SpuriousNotFound", "")]
    [TestCase("Latency", """, "milliseconds":1""")]
    public async Task Every_fault_can_be_set_by_its_name(string kind, string also)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "faults", $$"""{"kind":"{{kind}}"{{also}}}""");
        Assert.That((status, (string?)JArray.Parse(body).Single()["kind"]), Is.EqualTo((HttpStatusCode.OK, kind)));
    }

    [TestCase("", "Error reading JObject")]
    [TestCase("[]", "Error reading JObject")]
    [TestCase("""{"kind":"Rain"}""", "not Rain")]
    [TestCase("{}", "A fault needs a kind")]
    [TestCase("""{"kind":"Error"}""", "needs status")]
    [TestCase("""{"kind":"Error","status":200}""", "Must be from 400 to 599")]
    [TestCase("""{"kind":"Latency","milliseconds":1,"time":2}""", "A fault has no time")]
    [TestCase("""{"kind":"ResponseLost","operation":"FetchNothing"}""", "no operation FetchNothing")]
    [TestCase("""{"kind":"ResponseLost","times":0}""", "times")]
    public async Task A_wrong_description_of_a_fault_is_refused_and_sets_none(string json, string message)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "faults", json);
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body, Does.Contain(message));
        Assert.That(await JsonAsync("faults"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Moving_the_clock_runs_out_timers()
    {
        await _emulator.Client.Conversations.UpdateAsync("support", new() { State = ConversationState.Active, TimersInactive = "PT10M" });
        await SendAsync(HttpMethod.Post, "clock", """{"advance":"PT11M"}""");
        Assert.That((await _emulator.Client.Conversations.FetchAsync("support")).State, Is.EqualTo(ConversationState.Inactive));
    }

    [TestCase("""{"advance":"-PT1M"}""")]
    [TestCase("""{"advance":"P9999Y"}""")]
    [TestCase("""{"advance":10}""")]
    [TestCase("""{"advance":"soon"}""")]
    [TestCase("{}")]
    public async Task Time_does_not_go_back_or_past_its_end(string json) =>
        Assert.That((await SendAsync(HttpMethod.Post, "clock", json)).Status, Is.EqualTo(HttpStatusCode.BadRequest));

    [Test]
    public async Task Reset_forgets_everything()
    {
        await SendAsync(HttpMethod.Post, "faults", """{"kind":"ResponseLost"}""");
        Assert.That((await SendAsync(HttpMethod.Post, "reset")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await JsonAsync("faults"), Is.EqualTo("[]"));
        Assert.That(await _emulator.Client.Conversations.ListAsync().ToListAsync(), Is.Empty);
    }

    [TestCase("GET", "nothing")]
    [TestCase("PUT", "clock")]
    [TestCase("GET", "reset")]
    public async Task An_unknown_control_address_is_not_found(string method, string path) =>
        Assert.That((await SendAsync(new HttpMethod(method), path)).Status, Is.EqualTo(HttpStatusCode.NotFound));

    [TestCase("https://example.com", null)]
    [TestCase("null", null)]
    [TestCase(null, "example.com")]
    public async Task A_page_of_another_site_cannot_use_them(string? origin, string? host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_emulator/reset");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        request.Headers.Host = host;
        using var response = await _http.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await _emulator.Client.Conversations.ListAsync().ToListAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task The_page_shows_text_as_text()
    {
        await _emulator.Client.Conversation("support").Messages.CreateAsync(new() { Author = "alice", Body = "<script>alert(1)</script>" });
        var html = await _http.GetStringAsync("/_emulator/");
        Assert.That(html, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.Not.Contain("<script>alert"));
        Assert.That(html, Does.Contain("alice").And.Contain("CreateConversationMessage"));
    }

    private Task<string> JsonAsync(string path) => _http.GetStringAsync($"/_emulator/{path}");

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, $"/_emulator/{path}");
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
