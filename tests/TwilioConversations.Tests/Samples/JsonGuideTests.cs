using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

public class JsonGuideTests
{
    private ConversationsEmulator Service { get; set; } = null!;

    private ConversationsClient Twilio { get; set; } = null!;

    [SetUp]
    public void Start()
    {
        Service = ConversationsEmulator.Start();
        Service.AddConversation("support");
        Twilio = new ConversationsClient(new() { Credentials = Service.Credentials, BaseAddress = Service.BaseAddress });
    }

    [TearDown]
    public void Stop()
    {
        Twilio.Dispose();
        Service.Dispose();
    }

    [Test]
    public async Task Models_go_to_JSON_and_back()
    {
        var conversation = await Twilio.Conversations.FetchAsync("support");

        #region serialize
        var json = JsonSerializer.Serialize(conversation);                    // {"sid":"CH…","state":"active",…}
        var again = JsonSerializer.Deserialize<Conversation>(json);           // again == conversation
        #endregion

        Assert.That(json, Does.Contain("\"state\":\"active\""));
        Assert.That(again, Is.EqualTo(conversation));
    }

    [Test]
    public async Task A_minimal_API_takes_keys_and_requests_and_returns_models()
    {
        var twilio = Twilio;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();

        #region minimal-api
        app.MapGet("/conversations/{key}", (ConversationKey key, CancellationToken cancellationToken) => twilio.Conversations.FetchAsync(key, cancellationToken));
        app.MapPost("/conversations", (CreateConversationRequest request, CancellationToken cancellationToken) =>
            twilio.Conversations.CreateAsync(request, cancellationToken: cancellationToken));
        #endregion

        app.MapGet("/state", (ConversationState state, ParticipantKey? key) => new { state, key });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var created = await http.PostAsJsonAsync("/conversations", new CreateConversationRequest { UniqueName = "sales", State = ConversationState.Inactive });
        var fetched = await http.GetFromJsonAsync<Conversation>("/conversations/sales");
        Assert.Multiple(async () =>
        {
            Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(fetched, Is.EqualTo(await Twilio.Conversations.FetchAsync("sales")));
            Assert.That(fetched!.State, Is.EqualTo(ConversationState.Inactive));
            Assert.That(await http.GetStringAsync("/state?state=brand-new&key=alice"), Is.EqualTo("""{"state":"brand-new","key":"alice"}"""));
        });
    }

    [Test]
    public void A_field_that_is_not_there_is_told()
    {
        using var log = new StringWriter();
        var conversation = JsonSerializer.Deserialize<Conversation>("""{"sid":"CH1","date_created":"soon"}""")!;

        #region unavailable
        try
        {
            log.WriteLine($"{conversation.DateCreated:d}");
        }
        catch (FieldUnavailableException e)
        {
            log.WriteLine($"{e.Resource} came with {e.Found} in {e.Field}");   // never the value itself
        }
        #endregion

        Assert.That(log.ToString(), Does.StartWith("Conversation came with a string of another form in date_created"));
    }

    [Test]
    public async Task Later_values_are_made_and_additional_fields_replace_properties()
    {
        var (twilio, cancellationToken) = (Twilio, CancellationToken.None);
        await twilio.Conversations.UpdateAsync("support", new() { MessagingServiceSid = "MG" + new string('a', 32) });

        try
        {
            #region later
            var archived = new ConversationState("archived");                                        // to compare, to send, and for tests
            await twilio.Conversations.UpdateAsync("support", new() { State = archived }, cancellationToken: cancellationToken);
            #endregion
        }
        catch (ConversationsException e) when (e.StatusCode == HttpStatusCode.BadRequest)
        {
            // The emulator does not know it.
        }

        try
        {
            #region replace
            await twilio.Conversations.UpdateAsync("support", new() { AdditionalFields = { ["MessagingServiceSid"] = "" } }, cancellationToken: cancellationToken);
            #endregion
        }
        catch (ConversationsException e) when (e.StatusCode == HttpStatusCode.BadRequest)
        {
            // Nor an empty SID.
        }

        Assert.That(Service.Requests.Select(request => request.Form), Has.Some.Contains(new KeyValuePair<string, string>("State", "archived")));
        Assert.That(Service.Requests[^1].Form["MessagingServiceSid"], Is.Empty);
    }
}
