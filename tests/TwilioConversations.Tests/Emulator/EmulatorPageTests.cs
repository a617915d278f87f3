using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The emulator's page, in a browser.</summary>
public class EmulatorPageTests
{
    private static readonly string? Browser = Shell.FindOnPath("chromium", "chromium-browser", "google-chrome");

    [Test]
    public async Task The_page_shows_messages_and_runs_nothing_that_people_wrote()
    {
        if (Browser is null)
        {
            Assert.Ignore("Chromium is not on the path.");
        }

        using var emulator = ConversationsEmulator.Start();
        emulator.AddConversation("support", null, "alice");
        await emulator.Client.Conversation("support").Messages.CreateAsync(new() { Author = "alice", Body = "<img src=x onerror=\"document.title='taken'\">Hello" });
        var profile = Directory.CreateTempSubdirectory("chromium-").FullName;
        try
        {
            var (exitCode, dom, errors) = await Shell.RunApartAsync(
                profile, Browser!, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", $"{emulator.BaseAddress}_emulator/"]);
            Assert.That(exitCode, Is.Zero, errors);
            Assert.That(emulator.RequestCount, Is.EqualTo(1), "what the browser asks for on its own is not counted");
            Assert.That(dom, Does.Contain("<b>alice</b> &lt;img src=x").And.Contain("Hello").And.Contain("<title>Conversations emulator</title>"));
        }
        finally
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                // The browser's last process may still write there.
            }
        }
    }
}
