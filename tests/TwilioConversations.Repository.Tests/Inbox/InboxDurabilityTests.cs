using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Inbox;

/// <summary>Two copies of the sample application, killed again and again while they receive webhooks. INBOX_EVENTS and INBOX_KILLS set how often.</summary>
[Parallelizable(ParallelScope.All)]
public class InboxDurabilityTests
{
    private const int Conversations = 7;

    private static readonly int Events = Setting("INBOX_EVENTS", 300);
    private static readonly int Kills = Setting("INBOX_KILLS", 4);

    [Test]
    public async Task Nothing_is_lost_or_handled_twice_and_order_is_kept_with_SQLite()
    {
        await AssertEachIsHandledOnceAsync();
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Debian's server")]
    public async Task Nothing_is_lost_or_handled_twice_and_order_is_kept_with_PostgreSQL()
    {
        await using var server = await PostgresServer.StartAsync();
        await AssertEachIsHandledOnceAsync(("ConnectionStrings__PostgreSQL", server.ConnectionString));
    }

    private static async Task AssertEachIsHandledOnceAsync(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("inbox-").FullName;
        var copies = new InboxProcess[2];
        using var service = ConversationsEmulator.Start();
        await using var balancer = await LoadBalancer.StartAsync(copies.Length);
        var hook = new Uri(balancer.Address, "/hooks/conversations").AbsoluteUri;
        try
        {
            foreach (var copy in Enumerable.Range(0, copies.Length))
            {
                await StartAsync(copy);
            }

            var sent = new Dictionary<string, List<string>>();
            foreach (var number in Enumerable.Range(0, Conversations))
            {
                var conversation = service.AddConversation($"c{number}");
                sent[conversation] = [];
                // An address for each, so that the events of different conversations arrive at the same time.
                await service.Client.Conversation(conversation).Webhooks.CreateAsync(new()
                {
                    Target = WebhookTarget.Webhook,
                    ConfigurationUrl = $"{hook}?number={number}#rc=5&rp=all",
                    ConfigurationFilters = ["onMessageAdded"],
                });
            }

            var random = TestContext.CurrentContext.Random;
            for (var (round, rounds) = (1, Kills - copies.Length); round <= rounds; round++)
            {
                var killAt = service.WebhookDeliveries.Count + random.Next(Events / rounds);
                var sending = SendAsync(Events * round / rounds);
                while (service.WebhookDeliveries.Count < killAt && !sending.IsCompleted)
                {
                    await Task.Delay(1);
                }

                var killed = random.Next(copies.Length);
                copies[killed].Dispose();
                await StartAsync(killed);
                await sending;
                await service.WaitForWebhooksAsync();
            }

            // The last two at once, with what they have not handled yet.
            Array.ForEach(copies, copy => copy.Dispose());
            await StartAsync(0);
            await StartAsync(1);
            var handled = await ReadAsync(Events);
            var expected = sent.ToDictionary(conversation => conversation.Key, conversation => string.Join('\n', conversation.Value));
            var actual = handled.GroupBy(message => message.ConversationSid).ToDictionary(conversation => conversation.Key, conversation => string.Join('\n', conversation.Select(message => message.Sid)));
            Assert.That(actual, Is.EqualTo(expected), Logs());
            TestContext.Out.WriteLine($"Deliveries: {string.Join(", ", service.WebhookDeliveries.CountBy(delivery => delivery.Error ?? $"{delivery.StatusCode}").Select(outcome => $"{outcome.Value} × {outcome.Key}"))}");

            Task SendAsync(int total) => Task.WhenAll(sent.Select(async (conversation, number) =>
            {
                while (conversation.Value.Count < (total + Conversations - 1 - number) / Conversations)
                {
                    var message = await service.Client.Conversation(conversation.Key).Messages.CreateAsync(new() { Body = $"{conversation.Value.Count}" }, new() { WebhookEnabled = true });
                    conversation.Value.Add(message.Sid);
                }
            }));
        }
        finally
        {
            Array.ForEach(copies, copy => copy?.Dispose());
            Directory.Delete(folder, recursive: true);
        }

        async Task StartAsync(int copy)
        {
            copies[copy] = await InboxProcess.StartAsync(folder, service, [("Twilio__PublicAddress", hook), .. settings]);
            balancer[copy] = copies[copy].Address;
        }

        async Task<List<(string Sid, string ConversationSid)>> ReadAsync(int count)
        {
            using var browser = InboxProcess.Browser("dana");
            var (read, last, until) = (new List<(string, string)>(), 0L, DateTime.UtcNow.AddMinutes(3));
            while (read.Count < count && DateTime.UtcNow < until)
            {
                var page = await browser.GetFromJsonAsync<JsonArray>(new Uri(copies[0].Address, $"/?after={last}"));
                read.AddRange(page!.Select(message => ((string)message!["sid"]!, (string)message["conversationSid"]!)));
                last = page!.Count > 0 ? (long)page[^1]!["id"]! : last;
                await Task.Delay(page.Count > 0 ? 0 : 100);
            }

            return read;
        }

        string Logs() => string.Join("\n\n", copies.Select(copy => copy.Log));
    }

    private static int Setting(string name, int value) => Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : value;
}
