using System.Net;
using CsCheck;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Every page, each participant once, in order, and no request too many.</summary>
public class ListingTests
{
    [Test]
    public async Task No_page_is_requested_before_the_enumeration_starts()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(1);
        var list = emulated.Participants.ListAsync();
        await using var enumerator = list.GetAsyncEnumerator();
        Assert.That(emulated.Recorder.Requests, Is.Empty);
        await enumerator.MoveNextAsync();
        Assert.That(emulated.Recorder.Requests, Is.EqualTo(new[] { $"GET {ParticipantsPath}?PageSize=100" }));
    }

    [Test]
    public async Task For_any_total_page_size_and_limit_each_item_is_listed_once_in_order_with_the_fewest_requests()
    {
        const int Most = 12;
        using var emulated = new EmulatorFixture();
        var rooms = new List<(ParticipantsApi Participants, string[] Sids)>();
        for (var total = 0; total <= Most; total++)
        {
            var participants = emulated.Client.Conversation(emulated.Emulator.AddConversation($"room {total}")).Participants;
            var sids = new string[total];
            for (var i = 0; i < total; i++)
            {
                sids[i] = (await participants.CreateAsync(new() { Identity = $"p{i}" })).Sid;
            }

            rooms.Add((participants, sids));
        }

        Gen.Select(Gen.Int[0, Most], Gen.Int[1, Most + 2], Gen.Int[-1, Most + 2], Gen.Bool).Sample(
            (total, pageSize, limitOrNone, readAhead) =>
            {
                int? limit = limitOrNone < 0 ? null : limitOrNone;
                var (participants, sids) = rooms[total];
                emulated.Recorder.Requests.Clear();
                var listed = participants.ListAsync(new() { Limit = limit, PageSize = pageSize, ReadAhead = readAhead }).Select(participant => participant.Sid).ToListAsync().AsTask().GetAwaiter().GetResult();
                var wanted = Math.Min(total, limit ?? total);
                var size = Math.Min(pageSize, limit ?? pageSize);
                var requests = limit == 0 ? 0 : Math.Max(1, (wanted + size - 1) / size);
                return listed.SequenceEqual(sids.Take(wanted)) && emulated.Recorder.Requests.Count == requests
                    && emulated.Recorder.Requests.All(request => request.Contains($"?PageSize={size}", StringComparison.Ordinal));
            },
            iter: 300,
            threads: 1);
    }

    [Test]
    public async Task From_any_page_on_another_client_reads_exactly_the_rest()
    {
        using var emulated = new EmulatorFixture();
        var seeded = await emulated.SeedAsync(11);
        using var otherProcess = new ConversationsClient(new() { Credentials = emulated.Emulator.Credentials, BaseAddress = emulated.Emulator.BaseAddress });
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Int[0, 12]).Sample(
            (firstSize, laterSize, pagesBefore) =>
            {
                var pages = emulated.Participants.ListAsync(new() { PageSize = firstSize }).AsPages().Take(pagesBefore).ToListAsync().AsTask().GetAwaiter().GetResult();
                var before = pages.SelectMany(page => page.Items).ToList();
                var token = pages.Count == 0 ? null : pages[^1].NextPageToken;
                if (pages.Count > 0 && token is null)
                {
                    return before.SequenceEqual(seeded);
                }

                var rest = otherProcess.Conversation(ConversationSid).Participants.ListAsync(new() { PageSize = laterSize }).AsPages(token)
                    .SelectMany(page => page.Items.ToAsyncEnumerable()).ToListAsync().AsTask().GetAwaiter().GetResult();
                return before.Concat(rest).SequenceEqual(seeded);
            },
            iter: 150,
            threads: 1);
    }

    [Test]
    public async Task Every_enumeration_starts_afresh_and_two_may_run_at_once()
    {
        using var emulated = new EmulatorFixture();
        var seeded = await emulated.SeedAsync(7);
        var list = emulated.Participants.ListAsync(new() { PageSize = 2 });
        var results = await Task.WhenAll(list.ToListAsync().AsTask(), list.ToListAsync().AsTask(), list.AsPages().SelectMany(page => page.Items.ToAsyncEnumerable()).ToListAsync().AsTask());
        Assert.That(results, Is.All.EqualTo(seeded));
        Assert.That(await list.ToListAsync(), Is.EqualTo(seeded));
    }

    [Test]
    public async Task A_page_has_its_items_and_the_token_of_the_next_page()
    {
        using var emulated = new EmulatorFixture();
        var seeded = await emulated.SeedAsync(3);
        var pages = await emulated.Participants.ListAsync(new() { PageSize = 2 }).AsPages().ToListAsync();
        Assert.Multiple(() =>
        {
            Assert.That(pages.Select(page => page.Items), Is.EqualTo(new[] { seeded.Take(2), seeded.Skip(2) }));
            Assert.That(pages.Select(page => page.NextPageToken), Is.EqualTo(new[] { "PT2", null }));
        });
    }

    [Test]
    public async Task A_page_that_the_limit_cuts_short_has_no_token()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(6);
        var pages = await emulated.Participants.ListAsync(new() { Limit = 3, PageSize = 2 }).AsPages().ToListAsync();
        Assert.That(pages.Select(page => (page.Items.Count, page.NextPageToken)), Is.EqualTo(new[] { (2, (string?)"PT2"), (1, null) }));
    }

    [Test]
    public async Task A_list_works_with_Linq()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(6);
        var identities = await emulated.Participants.ListAsync(new() { PageSize = 2 }).Where(participant => participant.Identity != "p1").Select(participant => participant.Identity).Take(3).ToListAsync();
        Assert.That(identities, Is.EqualTo(new[] { "p0", "p2", "p3" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_empty_page_in_the_middle_does_not_end_the_list(bool readAhead)
    {
        using var server = new StubServer(Examples.PageOf(["a"], "?PageToken=1"), Examples.PageOf([], "?PageToken=2"), Examples.PageOf(["b"], null));
        var list = await server.Client.Conversation(ConversationSid).Participants.ListAsync(new() { ReadAhead = readAhead }).ToListAsync();
        Assert.That(list.Select(participant => participant.Identity), Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase("https://evil.example/steal?PageSize=1&PageToken=t%2B1&Page=1", TestName = "Another_host")]
    [TestCase("/v1/elsewhere?PageToken=t%2B1", TestName = "A_relative_address")]
    [TestCase("?PageToken=t%2B1#here", TestName = "A_query_alone")]
    [TestCase("http://[not an address?PageToken=t%2B1", TestName = "No_address_at_all")]
    [TestCase("?PageToken=t%2B1==", "t%2B1%3D%3D", TestName = "A_token_that_is_not_escaped")]
    public async Task Only_the_token_of_the_next_pages_address_is_used_and_the_configured_origin_is_requested(string nextPageUrl, string token = "t%2B1")
    {
        using var server = new StubServer(Examples.PageOf(["a"], nextPageUrl), Examples.PageOf(["b"], null));
        var list = await server.Client.Conversation(ConversationSid).Participants.ListAsync(new() { PageSize = 1 }).ToListAsync();
        Assert.Multiple(() =>
        {
            Assert.That(list.Select(participant => participant.Identity), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(server.Requests.Select(request => request.Target), Is.EqualTo(new[] { $"{ParticipantsPath}?PageSize=1", $"{ParticipantsPath}?PageSize=1&PageToken={token}" }));
        });
    }

    [TestCase("https://conversations.twilio.com/v1/?Page=1", true, TestName = "No_token_reading_ahead")]
    [TestCase("https://conversations.twilio.com/v1/?Page=1", false, TestName = "No_token")]
    [TestCase("", false, TestName = "An_empty_address")]
    [TestCase("?PageToken=", false, TestName = "An_empty_token")]
    public async Task A_next_page_that_cannot_be_requested_is_reported_after_the_items_before_it(string nextPageUrl, bool readAhead)
    {
        using var server = new StubServer(Examples.PageOf(["a"], "?PageToken=1"), Examples.PageOf(["b"], nextPageUrl));
        var (identities, error) = await ReadToTheErrorAsync<InvalidResponseException>(server.Client.Conversation(ConversationSid).Participants.ListAsync(new() { ReadAhead = readAhead }));
        Assert.That(identities, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(error.Message, Does.EndWith("page 2 has a next page, but the URL of that page has no token."));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_list_that_leads_back_to_a_page_that_was_read_is_reported_and_not_followed(bool readAhead)
    {
        using var server = new StubServer(Examples.PageOf(["a"], "?PageToken=1"), Examples.PageOf(["b"], "?PageToken=2"), Examples.PageOf(["c"], "?PageToken=1"));
        var (identities, error) = await ReadToTheErrorAsync<InvalidResponseException>(server.Client.Conversation(ConversationSid).Participants.ListAsync(new() { ReadAhead = readAhead }));
        Assert.That(identities, Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(error.Message, Does.EndWith("page 3 names a next page that was read before, so the list would never end."));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_error_of_a_later_page_surfaces_when_that_page_is_reached(bool readAhead)
    {
        using var server = new StubServer(Examples.PageOf(["a", "b"], "?PageToken=1"), new StubResponse(HttpStatusCode.InternalServerError));
        var (identities, error) = await ReadToTheErrorAsync<ConversationsResponseException>(server.Client.Conversation(ConversationSid).Participants.ListAsync(new() { ReadAhead = readAhead }));
        Assert.That(identities, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(error.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
    }

    [Test]
    public async Task Unless_ReadAhead_is_off_the_next_page_is_read_while_the_items_of_this_one_are_used()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(4);
        foreach (var readAhead in new[] { true, false })
        {
            emulated.Recorder.Requests.Clear();
            await foreach (var _ in emulated.Participants.ListAsync(new() { PageSize = 2, ReadAhead = readAhead }))
            {
                break;
            }

            Assert.That(emulated.Recorder.Requests, Has.Count.EqualTo(readAhead ? 2 : 1));
        }
    }

    [Test]
    public void Sizes_and_limits_out_of_their_range_are_rejected_and_nothing_sent()
    {
        using var emulated = new EmulatorFixture();
        var participants = emulated.Participants;
        Assert.Multiple(() =>
        {
            foreach (var size in new[] { 0, 1001, -1 })
            {
                var error = Assert.Throws<ArgumentOutOfRangeException>(() => participants.ListAsync(new() { PageSize = size }))!;
                Assert.That((error.ParamName, error.Message.Split('(')[0]), Is.EqualTo(("options", "PageSize must be from 1 to 1000. ")));
            }

            Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => participants.ListAsync(new() { Limit = -1 }))!.Message, Does.StartWith("Limit must be at least 0."));
            Assert.That(Assert.Throws<ArgumentException>(() => participants.ListAsync().AsPages(""))!.ParamName, Is.EqualTo("pageToken"));
            Assert.That(emulated.Recorder.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task A_list_can_be_made_by_hand_for_a_test()
    {
        var pages = await PagedAsyncEnumerable.From(["a", "b", "c"], pageSize: 2).AsPages().ToListAsync();
        Assert.That(pages.Select(page => page.Items), Is.EqualTo(new[] { new[] { "a", "b" }, ["c"] }));
        Assert.That(await PagedAsyncEnumerable.From(["a", "b"]).ToListAsync(), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(await PagedAsyncEnumerable.From<string>([]).AsPages().CountAsync(), Is.EqualTo(1));
        Assert.Throws<ArgumentNullException>(() => PagedAsyncEnumerable.From<string>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => PagedAsyncEnumerable.From(["a"], pageSize: 0));
        Assert.Throws<ArgumentNullException>(() => new ListPage<string>(null!, null));
        Assert.Throws<ArgumentException>(() => new ListPage<string>([], ""));
    }

    private static async Task<(List<string?> Identities, TError Error)> ReadToTheErrorAsync<TError>(PagedAsyncEnumerable<Participant> list)
        where TError : Exception
    {
        var identities = new List<string?>();
        var error = await Assert.ThrowsAsync<TError>(async () =>
        {
            await foreach (var participant in list)
            {
                identities.Add(participant.Identity);
            }
        });
        return (identities, error!);
    }
}
