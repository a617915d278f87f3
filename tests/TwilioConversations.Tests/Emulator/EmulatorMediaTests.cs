using System.Net;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The emulator's media service, through the client's own <see cref="MediaApi"/>.</summary>
public class EmulatorMediaTests
{
    private readonly ConversationsEmulator _service = ConversationsEmulator.Start();
    private MediaApi _media = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _service.Reset();
        _service.AddConversation("support");
        _media = _service.Client.Service((await _service.Client.Conversations.FetchAsync("support")).ChatServiceSid).Media;
    }

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task A_file_is_uploaded_sent_in_a_message_and_downloaded()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        var uploaded = await _media.UploadAsync(new MemoryStream(bytes), "image/png", "photo 1.png");
        Assert.That((uploaded.Size, uploaded.ContentType, uploaded.Filename, uploaded.MessageSid, uploaded.TemporaryUrl), Is.EqualTo((100_000L, "image/png", "photo 1.png", (string?)null, (string?)null)));

        var message = await _service.Client.Conversation("support").Messages.CreateAsync(new() { Author = "alice", MediaSid = uploaded.Sid });
        var shown = message.Media!.Single();
        Assert.That((shown.Sid, shown.ContentType, shown.Filename, shown.Size), Is.EqualTo((uploaded.Sid, "image/png", "photo 1.png", 100_000)));
        var info = await _media.FetchAsync(uploaded.Sid);
        Assert.That((info.MessageSid, info.ConversationSid, info.Author), Is.EqualTo((message.Sid, message.ConversationSid, "alice")));

        await using var stream = await _media.OpenReadAsync(uploaded.Sid);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        Assert.That(content.ToArray(), Is.EqualTo(bytes));
        Assert.That(_service.Requests.Select(request => request.Operation), Does.Contain("UploadMedia").And.Contain("FetchMedia").And.Contain("DownloadMedia"));
    }

    [Test]
    public async Task A_file_is_sent_once_and_deleted_after_five_minutes_if_no_message_has_it()
    {
        var messages = _service.Client.Conversation("support").Messages;
        var (sent, unused) = (await UploadAsync(), await UploadAsync());
        await messages.CreateAsync(new() { MediaSid = sent.Sid });
        var again = await Assert.ThrowsAsync<ConversationsResponseException>(() => messages.CreateAsync(new() { MediaSid = sent.Sid }));
        Assert.That(again!.Code, Is.EqualTo(50508));
        var changed = await Assert.ThrowsAsync<ConversationsResponseException>(async () => await messages.UpdateAsync((await messages.ListAsync().SingleAsync()).Sid, new() { Body = "text" }));
        Assert.That(changed!.Code, Is.EqualTo(50509));
        _service.AdvanceTime(TimeSpan.FromMinutes(5));
        Assert.That((await Assert.ThrowsAsync<ConversationsResponseException>(() => _media.FetchAsync(unused.Sid)))!.IsNotFound);
        Assert.That((await _media.FetchAsync(sent.Sid)).Size, Is.EqualTo(3));
    }

    [Test]
    public async Task A_file_without_a_media_type_or_over_the_limit_is_rejected()
    {
        var service = (await _service.Client.Conversations.FetchAsync("support")).ChatServiceSid;
        using var http = EmulatorFixture.HttpClientOf(_service);
        using var response = await http.PostAsync($"v1/Services/{service}/Media", new ByteArrayContent([1]));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("50511"));

        // Files of 1 GiB in all, which share their memory.
        var eighth = new byte[128 * 1024 * 1024];
        for (var i = 0; i < 8; i++)
        {
            _service.Api.AddMedia($"ME{i:x32}", service, "image/png", null, eighth);
        }

        Assert.That((await Assert.ThrowsAsync<ConversationsResponseException>(() => UploadAsync()))!.Code, Is.EqualTo(50512));
    }

    [Test]
    public async Task A_temporary_address_works_without_credentials_for_300_seconds()
    {
        var uploaded = await UploadAsync();
        await _service.Client.Conversation("support").Messages.CreateAsync(new() { MediaSid = uploaded.Sid });
        var address = (await _media.FetchAsync(uploaded.Sid)).TemporaryUrl;
        using var http = new HttpClient();
        Assert.That(await http.GetByteArrayAsync(address), Is.EqualTo(new byte[] { 1, 2, 3 }));
        _service.AdvanceTime(TimeSpan.FromSeconds(300));
        Assert.That((await http.GetAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Faults_apply_to_requests_for_media_too()
    {
        var uploaded = await UploadAsync();
        _service.InjectFault(EmulatorFault.Error(503, 20503, "busy"), times: null, when: request => request.Operation == "DownloadMedia");
        Assert.That((await Assert.ThrowsAsync<ConversationsResponseException>(async () => await (await _media.OpenReadAsync(uploaded.Sid)).DisposeAsync()))!.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    private Task<MediaInfo> UploadAsync() => _media.UploadAsync(new MemoryStream([1, 2, 3]), "text/plain");
}
