using System.Reflection;
using TwilioConversations.AspNetCore;

namespace TwilioConversations.Tests;

/// <summary>Events as records: each documented type has one, and reads its fields.</summary>
public class WebhookEventTests
{
    private static readonly Type[] Events = [.. typeof(WebhookEvent).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(WebhookEvent)) && !type.IsAbstract)];

    // As the public documentation of webhooks lists them, those before an action first.
    private static readonly string[] Documented =
    [
        "onMessageAdd", "onMessageRemove", "onMessageUpdate", "onConversationAdd", "onConversationRemove", "onConversationUpdate",
        "onParticipantAdd", "onParticipantRemove", "onParticipantUpdate", "onUserUpdate",
        "onMessageAdded", "onMessageRemoved", "onMessageUpdated", "onConversationAdded", "onConversationRemoved", "onConversationUpdated",
        "onParticipantAdded", "onParticipantRemoved", "onParticipantUpdated", "onUserAdded", "onUserUpdated", "onConversationStateUpdated", "onDeliveryUpdated",
    ];

    [Test]
    public void Each_documented_type_has_a_record_and_a_handler()
    {
        Assert.That(Events.Select(type => $"on{type.Name}"), Is.EquivalentTo(Documented.Append("onUnknownEvent")));
        Assert.That(Documented.Select(type => WebhookEvent.Of(Fields(type)).GetType().Name), Is.EqualTo(Documented.Select(type => type[2..])));
        Assert.That(
            typeof(ConversationsWebhooks).GetMethods().Where(method => method.Name.StartsWith("On", StringComparison.Ordinal)).Select(method => method.Name[2..]),
            Is.EquivalentTo(Documented.Select(type => type[2..]).Concat(["Event", "Unknown"])));
    }

    [TestCaseSource(nameof(Events))]
    public void Every_property_reads_the_field_of_its_name(Type type)
    {
        foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.Name != nameof(WebhookEvent.Fields)))
        {
            var (text, expected) = property.PropertyType == typeof(string) ? ("x", (object)"x")
                : property.PropertyType == typeof(DateTimeOffset?) ? ("2026-01-02T03:04:05Z", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
                : property.PropertyType == typeof(bool?) ? ("true", true) : ("7", 7);
            var name = property.Name switch
            {
                "BindingType" => "MessagingBinding.Type",
                "Address" or "ProxyAddress" or "ProjectedAddress" or "AuthorAddress" => $"MessagingBinding.{property.Name}",
                "IsOnline" or "IsNotifiable" => $"i{property.Name[1..]}",
                _ => property.Name,
            };
            Assert.That(property.GetValue(New(type, new() { [name] = text })), Is.EqualTo(expected), property.Name);
            var missing = property.GetValue(New(type, []));
            Assert.That(missing is null or "" or 0, $"{property.Name} without a field is {missing}");
            if (property.PropertyType != typeof(string))
            {
                Assert.That(property.GetValue(New(type, new() { [name] = "nonsense" })), Is.EqualTo(missing), property.Name);
            }
        }
    }

    [Test]
    public void Events_are_equal_by_their_fields_and_show_nothing_of_them()
    {
        var one = new MessageAdded(new Dictionary<string, string> { ["Body"] = "secret", ["Author"] = "alice" });
        var same = new MessageAdded(new Dictionary<string, string> { ["Author"] = "alice", ["Body"] = "secret" });
        Assert.That((one, one.GetHashCode()), Is.EqualTo((same, same.GetHashCode())));
        Assert.That(one, Is.Not.EqualTo(new MessageAdded(new Dictionary<string, string> { ["Body"] = "secret" })));
        Assert.That(one.Equals(new MessageUpdated(one.Fields)), Is.False);
        Assert.That($"{one}", Is.EqualTo("MessageAdded"));
        Assert.That($"{new MessageDecision { Body = "secret" }} {MessageDecision.Refuse} {ActionDecision.Accept}", Is.EqualTo("changed refused accepted"));
    }

    private static Dictionary<string, string> Fields(string type) => new() { ["EventType"] = type };

    private static object New(Type type, Dictionary<string, string> fields) =>
        type.GetConstructor(BindingFlags.Public | BindingFlags.Instance, [typeof(IReadOnlyDictionary<string, string>)])!.Invoke([fields]);
}
