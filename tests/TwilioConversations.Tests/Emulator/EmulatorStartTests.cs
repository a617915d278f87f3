using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The start of the emulator loads no assembly that it does not need, so that it takes a fraction of a second.</summary>
public class EmulatorStartTests
{
    [Test]
    [Platform("Linux", Reason = "reads which files a process has loaded where Linux shows them")]
    public async Task A_fetch_is_served_without_loading_WireMock_or_a_reader_of_YAML()
    {
        using var process = EmulatorProcess.Start(Path.GetTempPath());
        try
        {
            using var client = new ConversationsClient(new()
            {
                Credentials = TwilioCredentials.FromAuthToken(ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken),
                BaseAddress = await EmulatorProcess.AddressAsync(process),
            });
            await client.Conversations.FetchAsync("CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
            var loaded = (await File.ReadAllTextAsync($"/proc/{process.Id}/maps")).Split('/', '\n').Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).ToHashSet();
            Assert.That(loaded, Does.Contain("TwilioConversations.Testing.dll").And.None.StartsWith("WireMock").And.None.StartsWith("Yaml"));
        }
        finally
        {
            process.Kill();
        }
    }
}
