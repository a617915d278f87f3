using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace TwilioConversations.Tests;

/// <summary>The emulator's page, in a browser.</summary>
public class EmulatorPageTests
{
    private static readonly string? Browser = Shell.FindOnPath("chromium", "chromium-browser", "google-chrome");

    [Test]
    public async Task It_shows_what_came_after_it_was_opened_and_runs_nothing_that_people_wrote()
    {
        if (Browser is null)
        {
            Assert.Ignore("Chromium is not on the path.");
        }

        using var emulator = ConversationsEmulator.Start();
        emulator.AddConversation("support", null, "alice");
        var opened = StatusPage.Html(emulator);
        await emulator.Client.Conversation("support").Messages.CreateAsync(new() { Author = "alice", Body = "<img src=x onerror=\"document.title='taken'\">Hello" });
        // The page as it was before the message; what it shows later, it asks the emulator for.
        emulator.Server.Given(Request.Create().WithPath("/_emulator/")).RespondWith(Response.Create().WithHeader("Content-Type", "text/html; charset=utf-8").WithBody(opened));
        var profile = Directory.CreateTempSubdirectory("chromium-").FullName;
        try
        {
            var (exitCode, dom, errors) = await Shell.RunApartAsync(
                profile, Browser!, ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", $"{emulator.BaseAddress}_emulator/"]);
            Assert.That(exitCode, Is.Zero, errors);
            Assert.That(opened, Does.Not.Contain("Hello"));
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
