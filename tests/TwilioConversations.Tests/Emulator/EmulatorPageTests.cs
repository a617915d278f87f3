using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The emulator's page, in a browser.</summary>
public class EmulatorPageTests
{
    private ConversationsEmulator _emulator = null!;

    [SetUp]
    public void Start()
    {
        _emulator = ConversationsEmulator.Start();
        _emulator.AddConversation("support", null, "alice");
    }

    [TearDown]
    public void Stop() => _emulator.Dispose();

    [TestCase(360)]
    [TestCase(1280)]
    [CancelAfter(60_000)]
    public async Task The_page_shows_a_thread_as_text_and_fits_the_window(int width, CancellationToken cancellationToken)
    {
        await _emulator.Client.Conversation("support").Messages.CreateAsync(
            new() { Author = "alice", Body = "<img src=x onerror=\"document.title='taken'\">\nHello " + new string('x', 500) }, cancellationToken: cancellationToken);
        await using var page = await OpenThreadAsync(width, cancellationToken);
        await page.WaitForAsync("document.querySelector('#messages .body')", cancellationToken);
        Assert.Multiple(async () =>
        {
            Assert.That((string?)await page.EvaluateAsync("document.title", cancellationToken), Is.EqualTo("Conversations emulator"));
            Assert.That((string?)await page.EvaluateAsync("document.querySelector('#messages .body').textContent", cancellationToken), Does.StartWith("<img src=x onerror"));
            Assert.That((int?)await page.EvaluateAsync("document.querySelectorAll('#messages img').length", cancellationToken), Is.Zero);
            Assert.That((int?)await page.EvaluateAsync("document.documentElement.scrollWidth", cancellationToken), Is.LessThanOrEqualTo(width), (string?)await page.EvaluateAsync(
                $"[...document.querySelectorAll('body *')].filter(node => node.getBoundingClientRect().right > {width} && !node.closest('.body, pre')).map(node => node.outerHTML.slice(0, 80)).join('\\n')", cancellationToken));
            Assert.That(_emulator.RequestCount, Is.EqualTo(2), "requests of the page are not counted");
        });
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_message_is_sent_from_the_page_and_other_messages_appear_without_a_reload(CancellationToken cancellationToken)
    {
        await using var page = await OpenThreadAsync(1280, cancellationToken);
        await page.WaitForAsync("!document.forms.write.hidden", cancellationToken);
        await page.EvaluateAsync("document.forms.write.elements.body.value = 'From the page'; document.forms.write.requestSubmit()", cancellationToken);
        await page.WaitForAsync("document.getElementById('messages').textContent.includes('From the page')", cancellationToken);
        await _emulator.Client.Conversation("support").Messages.CreateAsync(new() { Author = "alice", Body = "From elsewhere" }, cancellationToken: cancellationToken);
        await page.WaitForAsync("document.getElementById('messages').textContent.includes('From elsewhere')", cancellationToken);
        var messages = await _emulator.Client.Conversation("support").Messages.ListAsync(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        Assert.That(messages.Select(message => (message.Author, message.Body)), Is.EqualTo(new[] { ("alice", "From the page"), ("alice", "From elsewhere") }));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_conversation_is_found_read_and_replied_to_with_the_keyboard_alone(CancellationToken cancellationToken)
    {
        _emulator.AddConversation("first");
        await using var page = await ChromiumPage.OpenAsync(new Uri(_emulator.BaseAddress, "_emulator/"), 360, cancellationToken);
        await page.WaitForAsync("document.querySelectorAll('#conversations li').length === 2", cancellationToken);
        await page.PressAsync("/", cancellationToken);
        await page.WaitForAsync("document.activeElement.id === 'search'", cancellationToken);
        await page.TypeAsync("supp", cancellationToken);
        await page.WaitForAsync("document.querySelectorAll('#conversations li').length === 1", cancellationToken);
        await page.PressAsync("Tab", cancellationToken);
        await page.WaitForAsync("document.activeElement.closest('#conversations')", cancellationToken);
        await page.PressAsync("Enter", cancellationToken);
        await page.WaitForAsync("document.getElementById('name').textContent === 'support' && !document.forms.write.hidden", cancellationToken);
        await page.EvaluateAsync("document.forms.write.elements.body.focus()", cancellationToken);
        await page.TypeAsync("Typed", cancellationToken);
        await page.PressAsync("Enter", cancellationToken);
        await page.WaitForAsync("document.getElementById('messages').textContent.includes('Typed')", cancellationToken);
        await page.PressAsync("Escape", cancellationToken);
        await page.WaitForAsync("document.body.dataset.view === 'list'", cancellationToken);
        Assert.That((await _emulator.Client.Conversation("support").Messages.ListAsync(cancellationToken: cancellationToken).SingleAsync(cancellationToken)).Body, Is.EqualTo("Typed"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_fault_is_added_and_the_clock_moved_by_hand(CancellationToken cancellationToken)
    {
        var before = _emulator.Now;
        await using var page = await OpenThreadAsync(1280, cancellationToken);
        await page.EvaluateAsync("document.forms.fault.elements.times.value = '1'; document.forms.fault.requestSubmit()", cancellationToken);
        await page.WaitForAsync("document.querySelectorAll('#faultList li').length === 1", cancellationToken);
        await page.EvaluateAsync("document.querySelector('#clock button[value=P1D]').click()", cancellationToken);
        await page.WaitForAsync($"new Date(document.getElementById('now').textContent) > new Date('{before.AddHours(23):O}')", cancellationToken);
        Assert.That(_emulator.Now, Is.GreaterThan(before.AddHours(23)));
    }

    [Test]
    public async Task The_page_and_a_downloaded_file_run_no_foreign_scripts()
    {
        using var client = new HttpClient { BaseAddress = _emulator.BaseAddress };
        foreach (var file in new[] { "", "page.css", "page.js" })
        {
            using var response = await client.GetAsync(new Uri($"_emulator/{file}", UriKind.Relative));
            Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'none'").And.Contain("script-src 'self'").And.Not.Contain("unsafe"));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Match("""(?:src|href)="(?!/_emulator/)"""));
        }

        var media = _emulator.Client.Service((await _emulator.Client.Conversations.FetchAsync("support")).ChatServiceSid).Media;
        var uploaded = await media.UploadAsync(new MemoryStream("<script>alert(1)</script>"u8.ToArray()), "text/html");
        var address = (await media.FetchAsync(uploaded.Sid)).TemporaryUrl!;
        using var download = await client.GetAsync(new Uri(address));
        Assert.That(download.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("sandbox"));
    }

    private async Task<ChromiumPage> OpenThreadAsync(int width, CancellationToken cancellationToken)
    {
        var conversation = await _emulator.Client.Conversations.FetchAsync("support", cancellationToken: cancellationToken);
        var page = await ChromiumPage.OpenAsync(new Uri(_emulator.BaseAddress, $"_emulator/#{conversation.ChatServiceSid}/{conversation.Sid}"), width, cancellationToken);
        await page.WaitForAsync("document.getElementById('name')?.textContent === 'support'", cancellationToken);
        return page;
    }
}
