using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>A conversation that is created together with participants, all or nothing.</summary>
internal sealed class ConversationWithParticipantsRules : ResourceRules
{
    private const string Field = "Participant";

    public override ResourceType Makes => ResourceStore.Conversations;

    public override Resource Create(
        ResourceStore store, ResourceType type, ResourceOwner owner, IReadOnlyDictionary<string, IReadOnlyList<string>> form, string? sid)
    {
        var participants = form.GetValueOrDefault(Field, []);
        var maximum = type.Create!.Form[Field].MaxItems;
        ResourceChange.RejectIf(participants.Count > maximum, ApiFault.InvalidCode, $"{Field} must have at most {maximum} values");
        var firstNewUser = owner.List(ResourceStore.Users).NextNumber;
        var conversation = store.Fill(store.Create(ResourceStore.Conversations, owner, form, sid), participants.Select(FormOf));
        if (ParticipantRules.IsGroup(conversation))
        {
            RejectSameGroup(store, conversation, firstNewUser);
            if (store.InitializingTime > TimeSpan.Zero)
            {
                ConversationRules.Initialize(conversation, store.Now + store.InitializingTime);
                store.Watch(conversation);
            }
        }

        return conversation;
    }

    /// <summary>Rejects a second open group of the same participants.</summary>
    private static void RejectSameGroup(ResourceStore store, Resource conversation, long firstNewUser)
    {
        var members = ParticipantRules.GroupOf(conversation);
        var others = store.AllConversations().Where(other => other != conversation && !ConversationRules.IsClosed(other) && ParticipantRules.IsGroup(other));
        if (others.FirstOrDefault(other => ParticipantRules.GroupOf(other).SetEquals(members)) is { } same)
        {
            ResourceStore.Remove(conversation, firstNewUser);
            throw new ApiFault(409, 50438, $"A group with the same participants already exists as Conversation {same.Sid}");
        }
    }

    /// <summary>The form that creates a participant, from its JSON.</summary>
    private static Dictionary<string, IReadOnlyList<string>> FormOf(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
            return JObject.Load(reader).Descendants().OfType<JValue>().Where(value => value.Type != JTokenType.Null)
                .ToDictionary(value => string.Join('.', value.Path.Split('.').Select(FieldNames.ToPascalCase)),
                    IReadOnlyList<string> (value) => [value.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        }
        catch (JsonException)
        {
            throw ApiFault.Invalid($"{Field} must be a JSON object");
        }
    }
}
