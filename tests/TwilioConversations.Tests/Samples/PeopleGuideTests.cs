using TwilioConversations.AccessTokens;

namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to people: users, roles, who is where, access tokens.</summary>
public class PeopleGuideTests : GuideFixture
{
    [Test]
    public async Task A_user_is_created_and_changed()
    {
        var twilio = Twilio;

        #region user
        var user = await twilio.Users.GetOrCreateAsync(new CreateUserRequest { Identity = "alice", FriendlyName = "Alice" });
        await twilio.Users.UpdateAsync("alice", new() { FriendlyName = "Alice A." });
        await twilio.Users.DeleteAsync(user);   // from every conversation of the service, too
        #endregion

        Assert.That(await twilio.Users.ExistsAsync("alice"), Is.False);
    }

    [Test]
    public async Task Unread_messages_are_counted_and_marked()
    {
        var (twilio, log) = (Twilio, Log);
        await twilio.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" });
        await twilio.Conversation("support").Messages.CreateAsync(new() { Body = "Hello" });

        #region unread
        var conversations = twilio.User("alice").Conversations;
        await foreach (var conversation in conversations.ListAsync())
        {
            log.WriteLine($"{conversation.UniqueName}: {conversation.UnreadMessagesCount} unread");
        }

        await conversations.UpdateAsync("support", new() { NotificationLevel = NotificationLevel.Muted });
        await foreach (var result in conversations.MarkAllReadAsync())
        {
            log.WriteLine(result);
        }
        #endregion

        Assert.That(log.ToString().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { "support:  unread", "#0 Done" }));
        Assert.That((await conversations.FetchAsync("support")).UnreadMessagesCount, Is.Zero);
    }

    [Test]
    public async Task A_role_is_created_and_given()
    {
        var twilio = Twilio;

        #region role
        var role = await twilio.Roles.CreateAsync(new()
        {
            FriendlyName = "reader",
            Type = RoleType.Conversation,
            Permission = [RolePermission.LeaveConversation],
        });
        await twilio.Conversation("support").Participants.CreateAsync(new() { Identity = "alice", RoleSid = role.Sid });
        #endregion

        Assert.That((await twilio.Conversation("support").Participants.FetchAsync("alice")).RoleSid, Is.EqualTo(role.Sid));
    }

    [Test]
    public async Task A_person_is_removed_everywhere()
    {
        var (twilio, log) = (Twilio, Log);
        await twilio.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" });

        #region everywhere
        var person = new ListParticipantConversationsOptions { Identity = "alice" };   // or an Address
        await foreach (var place in twilio.ParticipantConversations.ListAsync(person))
        {
            log.WriteLine($"takes part in {place.ConversationUniqueName}");
        }

        await foreach (var result in twilio.ParticipantConversations.DeleteParticipantsAsync(person))
        {
            log.WriteLine($"{result.Input.ConversationUniqueName}: {result.Status} {result.Error?.Message}");
        }
        #endregion

        Assert.That(log.ToString().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()), Is.EqualTo(new[] { "takes part in support", "support: Done" }));
    }

    [Test]
    public void A_token_is_issued()
    {
        var (accountSid, keySid, keySecret, serviceSid) = ("AC" + new string('a', 32), "SK" + new string('b', 32), new string('s', 32), "IS" + new string('c', 32));

        #region token
        var issuer = new AccessTokenIssuer(new()
        {
            AccountSid = accountSid,
            KeySid = keySid,
            KeySecret = keySecret,
            ChatServiceSid = serviceSid,
            Lifetime = TimeSpan.FromMinutes(30),
        });
        var token = issuer.Issue("alice");
        #endregion

        Assert.That(token.Split('.'), Has.Length.EqualTo(3));
    }
}
