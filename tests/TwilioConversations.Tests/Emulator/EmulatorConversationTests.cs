using System.Net;
using System.Net.Sockets;
using TwilioConversations.Testing;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Setting up an emulator: invalid values are rejected and change nothing.</summary>
public class EmulatorConversationTests
{
    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("conversation", null, null);
        yield return Case("conversation", "", null);
        yield return Case("conversation", "a/b", null);
        yield return Case("conversation", ".", null);
        yield return Case("conversation", "..", null);
        yield return Case("conversation", "a\0b", null);
        yield return Case("conversation", "a\nb", null);
        yield return Case("conversation", new string('a', 257), null);
        yield return Case("serviceSid", "support", "IS1");
        yield return Case("identities", "support", ServiceSid, "alice", "alice");
        yield return Case("identities", "support", ServiceSid, "alice", "");
        yield return Case("identities", "support", ServiceSid, "alice", "a\0b");
        yield return Case("identities", "support", ServiceSid, "alice", null);
        yield return Case("identities", "support", ServiceSid, new string('a', 257));
        yield return Case("identities", "support", ServiceSid, [.. Enumerable.Range(0, 1001).Select(i => $"u{i}")]);

        static TestCaseData Case(string argument, string? conversation, string? service, params string?[] identities) =>
            new TestCaseData(argument, conversation, service, identities).SetArgDisplayNames(argument, conversation is null ? "null" : conversation.Length > 40 ? "long" : Uri.EscapeDataString(conversation), $"{identities.Length} identities, the last of {identities.LastOrDefault()?.Length} characters");
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task A_conversation_rejected_by_name_does_not_exist_afterwards(string argument, string? conversation, string? serviceSid, string[] identities)
    {
        using var service = ConversationsEmulator.Start();
        Assert.That(Assert.Catch<ArgumentException>(() => service.AddConversation(conversation!, serviceSid, identities))!.ParamName, Is.EqualTo(argument));
        if (serviceSid == ServiceSid)
        {
            var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => service.Client.Service(ServiceSid).Conversation(conversation!).Participants.FetchAsync("alice"));
            Assert.That(error!.ServiceMessage, Does.Contain(ServiceSid), "nor is the service");
            service.AddConversation(conversation!, serviceSid, "alice");
        }
    }

    [Test]
    public async Task A_conversation_that_is_rejected_leaves_no_users_behind()
    {
        using var service = ConversationsEmulator.Start();
        Assert.Catch<ArgumentException>(() => service.AddConversation("support", null, "alice", ""));
        Assert.That(await service.Client.Users.ExistsAsync("alice"), Is.False);
    }

    [Test]
    public void Identities_may_be_left_out_but_must_not_be_null()
    {
        using var service = ConversationsEmulator.Start();
        Assert.That(Assert.Throws<ArgumentNullException>(() => service.AddConversation("support", null, (IEnumerable<string>)null!))!.ParamName, Is.EqualTo("identities"));
        Assert.That(service.AddConversation("support"), Does.StartWith("CH"));
    }

    [Test]
    public void A_port_in_use_on_either_loopback_address_is_rejected_immediately()
    {
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            {
                continue;
            }

            using var other = new TcpListener(address, 0);
            other.Start();
            Assert.That(() => ConversationsEmulator.Start(((IPEndPoint)other.LocalEndpoint).Port), Throws.TypeOf<IOException>().With.Message.Contains($"{other.LocalEndpoint}"));
        }
    }

    [TestCase(-1)]
    [TestCase(65536)]
    public void A_port_is_from_0_to_65535(int port) =>
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => ConversationsEmulator.Start(port))!.ParamName, Is.EqualTo("port"));
}
