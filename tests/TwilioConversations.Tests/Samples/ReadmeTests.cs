using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>The README's sample, against the emulator.</summary>
public class ReadmeTests
{
    [Test]
    public async Task The_first_lines()
    {
        using var service = ConversationsEmulator.Start();
        FirstLines.ConversationsClient.Service = service;

        await FirstLines.RunAsync();

        Assert.That(service.Requests.Select(request => request.Operation), Is.EqualTo(new[] { "CreateConversation", "CreateConversationParticipant", "CreateConversationMessage", "ListConversationParticipant" }));
    }

    private static class FirstLines
    {
        public static async Task RunAsync()
        {
            #region first-lines
            using var twilio = ConversationsClient.FromEnvironment();   // TWILIO_API_KEY and TWILIO_API_SECRET, for example

            await twilio.Conversations.GetOrCreateAsync("support");     // by its unique name
            var support = twilio.Conversation("support");
            await support.Participants.GetOrCreateAsync("alice");
            await support.Messages.CreateAsync(new() { Author = "alice", Body = "Hello" });

            await foreach (var participant in support.Participants.ListAsync())
            {
                Console.WriteLine($"{participant.Sid} joined at {participant.DateCreated:t}");
            }
            #endregion
        }

        /// <summary>Stands in for the client's own class, whose environment would lead to the live service.</summary>
        public static class ConversationsClient
        {
            public static ConversationsEmulator Service { get; set; } = null!;

            public static TwilioConversations.ConversationsClient FromEnvironment() => new(new() { Credentials = Service.Credentials, BaseAddress = Service.BaseAddress });
        }
    }
}
