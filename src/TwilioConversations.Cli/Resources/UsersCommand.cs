using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>users</c>: the verbs.</summary>
internal static class UsersCommand
{
    private static readonly ItemShape<User> Shape = ItemShape<User>.Of(
        "user", "users", Document.UserColumns, u => u.Identity, u => u.Sid, "friendly_name", "is_online", "date_updated");

    public static Command Create() => new ResourceCommand<User>("users", Shape) { CallsWebhooks = true, Key = "SID or identity" }
        .List(
            Document.ListUsersOptionsFields,
            "conversations users list --limit 20",
            (context, options, stop) => context.Place.Users.ListAsync(options, stop))
        .Fetch("conversations users fetch alice -o json", (context, id, stop) => context.Place.Users.FetchAsync(id, cancellationToken: stop))
        .Create(
            "create",
            "Creates a user.",
            Document.CreateUserRequestFields,
            "conversations users create --identity alice --friendly-name 'Alice A.'",
            (context, request, stop) => context.Place.Users.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateUserRequestFields,
            "conversations users update alice --friendly-name Alice",
            (context, id, request, stop) => context.Place.Users.UpdateAsync(id, request, cancellationToken: stop))
        .Delete(
            "conversations users delete alice --yes",
            (context, id, stop) => context.Place.Users.DeleteAsync(id, cancellationToken: stop))
        .Build("Lists and changes users.", "conversations users fetch alice");
}
