using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

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
    public async Task Health_responds_ok_without_credentials_and_is_not_counted_as_a_request()
    {
        Assert.That(await JsonAsync("health"), Is.EqualTo("""{"status":"ok","requests":0}"""));
        Assert.That(_emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task Health_reports_a_failure_while_the_state_cannot_be_written()
    {
        var folder = Directory.CreateTempSubdirectory("emulator-").FullName;
        using var log = new StringWriter();
        var emulator = ConversationsEmulator.Start(new EmulatorOptions { StateFile = Path.Combine(folder, "state.json"), Log = log });
        Directory.Delete(folder, recursive: true);
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
        Assert.That(log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1).And.All.StartsWith("The state cannot be written to "));
    }

    [Test]
    public async Task Requests_are_listed_as_they_were_sent_without_credentials()
    {
        await _emulator.Client.Conversation("support").Participants.CreateAsync(new() { Identity = "bob" });
        var request = (JObject)JArray.Parse(await JsonAsync("requests")).Single();
        Assert.Multiple(() =>
        {
            Assert.That((string?)request["operation"], Is.EqualTo("CreateConversationParticipant"));
            Assert.That((string?)request["form"]!["Identity"], Is.EqualTo("bob"));
            Assert.That((int?)request["status"], Is.EqualTo(201));
            Assert.That((string?)request["responseBody"], Does.Contain("\"identity\":\"bob\""));
            Assert.That(request.ToString(), Does.Not.Contain("Authorization"));
        });
    }

    [Test]
    public async Task A_fault_applies_to_the_requests_that_it_describes_and_no_others()
    {
        var set = await SendAsync(HttpMethod.Post, "faults", """{"kind":"Error","status":503,"code":20503,"times":2,"operation":"FetchConversation"}""");
        Assert.That(set, Is.EqualTo((HttpStatusCode.OK, """[{"id":"F1","kind":"Error","status":503,"code":20503,"message":"An injected error","operation":"FetchConversation","times":2,"every":1,"probability":1.0,"used":0}]""")));
        using var client = new ConversationsClient(new() { Credentials = _emulator.Credentials, BaseAddress = _emulator.BaseAddress, Retry = { MaxAttempts = 1 } });
        await client.Conversation("support").Participants.FetchAsync("alice");
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversations.FetchAsync("support"));
        Assert.That(error!.Code, Is.EqualTo(20503));
        Assert.That(await JsonAsync("faults"), Does.Contain("\"used\":1"));
        await SendAsync(HttpMethod.Delete, "faults");
        Assert.That((await client.Conversations.FetchAsync("support")).UniqueName, Is.EqualTo("support"));
    }

    [TestCase("TooManyRequests", """, "retryAfter":2""")]
    [TestCase("Error", """, "status":500""")]
    [TestCase("Html", """, "status":502""")]
    [TestCase("Respond", """, "status":200, "body":{"sid":null}""")]
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

    [TestCase("", "A fault needs a kind")]
    [TestCase("[]", "Error reading JObject")]
    [TestCase("""{"kind":"Rain"}""", "not Rain")]
    [TestCase("{}", "A fault needs a kind")]
    [TestCase("""{"kind":"Error"}""", "needs status")]
    [TestCase("""{"kind":"Error","status":200}""", "Must be from 400 to 599")]
    [TestCase("""{"kind":"Latency","milliseconds":1,"time":2}""", "A fault has no time")]
    [TestCase("""{"kind":"ResponseLost","operation":"FetchNothing"}""", "no operation FetchNothing")]
    [TestCase("""{"kind":"ResponseLost","times":0}""", "greater")]
    [TestCase("""{"kind":"ResponseLost","method":"FETCH"}""", "no method FETCH")]
    [TestCase("""{"kind":"ResponseLost","probability":0}""", "over 0")]
    [TestCase("""{"kind":"Latency","milliseconds":5,"maximumMilliseconds":1}""", "greater")]
    public async Task A_wrong_description_of_a_fault_is_rejected_and_sets_none(string json, string message)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "faults", json);
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(body, Does.Contain(message));
        Assert.That(await JsonAsync("faults"), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Moving_the_clock_runs_out_timers()
    {
        await _emulator.Client.Conversations.UpdateAsync("support", new() { State = ConversationState.Active, TimersInactive = TimeSpan.FromMinutes(10) });
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

    [Test]
    public async Task A_HEAD_of_health_returns_the_headers_of_GET()
    {
        var (status, body) = await SendAsync(HttpMethod.Head, "health");
        Assert.That((status, body), Is.EqualTo((HttpStatusCode.OK, "")));
    }

    [Test]
    public async Task Control_traffic_and_the_favicon_are_not_counted_and_no_fault_applies_to_them()
    {
        await SendAsync(HttpMethod.Post, "faults", """{"kind":"Error","status":503}""");
        Assert.That((await _http.GetAsync("/favicon.ico")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await JsonAsync("v1/Conversations/support"), Does.Contain("\"unique_name\":\"support\""), "without credentials");
        Assert.That((await SendAsync(HttpMethod.Get, "v1/Conversations/nowhere")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((_emulator.RequestCount, _emulator.Requests.Count), Is.EqualTo((0, 0)));
        Assert.That(JArray.Parse(await JsonAsync("faults")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_fault_has_an_ID_that_the_log_names_and_that_removes_it()
    {
        await SendAsync(HttpMethod.Post, "faults", """{"kind":"Latency","milliseconds":0,"maximumMilliseconds":2,"times":null,"method":"get","probability":1}""");
        await _emulator.Client.Conversations.FetchAsync("support");
        var fault = JArray.Parse(await JsonAsync("faults")).Single();
        Assert.That(((string?)fault["method"], (int)fault["used"]!), Is.EqualTo(("GET", 1)));
        Assert.That(_emulator.Requests.Single().FaultId, Is.EqualTo((string?)fault["id"]));
        Assert.That((await SendAsync(HttpMethod.Delete, $"faults/{fault["id"]}")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await SendAsync(HttpMethod.Delete, $"faults/{fault["id"]}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_log_has_every_value_of_a_field_and_can_be_read_from_a_number_on()
    {
        await _emulator.Client.WebhookSettings.UpdateAsync(new() { Filters = ["onMessageAdded", "onParticipantAdded"] });
        await _emulator.Client.Conversations.FetchAsync("support");
        var first = JArray.Parse(await JsonAsync("requests?limit=2"))[0];
        Assert.That(first["formValues"]!["Filters"]!.Values<string>(), Is.EqualTo(new[] { "onMessageAdded", "onParticipantAdded" }));
        Assert.That((string?)first["time"], Is.Not.Empty);
        Assert.That(JArray.Parse(await JsonAsync($"requests?after={first["number"]}")).Select(request => (string?)request["operation"]), Is.EqualTo(new[] { "FetchConversation" }));
    }

    [Test]
    public async Task Messages_deliveries_and_push_bindings_can_be_sent_from_any_language()
    {
        await _emulator.Client.Conversation("support").Participants.CreateAsync(new() { MessagingBindingAddress = "+15550000002", MessagingBindingProxyAddress = "+15550000001" });
        var (status, sms) = await SendAsync(HttpMethod.Post, "messages", """{"from":"+15550000002","to":"+15550000001","body":"Hello"}""");
        Assert.That((status, (bool)JObject.Parse(sms)["openedConversation"]!), Is.EqualTo((HttpStatusCode.Created, false)), sms);
        var (_, chat) = await SendAsync(HttpMethod.Post, "messages", """{"source":"SDK","conversation":"support","from":"alice","body":"Hi"}""");
        var message = (string)JObject.Parse(chat)["messageSid"]!;
        var receipt = await _emulator.Client.Conversation("support").Message(message).Receipts.ListAsync().SingleAsync();
        Assert.That((await SendAsync(HttpMethod.Post, "deliveries", $$"""{"receiptSid":"{{receipt.Sid}}","status":"delivered"}""")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await _emulator.Client.Conversation("support").Messages.FetchAsync(message)).Delivery!.Delivered, Is.EqualTo(DeliveryAmount.All));
        Assert.That((await SendAsync(HttpMethod.Post, "bindings", """{"identity":"alice","type":"fcm"}""")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(_emulator.Webhooks.Select(webhook => webhook.EventType), Is.EqualTo(new[] { "onMessageAdded", "onMessageAdded", "onDeliveryUpdated" }));
    }

    [TestCase("messages", """{"from":"+1","body":"x"}""", "to is required")]
    [TestCase("messages", """{"from":"+1","to":"+2","text":"x"}""", "no field text")]
    [TestCase("messages", """{"from":"+1","to":"+2","body":"x"}""", "No open conversation takes the message")]
    [TestCase("deliveries", """{"receiptSid":"DY1","status":"eaten"}""", "status must be one of")]
    [TestCase("deliveries", """{"receiptSid":"DY1","status":"sent"}""", "no such delivery receipt")]
    [TestCase("bindings", """{"identity":"alice","type":"pigeon"}""", "type must be one of")]
    [TestCase("settings", """{"initializingTime":5}""", "ISO 8601")]
    public async Task A_wrong_request_is_rejected_with_what_is_wrong(string path, string json, string message)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, path, json);
        Assert.That((status, body), Is.EqualTo((HttpStatusCode.BadRequest, body)));
        Assert.That(body, Does.Contain(message));
    }

    [Test]
    public async Task Settings_are_read_and_changed()
    {
        var (_, body) = await SendAsync(HttpMethod.Post, "settings", """{"strictPageSize":true,"initializingTime":"PT2S"}""");
        Assert.That(body, Is.EqualTo("""{"accountSid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","authToken":"emulator","strictPageSize":true,"initializingTime":"PT2S"}"""));
        Assert.That((_emulator.StrictPageSize, _emulator.InitializingTime), Is.EqualTo((true, TimeSpan.FromSeconds(2))));
    }

    [Test]
    public async Task A_snapshot_or_an_exported_state_restores_everything()
    {
        Assert.That((await SendAsync(HttpMethod.Put, "snapshots/clean")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        var state = await JsonAsync("state");
        foreach (var restore in new[] { ("POST", "snapshots/clean/restore", null), ("PUT", "state", state) })
        {
            await _emulator.Client.Conversations.DeleteAsync("support");
            Assert.That((await SendAsync(new HttpMethod(restore.Item1), restore.Item2, restore.Item3)).Status, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That((await _emulator.Client.Conversation("support").Participants.FetchAsync("alice")).Identity, Is.EqualTo("alice"));
        }

        Assert.That(await JsonAsync("snapshots"), Is.EqualTo("""["clean"]"""));
        Assert.That((await SendAsync(HttpMethod.Delete, "snapshots/clean")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await SendAsync(HttpMethod.Post, "snapshots/clean/restore")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Webhooks_are_waited_for_and_changes_are_announced()
    {
        await using var server = await HookServer.StartAsync();
        await _emulator.Client.WebhookSettings.UpdateAsync(new() { PostWebhookUrl = server.Url, Filters = ["onMessageAdded"] });
        var before = (long)JObject.Parse(await JsonAsync("changes"))["changes"]!;
        await _emulator.SendFromSdkAsync("support", "alice", "Hello");
        Assert.That((await SendAsync(HttpMethod.Post, "webhooks/wait")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(server.Received, Has.Count.EqualTo(1));
        Assert.That((long)JObject.Parse(await JsonAsync($"changes?after={before}"))["changes"]!, Is.GreaterThan(before));
        var delivery = (JObject)JArray.Parse(await JsonAsync("webhooks")).Single();
        Assert.That(((string?)delivery["signature"], (int?)delivery["statusCode"], (string?)delivery["fields"]!["Body"]), Is.EqualTo((_emulator.WebhookDeliveries.Single().Signature, 200, "Hello")));
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

    private Task<string> JsonAsync(string path) => _http.GetStringAsync($"/_emulator/{path}");

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, $"/_emulator/{path}");
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
