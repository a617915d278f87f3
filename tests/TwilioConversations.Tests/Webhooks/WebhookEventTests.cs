using System.Reflection;
using CsCheck;
using Microsoft.Extensions.Primitives;
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
        var names = Documented.Select(NameOf).ToList();
        Assert.That(Events.Select(type => type.Name), Is.EquivalentTo(names.Append(nameof(UnknownEvent))));
        Assert.That(Documented.Select(type => WebhookEvent.Of(Fields(type)).GetType().Name), Is.EqualTo(names));
        Assert.That(Handlers(typeof(ConversationsWebhooks)), Is.EquivalentTo(names.Concat(["Event", "Error", "Unknown"])));
        Assert.That(Handlers(typeof(ConversationsWebhookHandler)), Is.EquivalentTo(names.Append("Unknown")));
    }

    [TestCaseSource(nameof(Events))]
    public void Every_property_reads_the_field_of_its_name(Type type)
    {
        foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.Name is not (nameof(WebhookEvent.Fields) or "Addresses")))
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var (text, expected) = value == typeof(DateTimeOffset) ? ("2026-01-02T03:04:05Z", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
                : value == typeof(bool) ? ("true", true)
                : value == typeof(int) ? ("7", 7)
                : value == typeof(string) ? ("x", (object)"x")
                : ("x", Activator.CreateInstance(value, "x")!);
            var name = property.Name switch
            {
                "BindingType" => "MessagingBinding.Type",
                "Level" or "Name" or "Address" or "ProxyAddress" or "ProjectedAddress" or "AuthorAddress" => $"MessagingBinding.{property.Name}",
                "EmailProjectedAddress" or "EmailName" => $"Bindings.Email.{property.Name[5..]}",
                "Subject" => "MessageSubject",
                "IsOnline" or "IsNotifiable" => $"i{property.Name[1..]}",
                _ => property.Name,
            };
            Assert.That(property.GetValue(New(type, new() { [name] = text })), Is.EqualTo(expected), property.Name);
            var missing = property.GetValue(New(type, []));
            Assert.That(missing is null or "" or 0, $"{property.Name} without a field is {missing}");
            if (value == typeof(DateTimeOffset) || value == typeof(bool) || value == typeof(int))
            {
                Assert.That(property.GetValue(New(type, new() { [name] = "nonsense" })), Is.EqualTo(missing), property.Name);
            }
        }
    }

    [Test]
    public void Events_are_equal_by_their_fields_and_show_nothing_of_them()
    {
        var one = new MessageAdded(new Dictionary<string, StringValues> { ["Body"] = "secret", ["Author"] = "alice" });
        var same = new MessageAdded(new Dictionary<string, StringValues> { ["Author"] = "alice", ["Body"] = "secret" });
        Assert.That((one, one.GetHashCode()), Is.EqualTo((same, same.GetHashCode())));
        Assert.That(one, Is.Not.EqualTo(new MessageAdded(new Dictionary<string, StringValues> { ["Body"] = "secret" })));
        Assert.That(one.Equals(new MessageUpdated(one.Fields)), Is.False);
        Assert.That($"{one}", Is.EqualTo("MessageAdded"));
        Assert.That($"{new MessageDecision { Body = "secret" }} {MessageDecision.Reject} {ActionDecision.Accept}", Is.EqualTo("changed rejected accepted"));
    }

    [Test]
    public void States_sources_and_reasons_compare_without_case_and_keep_unknown_values()
    {
        var changed = new ConversationStateUpdated(new Dictionary<string, StringValues> { ["StateFrom"] = "INITIALIZING", ["StateTo"] = "asleep", ["Reason"] = "event", ["Source"] = "sms" });
        Assert.That((changed.StateFrom, changed.Reason, changed.Source), Is.EqualTo(((ConversationState?)ConversationState.Initializing, (StateChangeReason?)StateChangeReason.Event, (WebhookSource?)WebhookSource.Sms)));
        Assert.That((changed.Reason!.Value.GetHashCode(), changed.Source!.Value.GetHashCode()), Is.EqualTo((StateChangeReason.Event.GetHashCode(), WebhookSource.Sms.GetHashCode())));
        Assert.That($"{changed.StateTo} {changed.Reason} {new WebhookSource("new")} {default(WebhookSource)}{default(StateChangeReason)}", Is.EqualTo("asleep event new "));
        Assert.Throws<ArgumentNullException>(() => _ = new WebhookSource(null!));
        Assert.Throws<ArgumentNullException>(() => _ = new StateChangeReason(null!));
    }

    [TestCase("+15550000008", "+15550000003")]
    [TestCase("+15550000008, +15550000003")]
    [TestCase("+15550000008,+15550000003")]
    [TestCase("""["+15550000008","+15550000003"]""")]
    public void The_addresses_of_a_group_are_a_list_in_each_spelling(params string[] values)
    {
        var fields = new Dictionary<string, StringValues> { ["MessagingBinding.Address"] = values };
        Assert.That(new ConversationAdding(fields).Addresses, Is.EqualTo(new[] { "+15550000008", "+15550000003" }));
        Assert.That(new ConversationAdded(fields).Addresses, Is.EqualTo(new[] { "+15550000008", "+15550000003" }));
    }

    [Test]
    public void Missing_and_malformed_addresses_cause_no_error()
    {
        Assert.That(new ConversationAdded(new Dictionary<string, StringValues>()).Addresses, Is.Empty);
        Assert.That(Addresses("[", "", "[1,{}]", "{}"), Is.EqualTo(new[] { "[", "1", "{}", "{}" }));

        static IReadOnlyList<string> Addresses(params string[] values) => new ConversationAdded(new Dictionary<string, StringValues> { ["MessagingBinding.Address"] = values }).Addresses;
    }

    [Test]
    public void Each_list_of_addresses_is_read_as_it_was_joined() => Gen.Select(Gen.Select(Gen.Const("+1555"), Gen.Int[0, 9_999_999], (prefix, number) => $"{prefix}{number}").List[0, 10], Gen.Int[0, 3]).Sample((addresses, spelling) =>
    {
        StringValues field = spelling switch
        {
            0 => addresses.ToArray(),
            1 => string.Join(", ", addresses),
            2 => string.Join(",", addresses),
            _ => System.Text.Json.JsonSerializer.Serialize(addresses),
        };
        return new ConversationAdded(new Dictionary<string, StringValues> { ["MessagingBinding.Address"] = field }).Addresses.SequenceEqual(addresses);
    });

    // The wire has the same word with and without "ed" or "d"; .NET names an event before its action with "ing".
    private static string NameOf(string type) => type.EndsWith('d') && !type.EndsWith("Add", StringComparison.Ordinal) ? type[2..] : $"{type[2..].TrimEnd('e')}ing";

    private static IEnumerable<string> Handlers(Type type) => type.GetMethods().Where(method => method.Name.StartsWith("On", StringComparison.Ordinal)).Select(method => method.Name[2..]);

    private static Dictionary<string, StringValues> Fields(string type) => new() { ["EventType"] = type };

    private static object New(Type type, Dictionary<string, StringValues> fields) =>
        type.GetConstructor(BindingFlags.Public | BindingFlags.Instance, [typeof(IReadOnlyDictionary<string, StringValues>)])!.Invoke([fields]);
}
