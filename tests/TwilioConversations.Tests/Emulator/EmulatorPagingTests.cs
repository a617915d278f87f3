using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The emulator's pages: their size, and the addresses that lead from one to the next and back.</summary>
public class EmulatorPagingTests
{
    private ConversationsEmulator _service = null!;

    [SetUp]
    public void Start()
    {
        _service = ConversationsEmulator.Start();
        _service.AddConversation(ConversationSid, null, Enumerable.Range(0, 7).Select(i => $"p{i}"));
    }

    [TearDown]
    public void Stop() => _service.Dispose();

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("1001")]
    [TestCase("99999999999")]
    [TestCase("many")]
    public async Task The_error_of_a_rejected_page_size_has_the_range_of_its_list(string size)
    {
        var response = await new RawRequest("GET", $"{ParticipantsPath}?PageSize={size}").SendAsync(_service);
        Assert.That((response.Status, response.Code, response.Message), Is.EqualTo((400, 20001, "PageSize must be a number from 1 to 1000")));
    }

    [Test]
    public async Task Strict_page_sizes_end_at_100()
    {
        Assert.That((await new RawRequest("GET", $"{ParticipantsPath}?PageSize=1000").SendAsync(_service)).Status, Is.EqualTo(200));
        _service.StrictPageSize = true;
        Assert.That((await new RawRequest("GET", $"{ParticipantsPath}?PageSize=100").SendAsync(_service)).Status, Is.EqualTo(200));
        var response = await new RawRequest("GET", $"{ParticipantsPath}?PageSize=101").SendAsync(_service);
        Assert.That((response.Status, response.Code, response.Message), Is.EqualTo((400, 20001, "PageSize must be a number from 1 to 100")));
    }

    [Test]
    public async Task Every_page_leads_back_to_the_items_before_it()
    {
        var forward = await WalkAsync($"{ParticipantsPath}?PageSize=3", "next_page_url");
        Assert.That(forward.Items, Is.EqualTo(new[] { "p0 p1 p2", "p3 p4 p5", "p6" }));
        var back = await WalkAsync(forward.Last, "previous_page_url");
        Assert.That(back.Items, Is.EqualTo(new[] { "p6", "p3 p4 p5", "p0 p1 p2" }));
        var forwardAgain = await WalkAsync(back.Last, "next_page_url");
        Assert.That(forwardAgain.Items, Is.EqualTo(forward.Items));
    }

    [Test]
    public async Task Creates_and_deletes_do_not_shift_pages_on_the_way_back()
    {
        var last = (await WalkAsync($"{ParticipantsPath}?PageSize=3", "next_page_url")).Last;
        var participants = _service.Client.Conversation(ConversationSid).Participants;
        await participants.DeleteAsync(await participants.FetchAsync("p1"));
        await participants.CreateAsync(new() { Identity = "late" });
        Assert.That((await WalkAsync(last, "previous_page_url")).Items, Is.EqualTo(new[] { "p6 late", "p3 p4 p5", "p0 p2" }));
    }

    [Test]
    public async Task Addresses_in_a_response_have_the_host_of_the_request()
    {
        var page = (await new RawRequest("GET", $"{ParticipantsPath}?PageSize=3") { Host = "conversations.test:1234" }.SendAsync(_service)).Json;
        var meta = page["meta"]!;
        string?[] addresses = [.. new[] { "first_page_url", "url", "next_page_url" }.Select(name => (string?)meta[name]), (string?)page["participants"]![0]!["url"]];
        Assert.That(addresses, Has.All.StartsWith($"http://conversations.test:1234{ParticipantsPath}"));
        var created = await new RawRequest("POST", ParticipantsPath, "Identity=bob") { Host = "[::1]:99" }.SendAsync(_service);
        Assert.That((string?)created.Json["url"], Is.EqualTo($"http://[::1]:99{ParticipantsPath}/{created.Json["sid"]}"));
    }

    [Test]
    public async Task Addresses_in_the_response_to_a_request_without_a_host_have_the_emulators_own()
    {
        var response = await RawRequest.SendLinesAsync(_service, $"GET {ParticipantsPath} HTTP/1.0", $"Authorization: Basic {RawRequest.Credentials}");
        Assert.That(response, Does.StartWith("HTTP/1.1 200 ").And.Contain($"\"first_page_url\":\"{_service.BaseAddress}{ParticipantsPath[1..]}"));
    }

    private async Task<(List<string> Items, string Last)> WalkAsync(string target, string link)
    {
        var items = new List<string>();
        while (items.Count < 9)
        {
            var page = (await new RawRequest("GET", target).SendAsync(_service)).Json;
            items.Add(string.Join(' ', page["participants"]!.Select(participant => (string?)participant["identity"])));
            if ((string?)page["meta"]![link] is not { } next)
            {
                return (items, target);
            }

            target = new Uri(next).PathAndQuery;
        }

        throw new InvalidOperationException($"The pages lead in a circle: {string.Join(" | ", items)}");
    }
}
