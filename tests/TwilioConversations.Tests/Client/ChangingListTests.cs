using System.Globalization;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Operations that change a list while they read it, at a service whose pages are counted from the start of the list.</summary>
public class ChangingListTests
{
    private static readonly ListParticipantConversationsOptions Alice = new() { Identity = "alice" };

    [Test]
    public async Task A_removal_ends_only_after_a_complete_read_finds_nobody_left()
    {
        using var service = new Memberships(["A", "X", "B"]);
        var results = await service.Client.ParticipantConversations.DeleteParticipantsAsync(new() { Identity = "alice", PageSize = 1 }).ToListAsync();
        Assert.That(service.Left, Is.Empty);
        Assert.That(results.Select(result => result.Status), Is.EqualTo(Enumerable.Repeat(BulkStatus.Done, 3)));
    }

    [Test]
    public async Task A_removal_is_complete_even_if_pages_shift_while_it_runs()
    {
        using var service = new Memberships(Enumerable.Range(0, 200).Select(i => $"c{i}"));
        var results = await service.Client.ParticipantConversations.DeleteParticipantsAsync(new() { Identity = "alice", PageSize = 20 }).ToListAsync();
        Assert.That((service.Left.Count, results.Count), Is.EqualTo((0, 200)));
    }

    [Test]
    public async Task Marking_as_read_does_not_move_the_index_back_if_the_user_has_read_more()
    {
        var listed = Examples.Response("ListUserConversation", "readFull");
        listed["conversations"]![0]!["unread_messages_count"] = 1;
        listed["conversations"] = new JArray(listed["conversations"]![0]!);
        listed["meta"]!["next_page_url"] = null;
        var read = Examples.Response("FetchUserConversation", "fetch");
        read["last_read_message_index"] = 3;
        using var server = new StubServer(Ok(listed), Ok(Messages(null, 2)), Ok(read), Ok(listed));
        var result = await server.Client.User("alice").Conversations.MarkAllReadAsync().SingleAsync();
        Assert.That((result.Status, result.Result?.LastReadMessageIndex), Is.EqualTo((BulkStatus.Done, 3)));
        Assert.That(server.Requests.Select(request => request.Method), Is.All.EqualTo("GET"));
    }

    [Test]
    public async Task Listing_the_messages_after_an_index_repeats_none_when_one_arrives_between_the_pages()
    {
        using var server = new StubServer(Ok(Messages("https://conversations.example/?PageToken=2", 3, 2)), Ok(Messages(null, 2, 1, 0)));
        var indices = await server.Client.Conversation("support").Messages.ListAfterAsync(0).Select(message => message.Index).ToListAsync();
        Assert.That(indices, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    private static StubResponse Ok(JObject body) => StubResponse.Ok(body.ToString());

    private static JObject Messages(string? nextPageUrl, params int[] indices)
    {
        var page = Examples.Response("ListConversationMessage", "readFull");
        var message = page["messages"]![0]!;
        page["messages"] = new JArray(indices.Select(index =>
        {
            var copy = message.DeepClone();
            copy["index"] = index;
            return copy;
        }));
        page["meta"]!["next_page_url"] = nextPageUrl;
        return page;
    }

    /// <summary>The conversations of one person, in pages by offset.</summary>
    private sealed class Memberships : IDisposable
    {
        private readonly EmulatorServer _server;
        private readonly List<string> _names;
        private readonly TaskCompletionSource _firstReading = new();
        private readonly Random _random = new(7);
        private int _pages;

        public Memberships(IEnumerable<string> names)
        {
            _names = [.. names];
            _server = new EmulatorServer(new EmulatorOptions(), RespondAsync);
            Client = StubServer.CreateClient(_server.Address, null, null);
        }

        public ConversationsClient Client { get; }

        public IReadOnlyList<string> Left
        {
            get
            {
                lock (_names)
                {
                    return [.. _names];
                }
            }
        }

        public void Dispose()
        {
            Client.Dispose();
            _server.Dispose();
        }

        private static string SidOf(string prefix, string name) => prefix + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..32].ToLowerInvariant();

        private async Task RespondAsync(HttpContext context)
        {
            if (context.Request.Method == "DELETE")
            {
                await RemoveAsync(Left.Single(name => context.Request.Path.Value!.EndsWith(SidOf("MB", name), StringComparison.Ordinal)));
                context.Response.StatusCode = 204;
                return;
            }

            var size = int.Parse(context.Request.Query["PageSize"]!, CultureInfo.InvariantCulture);
            var offset = context.Request.Query.TryGetValue("PageToken", out var token) ? int.Parse(token!, CultureInfo.InvariantCulture) : 0;
            await BeforePageAsync(++_pages);
            var left = Left;
            var page = Examples.Response("ListParticipantConversation", "readFullByIdentity");
            var place = page["conversations"]![0]!;
            page["conversations"] = new JArray(left.Skip(offset).Take(size).Select(name =>
            {
                var copy = place.DeepClone();
                (copy["conversation_sid"], copy["participant_sid"]) = (SidOf("CH", name), SidOf("MB", name));
                return copy;
            }));
            page["meta"]!["next_page_url"] = offset + size < left.Count || (_pages < 3 && size == 1) ? $"https://conversations.example/?PageToken={offset + size}" : null;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(page.ToString());
        }

        // The third page comes when A is gone and with it the place of B; X goes while a second reading would see it.
        private async Task BeforePageAsync(int page)
        {
            var gone = page switch { 3 => "A", 5 => "X", _ => null };
            while (gone is not null && Left.Contains(gone))
            {
                await Task.Delay(5);
            }

            if (page == 3)
            {
                _firstReading.TrySetResult();
            }
        }

        private async Task RemoveAsync(string name)
        {
            if (name == "X")
            {
                await _firstReading.Task;
            }

            await Task.Delay(name == "X" ? 400 : _random.Next(10));
            lock (_names)
            {
                _names.Remove(name);
            }
        }
    }
}
