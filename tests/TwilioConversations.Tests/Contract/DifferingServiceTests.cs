using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests;

/// <summary>A service that differs from the emulator in ten ways: the contract finds and names each of them.</summary>
public class DifferingServiceTests
{
    private static readonly (string Assumption, string Came)[] Differences =
    [
        ("A new conversation is active, without timers and bindings", "bindings {}"),
        ("A date is RFC 3339 in UTC with whole seconds", "date_created"),
        ("A deletion is 204 without a body", "(status) 200"),
        ("A message without an author is the system's", "author null"),
        ("Messages are listed from the oldest", "messages.0.index 1"),
        ("A page has 50 items by default, and the key of its list", "meta.page_size 100"),
        ("A message makes an inactive conversation active", "state \"inactive\""),
        ("The unique name is taken: 409 with 50353", "409 with 20409"),
        ("A closed conversation is changed: 400 with 50377", "409 with 50377"),
        ("The attributes are no JSON: 400 with 50304", "201"),
    ];

    [Test]
    public async Task The_contract_finds_and_names_each_difference()
    {
        using var emulator = ConversationsEmulator.Start();
        using var differing = new DifferingService(emulator.BaseAddress);
        await using var service = await ServiceUnderTest.StartAsync(differing.Address);
        var results = new List<(string Assumption, string Result)>();
        foreach (var assumption in Assumptions.All)
        {
            results.Add((assumption.Name, await ContractTable.CheckAsync(assumption, service)));
        }

        var found = results.Where(result => result.Result != ContractTable.AsAssumed).ToList();
        Assert.Multiple(() =>
        {
            foreach (var (assumption, came) in Differences)
            {
                Assert.That(found.Find(row => row.Assumption == assumption).Result, Does.StartWith("came: ").And.Contain(came), assumption);
            }

            // The same difference may show in other assumptions too, but most are as assumed.
            Assert.That(found, Has.Count.LessThan(results.Count / 4), ContractTable.Of(found));
        });
    }

    [Test]
    public async Task The_chat_service_is_deleted_with_everything_in_it()
    {
        using var emulator = ConversationsEmulator.Start();
        var service = await ServiceUnderTest.StartAsync(emulator.BaseAddress);
        await new Scene(service).SucceedAsync("POST Conversations FriendlyName={x}");
        Assert.That(await emulator.Client.Services.ExistsAsync(service.ChatServiceSid));
        await service.DisposeAsync();
        Assert.That(await emulator.Client.Services.ExistsAsync(service.ChatServiceSid), Is.False);
    }

    [Test]
    public void A_table_has_no_SIDs_numbers_and_addresses() => Assert.That(
        ContractTable.Of([("a|b", ContractTable.Masked("came: \"AC0123456789abcdef0123456789abcdef\" +15550100 somebody@example.com\n5"))]),
        Is.EqualTo("| Assumption | Result |\n| --- | --- |\n| a\\|b | came: \"AC…\" … … 5 |\n"));

    /// <summary>A proxy in front of an emulator that changes its responses.</summary>
    private sealed class DifferingService : IDisposable
    {
        private readonly HttpClient _emulator;
        private readonly EmulatorServer _server;

        public DifferingService(Uri emulator)
        {
            _emulator = new HttpClient { BaseAddress = emulator };
            _server = new EmulatorServer(new EmulatorOptions(), RespondAsync);
        }

        public Uri Address => _server.Address;

        public void Dispose()
        {
            _server.Dispose();
            _emulator.Dispose();
        }

        private async Task RespondAsync(HttpContext context)
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var form = await new StreamReader(context.Request.Body).ReadToEndAsync();
            var method = context.Request.Method;
            // Attributes that are no JSON are taken.
            form = form == "Attributes=%7B" ? "" : form;
            using var request = new HttpRequestMessage(new HttpMethod(method), target);
            request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
            if (method == "POST")
            {
                request.Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
            }

            using var response = await _emulator.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var json = text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject();
            var status = (int)response.StatusCode;
            if (status < 300)
            {
                (status, json) = Change(method, target, status, json);
            }
            else if ((int?)json?["code"] == 50353)
            {
                json["code"] = 20409;
            }
            else if ((int?)json?["code"] == 50377)
            {
                status = 409;
            }

            context.Response.StatusCode = status;
            if (json is not null)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(json.ToJsonString());
            }
        }

        private static (int Status, JsonObject? Json) Change(string method, string target, int status, JsonObject? json)
        {
            if (method == "DELETE")
            {
                return (200, json);
            }

            if (json!.ContainsKey("bindings"))
            {
                json["bindings"] = new JsonObject();
                // Dates with milliseconds.
                json["date_created"] = ((string)json["date_created"]!).Replace("Z", ".123Z", StringComparison.Ordinal);
                // A message changes no state.
                json["state"] = method == "GET" && (string?)json["state"] == "active" ? "inactive" : (string?)json["state"];
            }

            if ((string?)json["author"] == "system")
            {
                json["author"] = null;
            }

            if (json["meta"] is JsonObject meta && (int?)meta["page_size"] == 50)
            {
                meta["page_size"] = 100;
            }

            if (json["messages"] is JsonArray messages && !target.Contains("Order", StringComparison.Ordinal))
            {
                json["messages"] = new JsonArray([.. messages.Reverse().Select(message => message!.DeepClone())]);
            }

            return (status, json);
        }
    }
}
