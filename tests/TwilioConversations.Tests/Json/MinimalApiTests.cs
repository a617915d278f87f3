using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests;

/// <summary>The types of the library as parameters and results of ASP.NET Core's minimal APIs.</summary>
public class MinimalApiTests
{
    [TestCaseSource(typeof(TravelingValuesTests), nameof(TravelingValuesTests.TextTypes))]
    public void An_enum_or_a_key_is_parsable(Type type) =>
        Assert.That(type.GetInterfaces(), Does.Contain(typeof(IParsable<>).MakeGenericType(type)));

    [Test]
    public async Task An_endpoint_takes_keys_enums_and_requests_and_returns_models()
    {
        using var service = ConversationsEmulator.Start();
        var twilio = service.Client;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/conversations/{key}", (ConversationKey key) => twilio.Conversations.FetchAsync(key));
        app.MapPost("/conversations", (CreateConversationRequest request) => twilio.Conversations.CreateAsync(request));
        app.MapGet("/state", (ConversationState state, ParticipantKey? key) => new { state, key });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var created = await http.PostAsJsonAsync("/conversations", new CreateConversationRequest { UniqueName = "sales", State = ConversationState.Inactive });
        var fetched = await http.GetFromJsonAsync<Conversation>("/conversations/sales");
        Assert.Multiple(async () =>
        {
            Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(fetched, Is.EqualTo(await twilio.Conversations.FetchAsync("sales")));
            Assert.That(fetched!.State, Is.EqualTo(ConversationState.Inactive));
            Assert.That(await http.GetStringAsync("/state?state=brand-new&key=alice"), Is.EqualTo("""{"state":"brand-new","key":"alice"}"""));
        });
    }
}
