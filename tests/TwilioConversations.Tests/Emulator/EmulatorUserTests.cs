using System.Net;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The emulator's users, their conversations, and roles, as the service has them.</summary>
[Parallelizable(ParallelScope.All)]
public class EmulatorUserTests
{
    [Test]
    public async Task A_user_is_created_with_its_first_participant()
    {
        using var emulated = new EmulatorFixture();
        await emulated.Participants.CreateAsync(new() { Identity = "alice" });
        emulated.Emulator.AddConversation("second", null, "alice");
        await emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+2", MessagingBindingProxyAddress = "+1" });

        var user = await emulated.Users.ListAsync().SingleAsync();

        Assert.That(user.Identity, Is.EqualTo("alice"));
        Assert.That((await emulated.Roles.FetchAsync(user.RoleSid!)).Type, Is.EqualTo(RoleType.Service));
        Assert.That((await emulated.Client.ParticipantConversations.ListAsync(new() { Identity = "alice" }).ToListAsync()).Select(place => place.ParticipantUserSid), Is.EqualTo(new[] { user.Sid, user.Sid }));
    }

    [Test]
    public async Task Users_of_another_service_are_other_users()
    {
        using var emulated = new EmulatorFixture();
        emulated.Emulator.AddConversation("elsewhere", Operations.ServiceSid, "alice");
        Assert.That(await emulated.Users.FindAsync("alice"), Is.Null);
        Assert.That(await emulated.Client.Service(Operations.ServiceSid).Users.ExistsAsync("alice"), Is.True);
    }

    [Test]
    public async Task An_identity_belongs_to_one_user()
    {
        using var emulated = new EmulatorFixture();
        await emulated.Users.CreateAsync(new() { Identity = "alice" });
        var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => emulated.Users.CreateAsync(new() { Identity = "alice" }));
        Assert.That((error!.StatusCode, error.Code, error.IsDuplicate), Is.EqualTo((HttpStatusCode.Conflict, ConversationsErrorCodes.UserAlreadyExists, true)));
    }

    [Test]
    public async Task A_deleted_user_is_in_no_conversation_and_its_messages_stay()
    {
        using var emulated = new EmulatorFixture();
        emulated.Emulator.AddConversation("second", null, "alice", "bob");
        await emulated.Participants.CreateAsync(new() { Identity = "alice" });
        await emulated.Conversation.Messages.CreateAsync(new() { Author = "alice", Body = "Bye" });

        await emulated.Users.DeleteAsync("alice");

        Assert.That(await emulated.Participants.ListAsync().CountAsync(), Is.Zero);
        Assert.That(await emulated.Client.Conversation("second").Participants.ListAsync().Select(participant => participant.Identity).SingleAsync(), Is.EqualTo("bob"));
        Assert.That((await emulated.Conversation.Messages.ListAsync().SingleAsync()).Author, Is.EqualTo("alice"));
    }

    [Test]
    public async Task Unread_messages_follow_from_what_the_participant_has_read()
    {
        using var emulated = new EmulatorFixture();
        var participant = await emulated.Participants.CreateAsync(new() { Identity = "alice" });
        for (var i = 0; i < 3; i++)
        {
            await emulated.Conversation.Messages.CreateAsync(new() { Body = $"{i}" });
        }

        var conversations = emulated.Client.User("alice").Conversations;
        Assert.That((await conversations.FetchAsync(Operations.ConversationSid)).UnreadMessagesCount, Is.Null);
        await emulated.Participants.UpdateAsync(participant, new() { LastReadMessageIndex = 0 });
        Assert.That((await conversations.FetchAsync(Operations.ConversationSid)).UnreadMessagesCount, Is.EqualTo(2));
        await conversations.UpdateAsync(Operations.ConversationSid, new() { LastReadMessageIndex = 2 });
        Assert.That((await emulated.Participants.FetchAsync("alice")).LastReadMessageIndex, Is.EqualTo(2));
        await conversations.DeleteAsync(Operations.ConversationSid);
        Assert.That(await emulated.Participants.FindAsync("alice"), Is.Null);
    }

    [Test]
    public async Task Every_service_begins_with_four_roles_which_cannot_be_deleted()
    {
        using var emulated = new EmulatorFixture();
        var defaults = await emulated.Roles.ListAsync().ToListAsync();
        Assert.That(defaults.Select(role => role.Type), Is.EqualTo(new[] { RoleType.Service, RoleType.Service, RoleType.Conversation, RoleType.Conversation }));
        foreach (var role in defaults)
        {
            var error = await Assert.ThrowsAsync<ConversationsResponseException>(() => emulated.Roles.DeleteAsync(role.Sid));
            Assert.That((error!.StatusCode, error.ServiceMessage), Is.EqualTo((HttpStatusCode.BadRequest, "The role is a default role of the service and cannot be deleted")));
        }
    }

    [Test]
    public async Task A_role_has_the_permissions_of_its_last_change()
    {
        using var emulated = new EmulatorFixture();
        var created = await emulated.Roles.CreateAsync(new() { FriendlyName = "reader", Type = RoleType.Conversation, Permissions = [RolePermission.LeaveConversation, RolePermission.SendMessage] });
        var updated = await emulated.Roles.UpdateAsync(created.Sid, new() { Permissions = [RolePermission.EditOwnMessage] });
        Assert.That(created.Permissions, Is.EqualTo(new[] { RolePermission.LeaveConversation, RolePermission.SendMessage }));
        Assert.That(updated.Permissions.Select(permission => $"{permission}"), Is.EqualTo(new[] { "editOwnMessage" }));
        await emulated.Roles.DeleteAsync(created.Sid);
        Assert.That(await emulated.Roles.ExistsAsync(created.Sid), Is.False);
    }
}
