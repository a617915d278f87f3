using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary><c>emulator</c>: the service for programs in any language.</summary>
public class CliEmulatorTests
{
    [Test]
    [Platform(Exclude = "Win", Reason = "sends the signal of Ctrl-C as Unix does")]
    public async Task The_emulator_command_serves_several_scopes_until_Ctrl_C()
    {
        using var process = Start("--conversation", "one", "--conversation", $"{Operations.ServiceSid}/two");
        try
        {
            using var client = await ClientAsync(process);
            var alice = await client.Service(Operations.ServiceSid).Conversation("two").Participants.GetOrCreateAsync("alice");
            Assert.That(await client.Service(Operations.ServiceSid).Conversation("two").Participants.ListAsync().ToListAsync(), Is.EqualTo(new[] { alice }));
            Assert.That(await client.Conversation("one").Participants.ListAsync(new() { PageSize = 1000 }).CountAsync(), Is.Zero);

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
    public async Task The_strict_switch_ends_page_sizes_at_100()
    {
        using var process = Start("--strict-page-size");
        try
        {
            using var client = await ClientAsync(process);
            var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Conversation(Operations.ConversationSid).Participants.ListAsync(new() { PageSize = 101 }).ToListAsync().AsTask());
            Assert.That(error!.ServiceMessage, Is.EqualTo("PageSize must be a number from 1 to 100"));
        }
        finally
        {
            process.Kill();
        }
    }

    [Test]
    public async Task Every_acknowledged_change_survives_the_kill_of_a_durable_emulator()
    {
        var folder = Directory.CreateTempSubdirectory("durable-").FullName;
        try
        {
            var (acknowledged, enough) = (new ConcurrentQueue<string>(), new TaskCompletionSource());
            using (var process = EmulatorProcess.Start(folder, "--state", "state.json", "--durable"))
            {
                using var client = EmulatorFixture.HttpClientOf(await EmulatorProcess.AddressAsync(process));
                var writers = Enumerable.Range(0, 4).Select(writer => WriteAsync(client, writer)).ToList();
                await Task.WhenAny([enough.Task, .. writers]);
                process.Kill();
                await process.WaitForExitAsync();
                await Task.WhenAll(writers);
            }

            using var restarted = ConversationsEmulator.Start(new EmulatorOptions { StateFile = Path.Combine(folder, "state.json") });
            var names = await restarted.Client.Conversations.ListAsync().Select(conversation => conversation.UniqueName).ToListAsync();
            Assert.That(acknowledged, Has.Count.GreaterThanOrEqualTo(40));
            Assert.That(names, Is.Unique.And.SupersetOf(acknowledged));

            async Task WriteAsync(HttpClient client, int writer)
            {
                for (var i = 0; i < 1000; i++)
                {
                    var name = $"{writer}-{i}";
                    try
                    {
                        using var form = new FormUrlEncodedContent([new("UniqueName", name)]);
                        using var response = await client.PostAsync("v1/Conversations", form);
                        response.EnsureSuccessStatusCode();
                    }
                    catch (HttpRequestException)
                    {
                        return;
                    }

                    acknowledged.Enqueue(name);
                    if (acknowledged.Count >= 40)
                    {
                        enough.TrySetResult();
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public async Task A_port_in_use_is_reported_in_one_line(string address)
    {
        if (address == "::1" && !Socket.OSSupportsIPv6)
        {
            Assert.Ignore("there is no IPv6 here");
        }

        using var other = new TcpListener(IPAddress.Parse(address), 0);
        other.Start();
        var result = await InProcessTool.RunAsync(Path.GetTempPath(), ["emulator", "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}"], "", CancellationToken.None);
        Assert.That(result, Is.EqualTo((1, "", $"The emulator cannot listen on {other.LocalEndpoint}; perhaps another program uses the port.\n")));
    }

    [TestCase("65536")]
    [TestCase("web")]
    public async Task An_invalid_port_is_reported_in_one_line(string port)
    {
        var result = await InProcessTool.RunAsync(Path.GetTempPath(), ["emulator", "--port", port], "", CancellationToken.None);
        Assert.That(result, Is.EqualTo((2, "", "--port must be a whole number from 0 to 65535. See conversations emulator --help.\n")));
    }

    [TestCase("IS1/support", "The conversation IS1/support, before the slash: Must be a SID of IS and 32 hexadecimal digits.")]
    [TestCase("a/b", "The conversation a/b, before the slash: Must be a SID of IS and 32 hexadecimal digits.")]
    [TestCase($"{Operations.ServiceSid}/a/b", $"The conversation {Operations.ServiceSid}/a/b: Must be a SID or a unique name: 1 to 256 characters without a slash or control characters, and not . or ..")]
    public async Task An_invalid_conversation_is_reported_in_one_line(string conversation, string message)
    {
        var result = await InProcessTool.RunAsync(Path.GetTempPath(), ["emulator", "--conversation", conversation], "", CancellationToken.None);
        Assert.That(result, Is.EqualTo((2, "", $"{message}\n")));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "sends the signal of Ctrl-C as Unix does")]
    public async Task A_state_is_kept_for_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("emulator-").FullName;
        try
        {
            string[] arguments = ["emulator", "--state", Path.Combine(folder, "state.json"), "--conversation", "support"];
            var alice = await UseAsync(client => client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" }));
            Assert.That(await UseAsync(client => client.Conversation("support").Participants.FetchAsync("alice")), Is.EqualTo(alice));

            async Task<Participant> UseAsync(Func<ConversationsClient, Task<Participant>> use)
            {
                using var process = Start(arguments[1..]);
                try
                {
                    using var client = await ClientAsync(process);
                    // The port, which is another each time, is in the address.
                    var used = await use(client) with { Url = new Uri("about:blank").AbsoluteUri };
                    await Shell.RunAsync(Path.GetTempPath(), "kill", ["-INT", $"{process.Id}"]);
                    await process.WaitForExitAsync();
                    return used;
                }
                finally
                {
                    process.Kill();
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task A_missing_seed_is_an_error_in_one_line()
    {
        var result = await InProcessTool.RunAsync(Path.GetTempPath(), ["emulator", "--seed", "no-such-seed.json"], "", CancellationToken.None);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.StartWith($"{Path.Combine(Path.GetTempPath(), "no-such-seed.json")} cannot be read: ").And.EndsWith("\n"));
    }

    [Test]
    public async Task Relative_files_are_resolved_in_the_working_folder()
    {
        var folder = Directory.CreateTempSubdirectory("emulator-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "seed.json"), """{"Conversations":[{"UniqueName":"support"}]}""");
            // Interrupted as soon as it listens, it writes its state.
            var result = await InProcessTool.RunAsync(folder, ["emulator", "--seed", "seed.json", "--state", "state.json"], "", new CancellationToken(canceled: true));
            Assert.That(result.Errors, Is.Empty);
            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "state.json")), Does.Contain("support"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(params string[] arguments) => EmulatorProcess.Start(Path.GetTempPath(), arguments);

    /// <summary>A client of the emulator in a process, at the address that it prints.</summary>
    private static async Task<ConversationsClient> ClientAsync(Process process) => new(new()
    {
        Credentials = TwilioCredentials.FromAuthToken(ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken),
        BaseAddress = await EmulatorProcess.AddressAsync(process),
    });
}
