namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to keys.</summary>
public class KeysGuideTests : GuideFixture
{
    [Test]
    public async Task By_SID_identity_address_or_unique_name()
    {
        var (twilio, cancellationToken) = (Twilio, CancellationToken.None);
        var participants = twilio.Conversation("support").Participants;
        var alice = await participants.CreateAsync(new() { Identity = "alice" });
        var odd = await participants.CreateAsync(new() { Identity = "MB" + new string('0', 32) });
        var bob = await participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });

        #region fetch
        var byIdentity = await participants.FetchAsync("alice", cancellationToken);
        var bySid = await participants.FetchAsync(byIdentity.Sid, cancellationToken);
        var again = await participants.FetchAsync(byIdentity, cancellationToken);   // a resource is its own key
        #endregion

        #region outright
        var oddIdentity = await participants.FetchAsync(ParticipantKey.FromIdentity("MB00000000000000000000000000000000"), cancellationToken);
        #endregion

        #region find
        var nobody = await participants.FindAsync("nobody", cancellationToken);            // null where the service answers 404
        var isThere = await participants.ExistsAsync("alice", cancellationToken);
        var byAddress = await participants.FindByAddressAsync("+15558675310", cancellationToken: cancellationToken);
        #endregion

        #region unique-name
        var conversation = await twilio.Conversations.FetchAsync("support", cancellationToken);
        #endregion

        Assert.Multiple(() =>
        {
            Assert.That((byIdentity, bySid, again), Is.EqualTo((alice, alice, alice)));
            Assert.That((oddIdentity, byAddress), Is.EqualTo((odd, bob)));
            Assert.That((nobody, isThere, conversation.UniqueName), Is.EqualTo(((Participant?)null, true, "support")));
        });
    }
}
