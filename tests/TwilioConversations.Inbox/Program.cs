using JasperFx.Resources;
using Microsoft.EntityFrameworkCore;
using TwilioConversations;
using TwilioConversations.Inbox;
using Wolverine;
using Wolverine.EntityFrameworkCore;
using Wolverine.ErrorHandling;
using Wolverine.Postgresql;
using Wolverine.Sqlite;

// An inbox for a help desk. Webhooks clean messages before they are posted, and store each event before Twilio gets its 200. Stored events
// are handled once, in the order of their conversation, by any number of copies of this program.
// Settings: Twilio:AccountSid, Twilio:AuthToken, during a rotation Twilio:NextAuthToken, and Twilio:PublicAddress, the webhook's address at Twilio.
// Authentication:Schemes:Bearer configures the issuer of the desk's tokens; "dotnet user-jwts create --name dana" makes one for development.
var builder = WebApplication.CreateBuilder(args);
var twilioSection = builder.Configuration.GetSection("Twilio");
builder.Services.Configure<TwilioSettings>(twilioSection);
builder.Services.AddTwilioConversations(options => twilioSection.Get<TwilioSettings>()!.Apply(options));
builder.Services.AddAuthentication().AddJwtBearer();
builder.Services.AddAuthorization();

// A file without any setup, or a PostgreSQL database, which copies on several machines need.
var postgres = builder.Configuration.GetConnectionString("PostgreSQL");
var sqlite = builder.Configuration.GetConnectionString("SQLite") ?? "Data Source=inbox.db";
builder.Services.AddDbContextWithWolverineIntegration<InboxDb>(options => _ = postgres is null ? options.UseSqlite(sqlite) : options.UseNpgsql(postgres));
builder.Services.AddResourceSetupOnStartup();
builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Warning);

// Wolverine, because it commits an event and its work in one transaction of this database. RabbitMQ would add a server, and no guarantee.
builder.Host.UseWolverine(options =>
{
    if (postgres is null)
    {
        options.PersistMessagesWithSqlite(sqlite);
        // Copies have no numbers of their own in SQLite: each takes over all work when it starts, which handlers expect.
        options.Durability.Mode = DurabilityMode.Solo;
    }
    else
    {
        options.PersistMessagesWithPostgresql(postgres);
        // The work of a copy that was killed waits until the others have missed its sign of life for so long.
        options.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(10);
        options.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(2);
    }

    options.UseEntityFrameworkCoreTransactions();
    options.Policies.AutoApplyTransactions();
    options.Policies.UseDurableLocalQueues();
    options.OnException<ConversationsResponseException>(e => (int)e.StatusCode is >= 400 and < 500 and not 429).MoveToErrorQueue();
    options.OnAnyException().RetryWithCooldown(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)).Then.ScheduleRetryIndefinitely(TimeSpan.FromSeconds(10));
});

var app = builder.Build();

using (var scope = app.Services.CreateScope())
{
    // Creates the tables in an empty database. Use migrations once yours has data that you want to keep.
    await scope.ServiceProvider.GetRequiredService<InboxDb>().Database.EnsureCreatedAsync();
}

app.MapConversationsWebhooks("/hooks/conversations", hooks =>
{
    hooks.PublicAddress = app.Configuration.GetValue<Uri>("Twilio:PublicAddress");
    hooks.UseSecrets<TwilioSettings>(settings => settings.WebhookSecrets).UseHandler<InboxHandler>();
});

var desk = app.MapGroup("").RequireAuthorization();

desk.MapGet("/", (InboxDb db, long after = 0) => db.Messages.Where(message => message.Id > after).OrderBy(message => message.Id).Take(100).ToListAsync());

desk.MapPost("/{conversation}/reply", async (string conversation, Reply reply, HttpContext http, ConversationsClient twilio) =>
{
    try
    {
        var message = await twilio.Conversation(conversation).Messages.CreateAsync(
            new() { Author = http.User.Identity?.Name, Body = reply.Body }, new() { WebhookEnabled = true }, http.RequestAborted);
        return Results.Created($"/{conversation}/{message.Sid}", message.Sid);
    }
    catch (ConversationsResponseException e) when (e.IsNotFound)
    {
        return Results.NotFound();
    }
});

await app.RunAsync();
