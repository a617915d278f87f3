using TwilioConversations;
using TwilioConversations.Inbox;

// An inbox for a help desk: messages from customers arrive by webhook, are cleaned before anybody sees them, and get replies through the client.
// Settings: Twilio:AccountSid, Twilio:AuthToken, during a rotation Twilio:NextAuthToken, and Desk:Token, which the desk sends as a bearer token.
var builder = WebApplication.CreateBuilder(args);
var twilioSection = builder.Configuration.GetSection("Twilio");
builder.Services.Configure<TwilioSettings>(twilioSection);
builder.Services.AddTwilioConversations(options => twilioSection.Get<TwilioSettings>()!.Apply(options));
builder.Services.AddSingleton<InboxMessages>();
var app = builder.Build();

app.MapConversationsWebhooks("/hooks/conversations", hooks => hooks
    .UseSecrets<TwilioSettings>(settings => settings.WebhookSecrets)
    .UseHandler<InboxHandler>());

var desk = app.MapGroup("").AddEndpointFilter(new DeskAuthentication(app.Configuration["Desk:Token"] ?? ""));

desk.MapGet("/", (InboxMessages inbox) => inbox.All);

desk.MapPost("/{conversation}/reply", async (string conversation, Reply reply, ConversationsClient twilio, CancellationToken cancellationToken) =>
{
    try
    {
        var message = await twilio.Conversation(conversation).Messages.CreateAsync(new() { Author = "desk", Body = reply.Body }, new() { WebhookEnabled = true }, cancellationToken);
        return Results.Created($"/{conversation}/{message.Sid}", message.Sid);
    }
    catch (ConversationsResponseException e) when (e.IsNotFound)
    {
        return Results.NotFound();
    }
});

app.Run();
