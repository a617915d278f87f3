using TwilioConversations;
using TwilioConversations.AspNetCore;
using TwilioConversations.Inbox;

// An inbox for a help desk: what customers write arrives by webhook, is cleaned before anybody sees it, and is answered through the client.
// Settings: Twilio:AccountSid, Twilio:AuthToken, and during a rotation Twilio:NextAuthToken.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTwilioConversations(options => Settings.Apply(builder.Configuration.GetSection("Twilio"), options));
builder.Services.AddSingleton<InboxMessages>();
var app = builder.Build();

app.MapConversationsWebhooks("/hooks/conversations", hooks =>
{
    var settings = app.Configuration.GetSection("Twilio");
    hooks.AuthTokens = settings["NextAuthToken"] is { Length: > 0 } next ? [settings["AuthToken"]!, next] : [settings["AuthToken"]!];

    hooks.OnMessageAdd((message, _) => Task.FromResult(
        Wording.IsSpam(message.Body) ? MessageDecision.Refuse
        : Wording.Clean(message.Body) is var clean && clean != message.Body ? new MessageDecision { Body = clean }
        : MessageDecision.Accept));

    hooks.OnMessageAdded((message, context) =>
    {
        // The service may send an event twice; the message's SID tells.
        context.Services.GetRequiredService<InboxMessages>().Add(message);
        return Task.CompletedTask;
    });

    hooks.OnParticipantAdded(async (participant, context) =>
    {
        if (participant.Identity is null || context.IsDuplicate)
        {
            return;
        }

        var twilio = context.Services.GetRequiredService<ConversationsClient>();
        await twilio.Conversation(participant.ConversationSid!).Messages.CreateAsync(
            new() { Author = "desk", Body = $"Welcome, {participant.Identity}" }, cancellationToken: context.CancellationToken);
    });
});

app.MapGet("/", (InboxMessages inbox) => inbox.All);

app.MapPost("/{conversation}/reply", async (string conversation, Reply reply, ConversationsClient twilio, CancellationToken cancellationToken) =>
{
    try
    {
        var message = await twilio.Conversation(conversation).Messages.CreateAsync(new() { Author = "desk", Body = reply.Body }, new() { WebhookEnabled = true }, cancellationToken);
        return Results.Created($"/{conversation}/{message.Sid}", message.Sid);
    }
    catch (ConversationsException e) when (e.IsNotFound)
    {
        return Results.NotFound();
    }
});

app.Run();
