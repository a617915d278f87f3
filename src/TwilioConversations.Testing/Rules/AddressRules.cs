using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of an address configuration: its address is unique, and each type of auto-creation has fields of its own.</summary>
internal sealed class AddressRules : ResourceRules
{
    private static readonly Dictionary<string, string[]> FieldsOf = new()
    {
        ["webhook"] = ["WebhookUrl", "WebhookMethod", "WebhookFilters"],
        ["studio"] = ["StudioFlowSid", "StudioRetryCount"],
        ["default"] = [],
    };

    public override ApiFault Taken() => new(409, 20409, "The address has a configuration already");

    public override void Check(ResourceChange change)
    {
        RejectIf(change.Form("Address") is { } address && !IsOfType(address, (string)change.Fields["type"]!), ApiFault.InvalidCode,
            "Address must be an address of its Type");
        RejectIf(change.FormValues("AutoCreation.WebhookFilters").Any(name => !EventNames.InConversation.Contains(name)), 50365,
            "AutoCreation.WebhookFilters has a value that is not valid");
        if (change.Fields["auto_creation"] is not JObject autoCreation)
        {
            change.Fields["auto_creation"] = autoCreation = [];
        }

        autoCreation["enabled"] ??= false;
        var type = (string)(autoCreation["type"] ??= "default")!;
        foreach (var name in FieldsOf.Where(other => other.Key != type).SelectMany(other => other.Value))
        {
            RejectIf(change.Has($"AutoCreation.{name}"), ApiFault.InvalidCode, $"An auto-creation of the type {type} takes no AutoCreation.{name}");
            // Left over from a previous type.
            autoCreation.Remove(FieldNames.ToSnakeCase(name));
        }

        if (FieldsOf[type] is [var needed, ..])
        {
            RejectIf(autoCreation[FieldNames.ToSnakeCase(needed)] is null, ApiFault.InvalidCode,
                $"An auto-creation of the type {type} needs AutoCreation.{needed}");
        }
    }

    // The published examples have addresses of several shapes for the other channels.
    private static bool IsOfType(string address, string type) => type switch
    {
        "sms" => ParticipantBinding.IsPhoneNumber(address),
        "email" => address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1,
        _ => address.Length > 0,
    };

    public override Func<Resource, bool> Filter(ReceivedRequest request)
    {
        var type = request.Content.Query.GetValueOrDefault("Type");
        return address => type is null || type.Equals((string?)address.Fields["type"], StringComparison.OrdinalIgnoreCase);
    }
}
