using System.Reflection;
using FakeItEasy;
using Moq;
using NSubstitute;

namespace TwilioConversations.Tests;

/// <summary>The client in tests of the users' own: every member can be overridden, and a call of any other throws with the reason.</summary>
public class MockTests
{
    private static readonly PagedAsyncEnumerable<Participant> Alice = PagedAsyncEnumerable.From([new Participant { Identity = "alice" }]);

    [Test]
    public async Task Moq_replaces_a_chain()
    {
        var twilio = new Mock<ConversationsClient>();
        twilio.Setup(client => client.Conversation("support").Participants.ListAsync(It.IsAny<ListParticipantsOptions>(), It.IsAny<CancellationToken>())).Returns(Alice);
        Assert.That(await IdentitiesAsync(twilio.Object), Is.EqualTo(new[] { "alice" }));
    }

    [Test]
    public async Task NSubstitute_replaces_a_chain()
    {
        var twilio = Substitute.For<ConversationsClient>();
        twilio.Conversation("support").Participants.ListAsync().Returns(Alice);
        Assert.That(await IdentitiesAsync(twilio), Is.EqualTo(new[] { "alice" }));
    }

    [Test]
    public async Task FakeItEasy_replaces_a_chain()
    {
        var (twilio, conversation) = (A.Fake<ConversationsClient>(), A.Fake<ConversationScope>());
        A.CallTo(() => twilio.Conversation("support")).Returns(conversation);
        A.CallTo(() => conversation.Participants.ListAsync(A<ListParticipantsOptions>._, A<CancellationToken>._)).Returns(Alice);
        Assert.That(await IdentitiesAsync(twilio), Is.EqualTo(new[] { "alice" }));
    }

    [Test]
    public void Every_member_of_every_class_with_a_constructor_for_mocks_can_be_overridden()
    {
        const BindingFlags Members = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var classes = typeof(ConversationsClient).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, []) is { IsFamily: true }).ToList();
        var services = classes.Append(typeof(MediaApi)).Distinct().ToList();
        Assert.That(services, Does.Contain(typeof(ConversationsClient)).And.Contain(typeof(ConversationsOperations)).And.Contain(typeof(ChatServiceScope)).And.Contain(typeof(ParticipantsApi)));
        // Dispose calls the virtual overload.
        var fixedMembers = services.SelectMany(type => type.GetMethods(Members)).Where(method => (!method.IsVirtual || method.IsFinal) && method.Name != nameof(IDisposable.Dispose));
        Assert.That(fixedMembers.Select(method => $"{method.DeclaringType!.Name}.{method.Name}"), Is.Empty);
        Assert.That(typeof(ConversationsClient).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Api", StringComparison.Ordinal)), Is.SubsetOf(services));
    }

    private static readonly Func<ConversationsClient, Task>[] Calls =
    [
        twilio => twilio.Conversation("support").Participants.FetchAsync("alice"),
        twilio => twilio.Users.GetOrCreateAsync("alice"),
        async twilio => await twilio.Conversations.ListAsync().ToListAsync(),
        twilio => twilio.Operations.FetchConversationAsync("support"),
        async twilio => await twilio.Service("ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").Media.FetchAsync("MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
    ];

    [TestCaseSource(nameof(Calls))]
    public async Task A_member_that_is_not_overridden_throws_with_that_reason(Func<ConversationsClient, Task> call)
    {
        using var twilio = new Untouched();
        Assert.That((await Assert.ThrowsAsync<InvalidOperationException>(() => call(twilio)))!.Message, Does.Contain("is not overridden"));
    }

    private static async Task<List<string?>> IdentitiesAsync(ConversationsClient twilio) =>
        await twilio.Conversation("support").Participants.ListAsync().Select(participant => participant.Identity).ToListAsync();

    private sealed class Untouched : ConversationsClient;
}
