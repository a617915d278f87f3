// A worker that takes its client from the container.
using Microsoft.Extensions.DependencyInjection;
using TwilioConversations;

var services = new ServiceCollection();
services.AddTwilioConversations(options =>
{
    options.BaseAddress = new Uri(args[0]);
    options.Credentials = TwilioCredentials.FromAuthToken(args[1], args[2]);
});
await using var provider = services.BuildServiceProvider();
var room = provider.GetRequiredService<ConversationsClient>().Conversation("room").Participants;
var carol = await room.GetOrCreateAsync("carol");
Console.WriteLine(carol.Identity == "carol" && (await room.FindAsync("nobody")) is null ? "registered" : "not found");
