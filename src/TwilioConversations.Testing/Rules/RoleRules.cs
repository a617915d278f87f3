using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of a role: every service begins with four, which cannot be deleted.</summary>
internal sealed class RoleRules : ResourceRules
{
    private const string ServiceUser = "service user";

    // Stored with the fields, but in no response.
    private const string IsDefault = "is_default";

    private static readonly (string Name, string Type, string[] Permissions)[] Defaults =
    [
        ("service admin", "service",
            ["addParticipant", "createConversation", "deleteConversation", "editAnyUserInfo", "joinConversation", "removeParticipant"]),
        (ServiceUser, "service", ["createConversation", "editOwnUserInfo", "joinConversation"]),
        ("channel admin", "conversation",
            ["addParticipant", "deleteAnyMessage", "editAnyMessage", "editConversationName", "leaveConversation", "removeParticipant", "sendMediaMessage",
            "sendMessage"]),
        ("channel user", "conversation", ["deleteOwnMessage", "editOwnMessage", "leaveConversation", "sendMediaMessage", "sendMessage"]),
    ];

    // What a user does outside any conversation.
    private static readonly string[] OfServices = ["createConversation", "joinConversation", "editAnyUserInfo", "editOwnUserInfo"];

    public override int CodeOf(string field, bool isMissing) => field switch
    {
        "Type" => 50105,
        "Permission" => 50104,
        _ => base.CodeOf(field, isMissing),
    };

    public override void Check(ResourceChange change)
    {
        if (change.Has("Permission"))
        {
            var type = (string?)change.Fields["type"];
            var known = ResourceStore.Roles.Create!.Form["Permission"].ItemValues;
            var unknown = change.FormValues("Permission")
                .FirstOrDefault(permission => !known.Contains(permission) || (type == "conversation" && OfServices.Contains(permission)));
            RejectIf(unknown is not null, 50104, $"A role of the type {type} has no such permission");
            change.Fields["permissions"] = new JArray(change.FormValues("Permission").Distinct());
        }
    }

    public override void Delete(ResourceStore store, Resource resource, ResourceOwner owner)
    {
        RejectIf(IsDefaultRole(resource), ApiFault.InvalidCode, "The role is a default role of the service and cannot be deleted");
        base.Delete(store, resource, owner);
    }

    public static void AddDefaults(ResourceOwner service, DateTimeOffset now)
    {
        foreach (var (name, type, permissions) in Defaults)
        {
            ResourceStore.Add(ResourceStore.Roles, service,
                new JObject { ["friendly_name"] = name, ["type"] = type, ["permissions"] = new JArray(permissions), [IsDefault] = true }, now);
        }
    }

    /// <summary>The SID of the role that a service's configuration names in a field.</summary>
    public static string? DefaultOf(ResourceOwner service, string field) =>
        (string?)service.List(ResourceStore.ServiceConfiguration).All.FirstOrDefault()?.Fields[field] ?? InitialOf(service, field);

    /// <summary>Rejects a field that is not the SID of a role.</summary>
    public static void RejectUnknown(ResourceChange change, string field, int code) =>
        RejectIf(change.Form(field) is { } sid && change.Service.List(ResourceStore.Roles).Find(sid, orByKey: false) is null, code,
            $"{field} must be the SID of a role of the service");

    /// <summary>The SID of the role that a field of a service's configuration names at first.</summary>
    public static string? InitialOf(ResourceOwner service, string field) => field switch
    {
        "default_conversation_creator_role_sid" => InitialRole(service, "channel admin"),
        "default_conversation_role_sid" => InitialRole(service, "channel user"),
        _ => InitialRole(service, ServiceUser),
    };

    private static string? InitialRole(ResourceOwner service, string name) =>
        service.List(ResourceStore.Roles).All.FirstOrDefault(role => IsDefaultRole(role) && (string?)role.Fields["friendly_name"] == name)?.Sid;

    private static bool IsDefaultRole(Resource role) => (bool?)role.Fields[IsDefault] ?? false;
}
