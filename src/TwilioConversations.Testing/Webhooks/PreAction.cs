using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>Applies the response of a webhook to the action that it was asked about.</summary>
internal static class PreAction
{
    private static readonly Dictionary<string, string[]> Modifiable = new()
    {
        ["onConversationAdd"] = ["friendly_name"],
        ["onConversationUpdate"] = ["friendly_name"],
        ["onMessageAdd"] = ["body", "author", "attributes"],
        ["onMessageUpdate"] = ["body", "author", "attributes"],
    };

    /// <summary>The form of the action with the changes from the response; unchanged if there are none, or if no response came.</summary>
    /// <exception cref="ApiFault">The response rejects the action.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Apply(WebhookDelivery delivery, IReadOnlyDictionary<string, IReadOnlyList<string>> form)
    {
        if (delivery.StatusCode >= 400)
        {
            throw new ApiFault(403, 50056, "A webhook rejected the action");
        }

        if (delivery.StatusCode != 200 || !Modifiable.TryGetValue(delivery.EventType, out var names) || Read(delivery.ResponseBody!) is not { } response)
        {
            return form;
        }

        var changed = new Dictionary<string, IReadOnlyList<string>>(form);
        foreach (var name in names.Where(name => response[name] is { Type: not JTokenType.Null }))
        {
            var text = response[name] is JValue value ? value.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : response[name]!.ToString(Formatting.None);
            changed[FieldNames.ToPascalCase(name)] = [text];
        }

        return changed;
    }

    private static JObject? Read(string body)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(body)) { DateParseHandling = DateParseHandling.None };
            return JToken.Load(reader) as JObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
