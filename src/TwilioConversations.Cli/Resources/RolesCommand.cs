using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>roles</c>: the verbs.</summary>
internal static class RolesCommand
{
    private static readonly ItemShape<Role> Shape = ItemShape<Role>.Of(
        "role", "roles", Document.RoleColumns, r => r.FriendlyName, r => r.Sid, "type", "date_updated");

    public static Command Create() => new ResourceCommand<Role>("roles", Shape)
        .List(
            Document.ListRolesOptionsFields,
            "conversations roles list",
            (context, options, stop) => context.Place.Roles.ListAsync(options, stop))
        .Fetch(
            "conversations roles fetch RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Roles.FetchAsync(id, cancellationToken: stop))
        .Create(
            "create",
            "Creates a role.",
            Document.CreateRoleRequestFields,
            "conversations roles create --friendly-name reader --type conversation --permission sendMessage",
            (context, request, stop) => context.Place.Roles.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateRoleRequestFields,
            "conversations roles update RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --permission sendMessage --permission leaveConversation",
            (context, id, request, stop) => context.Place.Roles.UpdateAsync(id, request, cancellationToken: stop))
        .Delete(
            "conversations roles delete RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Roles.DeleteAsync(id, cancellationToken: stop))
        .Build("Lists and changes roles.", "conversations roles list");
}
