using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of a message: its index and author, what it holds, and its delivery receipts.</summary>
internal sealed class MessageRules : ResourceRules
{
    private const int MaximumVariables = 27_801;
    private const int MaximumVariableName = 16;
    private const int MaximumVariableValue = 256;

    public override string EventSubject => "Message";

    public override int CodeOf(string field, bool isMissing) => field switch
    {
        "Body" => 50504,
        "MediaSid" => 50510,
        "ContentSid" => 50526,
        _ => base.CodeOf(field, isMissing),
    };

    public override void Check(ResourceChange change)
    {
        if (change.IsNew)
        {
            RejectIf(change.Has("ContentVariables") && !change.Has("ContentSid"), 50528, "ContentVariables need a ContentSid");
            CheckVariables(change.Form("ContentVariables"));
            RejectIf(!change.Has("ContentSid") && !change.Has("MediaSid") && change.Form("Body") is null or "", 50503,
                "A Body, a MediaSid or a ContentSid is required");
            change.Fields["index"] = change.List.NextNumber - 1;
            if (ConversationRules.IsInitializing(change.Parent!))
            {
                throw new ApiFault(409, 20409, "The conversation is initializing");
            }

            change.Fields["author"] ??= "system";
            SetContent(change);
        }

        RejectIf(!change.IsNew && change.Has("Body") && change.Fields["media"] is JArray, 50509, "The body of a message with a file cannot be changed");
        var author = (string)change.Fields["author"]!;
        var participants = change.Parent!.List(ResourceStore.Participants).All;
        change.Fields["participant_sid"] = participants.FirstOrDefault(participant => ParticipantRules.Is(participant, author))?.Sid;
        RejectIf(change.IsNew && (string?)change.Fields["participant_sid"] is null && ParticipantRules.IsGroup(change.Parent), 50513,
            "The author of a message in a group must be one of its participants");
    }

    public override void Created(Resource resource, ResourceChange change)
    {
        if (change.Form("MediaSid") is { } media)
        {
            change.Store.Media.Attach(media, resource);
        }

        ConversationRules.Revive(change.Parent!, change.Now);
        foreach (var participant in change.Parent!.List(ResourceStore.Participants).All.Where(
            participant => ParticipantRules.IsOutsideChat(participant) && participant.Sid != (string?)resource.Fields["participant_sid"]))
        {
            change.Store.Add(ResourceStore.Receipts, resource, new JObject
            {
                ["channel_message_sid"] = $"SM{Guid.NewGuid():N}",
                ["participant_sid"] = participant.Sid,
                ["status"] = "sent",
            });
        }
    }

    public override JToken? Compute(Resource resource, string property)
    {
        if (property != "delivery" || resource.List(ResourceStore.Receipts).Count == 0)
        {
            return null;
        }

        var statuses = resource.List(ResourceStore.Receipts).All.Select(receipt => (string?)receipt.Fields["status"]).ToList();
        return new JObject
        {
            ["total"] = statuses.Count,
            // What was read was delivered, and what was delivered was sent.
            ["sent"] = Amount("sent", "delivered", "read", "undelivered"),
            ["delivered"] = Amount("delivered", "read"),
            ["read"] = Amount("read"),
            ["failed"] = Amount("failed"),
            ["undelivered"] = Amount("undelivered"),
        };

        string Amount(params string[] counted) =>
            statuses.Count(status => counted.Contains(status)) is var count && count == 0 ? "none" : count < statuses.Count ? "some" : "all";
    }

    public override bool IsDescending(IReadOnlyDictionary<string, string> query) =>
        string.Equals(query.GetValueOrDefault("Order"), "desc", StringComparison.OrdinalIgnoreCase);

    private static void CheckVariables(string? text)
    {
        if (text is null)
        {
            return;
        }

        RejectIf(text.Length > MaximumVariables, 50529, $"ContentVariables must have at most {MaximumVariables} characters in all");
        try
        {
            var variables = JObject.Parse(text);
            RejectIf(variables.Properties().Any(variable => variable.Name.Length > MaximumVariableName), 50540,
                $"The name of a variable must have at most {MaximumVariableName} characters");
            RejectIf(variables.Properties().Any(variable => $"{variable.Value}".Length > MaximumVariableValue), 50541,
                $"The value of a variable must have at most {MaximumVariableValue} characters");
        }
        catch (JsonException)
        {
            throw new ApiFault(400, 50527, "ContentVariables must be a JSON object");
        }
    }

    // A template takes the place of body and media, and the emulator has no templates.
    private static void SetContent(ResourceChange change)
    {
        if (change.Has("ContentSid"))
        {
            change.Fields["body"] = null;
        }
        else if (change.Form("MediaSid") is { } media)
        {
            change.Fields["media"] = new JArray(change.Store.Media.Show(media));
        }
    }
}
