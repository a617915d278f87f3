using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of a role: every service begins with four, which cannot be deleted.</summary>
internal sealed class RoleRules : ResourceRules
{
    public const string ServiceUser = "service user";

    // Stored with the fields, but in no response.
    private const string IsDefault = "is_default";

    private static readonly (string Name, string Type, string[] Permissions)[] Defaults =
    [
        ("service admin", "service", ["addParticipant", "createConversation", "deleteConversation", "editAnyUserInfo", "joinConversation", "removeParticipant"]),
        (ServiceUser, "service", ["createConversation", "editOwnUserInfo", "joinConversation"]),
        ("channel admin", "conversation", ["addParticipant", "deleteAnyMessage", "editAnyMessage", "editConversationName", "leaveConversation", "removeParticipant", "sendMediaMessage", "sendMessage"]),
        ("channel user", "conversation", ["deleteOwnMessage", "editOwnMessage", "leaveConversation", "sendMediaMessage", "sendMessage"]),
    ];

    public override void Check(ResourceChange change)
    {
        if (change.Has("Permission"))
        {
            change.Fields["permissions"] = new JArray(change.FormValues("Permission").Distinct());
        }
    }

    public override void Delete(ResourceStore store, Resource resource, ResourceOwner owner)
    {
        RefuseIf(IsDefaultRole(resource), ApiFault.InvalidCode, "The role is a default role of the service and cannot be deleted");
        base.Delete(store, resource, owner);
    }

    public static void AddDefaults(ResourceOwner service, DateTimeOffset now)
    {
        foreach (var (name, type, permissions) in Defaults)
        {
            ResourceStore.Add(ResourceStore.Roles, service, new JObject { ["friendly_name"] = name, ["type"] = type, ["permissions"] = new JArray(permissions), [IsDefault] = true }, now);
        }
    }

    /// <summary>The SID of a default role of a service.</summary>
    public static string? DefaultOf(ResourceOwner service, string name) =>
        service.List(ResourceStore.Roles).All.FirstOrDefault(role => IsDefaultRole(role) && (string?)role.Fields["friendly_name"] == name)?.Sid;

    private static bool IsDefaultRole(Resource role) => (bool?)role.Fields[IsDefault] ?? false;
}
