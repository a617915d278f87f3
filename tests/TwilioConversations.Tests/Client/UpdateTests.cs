using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Leave, set or remove: what each looks like on the wire and does to the participant.</summary>
public class UpdateTests
{
    [Test]
    public async Task A_field_is_omitted_sent_with_its_value_or_sent_as_null()
    {
        var sent = new List<string>();
        using var emulated = new EmulatorFixture(new RecordingHandler
        {
            Before = async (request, ct) =>
            {
                sent.Add(await request.Content!.ReadAsStringAsync(ct));
                return null;
            },
        });
        var sms = await emulated.Participants.CreateAsync(new() { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" });
        var chat = await emulated.Participants.CreateAsync(new() { Identity = "alice", MessagingBindingProjectedAddress = "+15017122662" });
        sent.Clear();
        var set = await emulated.Participants.UpdateAsync(sms, new() { LastReadMessageIndex = 0, MessagingBindingProxyAddress = "+15017122663" });
        var left = await emulated.Participants.UpdateAsync(sms, new() { RoleSid = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" });
        var removed = await emulated.Participants.UpdateAsync(sms, new() { LastReadMessageIndex = FieldUpdate<int?>.Remove, MessagingBindingProxyAddress = FieldUpdate<string>.Remove });
        var unmasked = await emulated.Participants.UpdateAsync(chat, new() { MessagingBindingProjectedAddress = FieldUpdate<string>.Remove });
        Assert.Multiple(() =>
        {
            Assert.That(sent, Is.EqualTo(new[]
            {
                "MessagingBinding.ProxyAddress=%2B15017122663&LastReadMessageIndex=0",
                "RoleSid=RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "MessagingBinding.ProxyAddress=null&LastReadMessageIndex=null",
                "MessagingBinding.ProjectedAddress=null",
            }));
            Assert.That((set.LastReadMessageIndex, set.MessagingBinding!.ProxyAddress), Is.EqualTo(((int?)0, "+15017122663")));
            Assert.That((left.LastReadMessageIndex, left.MessagingBinding!.ProxyAddress), Is.EqualTo(((int?)0, "+15017122663")));
            Assert.That((removed.LastReadMessageIndex, removed.MessagingBinding!.ProxyAddress), Is.EqualTo(((int?)null, (string?)null)));
            Assert.That(unmasked.MessagingBinding, Is.Null);
        });
    }

    [Test]
    public void A_field_is_left_unchanged_unless_it_is_set_or_removed()
    {
        string? nothing = null;
        FieldUpdate<string> unset = default, fromNull = nothing, set = "x";
        Assert.Multiple(() =>
        {
            Assert.That(fromNull, Is.EqualTo(unset));
            Assert.That((unset.IsSet, unset.IsRemoval), Is.EqualTo((false, false)));
            Assert.That((set.IsSet, set.IsRemoval, set.Value), Is.EqualTo((true, false, "x")));
            Assert.That((FieldUpdate<string>.Remove.IsSet, FieldUpdate<string>.Remove.IsRemoval), Is.EqualTo((false, true)));
            Assert.That($"{unset} {set} {FieldUpdate<int?>.Remove}", Is.EqualTo("leave set remove"));
        });
    }
}
