using System.Diagnostics;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>emulator</c>: the service for programs in any language.</summary>
public class CliEmulatorTests
{
    [Test]
    [Platform(Exclude = "Win", Reason = "sends the signal of Ctrl-C as Unix does")]
    public async Task It_serves_until_Ctrl_C()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [CommandLineTool.Assembly, "emulator", "--conversation", "one", "--conversation", "two"]) { RedirectStandardOutput = true })!;
        try
        {
            var address = "";
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("listening on ", StringComparison.Ordinal))
                {
                    address = line["listening on ".Length..];
                    break;
                }
            }

            using var client = new ConversationsClient(new()
            {
                Credentials = TwilioCredentials.AuthToken(ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken),
                BaseAddress = new Uri(address),
            });
            var alice = await client.Conversation("two").Participants.GetOrAddAsync("alice");
            Assert.That(await client.Conversation("two").Participants.ListAsync().ToListAsync(), Is.EqualTo(new[] { alice }));
            Assert.That(await client.Conversation("one").Participants.ListAsync().CountAsync(), Is.Zero);

            await Shell.RunAsync(Path.GetTempPath(), "kill", ["-INT", $"{process.Id}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(limit.Token);
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [Test]
    public async Task A_port_that_is_taken_is_an_error_in_one_line()
    {
        using var service = ConversationsEmulator.Start();
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), "dotnet", [CommandLineTool.Assembly, "emulator", "--port", $"{service.BaseAddress.Port}"]);
        Assert.That((exitCode, output.Trim()), Is.EqualTo((1, $"The emulator cannot listen on port {service.BaseAddress.Port}; perhaps another program does.")));
    }

    [TestCase("65536", "--port must be from 0 to 65535.")]
    [TestCase("web", "Cannot parse argument 'web' for option '--port'")]
    public async Task A_port_that_cannot_be_is_a_mistake_in_one_line(string port, string message)
    {
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), "dotnet", [CommandLineTool.Assembly, "emulator", "--port", port]);
        Assert.That(exitCode, Is.EqualTo(2), output);
        Assert.That(output, Does.StartWith(message).And.EndsWith("\nSee --help.\n"));
    }

    [Test]
    public async Task A_conversation_that_cannot_be_is_a_mistake_in_one_line()
    {
        var (exitCode, output) = await Shell.RunAsync(Path.GetTempPath(), "dotnet", [CommandLineTool.Assembly, "emulator", "--service", "IS1"]);
        Assert.That((exitCode, output), Is.EqualTo((2, "Must be a SID of IS and 32 hexadecimal digits.\n")));
    }
}
