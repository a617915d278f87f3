using TwilioConversations.Cli;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>transcript</c>: a conversation as people read it.</summary>
public class TranscriptTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public async Task Text_has_authors_times_and_every_line_of_each_message()
    {
        using var tool = new CommandLineTool();
        var sid = (await tool.Service.Client.Conversations.FetchAsync("support")).Sid;
        await SendAsync(tool, "alice", "Hello\nthere");
        await SendAsync(tool, "b\u001b[31mob", "\u001b[2J");
        Assert.That(await tool.RunAsync("transcript", "support"), Is.EqualTo((0, $"support ({sid})\n\n[2026-01-02 03:04:05Z] alice\n  Hello\n  there\n[2026-01-02 03:04:05Z] b\uFFFD[31mob\n  \uFFFD[2J\n", "")));
    }

    [Test]
    public async Task HTML_is_one_file_in_which_text_of_people_is_never_a_tag()
    {
        using var tool = new CommandLineTool();
        await SendAsync(tool, "<b>mallory</b>", "<script>alert(\"1\")</script> & 'more'\u0007");
        Assert.That(await tool.RunAsync("transcript", "support", "--file", "out.html"), Is.EqualTo((0, "", "1 message is in out.html.\n")));
        var html = await File.ReadAllTextAsync(tool.PathOf("out.html"));
        Assert.That(html, Does.StartWith("<!DOCTYPE html>").And.EndsWith("</html>\n"));
        Assert.That(html, Does.Contain("&lt;b&gt;mallory&lt;/b&gt;").And.Contain("<p dir=\"auto\">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;\uFFFD</p>").And.Contain("datetime=\"2026-01-02T03:04:05Z\""));
        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("<b>").And.Not.Contain("src="));
    }

    [Test]
    public async Task Markdown_shows_text_of_people_unchanged()
    {
        using var tool = new CommandLineTool();
        await SendAsync(tool, "al_ice", "# 1 [link](https://example.com) <b> `x`\n- two");
        var (_, output, _) = await tool.RunAsync("transcript", "support", "--format", "markdown");
        Assert.That(output, Does.Contain("**al\\_ice** · 2026-01-02 03:04:05Z\n\n> \\# 1 \\[link\\]\\(https\\:\\/\\/example\\.com\\) \\<b\\> \\`x\\`  \n> \\- two  \n"));
    }

    [Test]
    public async Task An_interrupted_transcript_resumes_and_is_complete()
    {
        using var tool = new CommandLineTool();
        for (var i = 0; i < 250; i++)
        {
            await SendAsync(tool, "alice", $"message {i}");
        }

        var whole = (await tool.RunAsync("transcript", "support", "--format", "html")).Output;
        tool.Service.InjectFault(EmulatorFault.Error(403, 20403, "no"), when: request => request.Operation == "ListConversationMessage" && request.Query.ContainsKey("PageToken"));
        var failed = await tool.RunAsync("transcript", "support", "--file", "out.html");
        Assert.That(failed.ExitCode, Is.EqualTo(1));
        Assert.That(failed.Errors, Does.StartWith("100 messages are in out.html. Run the command again to resume.\nTwilio error 20403"));
        var requests = tool.Service.RequestCount;
        Assert.That(await tool.RunAsync("transcript", "support", "--file", "out.html"), Is.EqualTo((0, "", "Resuming after message 100.\n250 messages are in out.html.\n")));
        Assert.That(tool.Service.RequestCount - requests, Is.EqualTo(3), "the conversation and two pages");
        Assert.That(await File.ReadAllTextAsync(tool.PathOf("out.html")), Is.EqualTo(whole));
        Assert.That(Directory.GetFiles(tool.Folder), Has.Length.EqualTo(1));
        Assert.That((await tool.RunAsync("transcript", "support", "--file", "out.html")).Errors, Does.StartWith("out.html already exists."));
    }

    [Test]
    public void Links_lead_to_the_media_service_of_the_region()
    {
        using var output = new StringWriter();
        var media = new MessageMedia { Sid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ContentType = "image/png" };
        var message = new Message { ChatServiceSid = Operations.ServiceSid, Url = "https://example.com/message", Media = [media] };
        TranscriptWriter.Of(TranscriptFormat.Markdown, output, console: null, "https://mcs.ie1.twilio.com").Write(message);
        TranscriptWriter.Of(TranscriptFormat.Markdown, output, console: null, mediaAddress: null).Write(message);
        Assert.That(output.ToString(), Does.Contain($"](https://mcs.ie1.twilio.com/v1/Services/{Operations.ServiceSid}/Media/{media.Sid})").And.Contain("](https://example.com/message)"));
    }

    [TestCase("out.pdf", "out.pdf: the file name must end in .txt, .md, .html or .jsonl, or pass --format.\n")]
    public async Task A_file_name_without_a_known_extension_is_rejected(string file, string message)
    {
        using var tool = new CommandLineTool();
        Assert.That(await tool.RunAsync("transcript", "support", "--file", file), Is.EqualTo((2, "", message)));
    }

    private static Task<Message> SendAsync(CommandLineTool tool, string author, string body) =>
        tool.Service.Client.Conversation("support").Messages.CreateAsync(new() { Author = author, Body = body, DateCreated = Time });
}
