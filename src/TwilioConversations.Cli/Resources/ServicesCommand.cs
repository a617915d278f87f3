using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>services</c>: the verbs.</summary>
internal static class ServicesCommand
{
    private static readonly ItemShape<ChatService> Shape = ItemShape<ChatService>.Of(
        "service", "services", Document.ChatServiceColumns, s => s.FriendlyName ?? "", s => s.Sid, "date_updated");

    public static Command Create() => new ResourceCommand<ChatService>("services", Shape) { IsOfAccount = true }
        .List(
            Document.ListServicesOptionsFields,
            "conversations services list",
            (context, options, stop) => context.Place.Client.Services.ListAsync(options, stop))
        .Fetch(
            "conversations services fetch ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Client.Services.FetchAsync(id, cancellationToken: stop))
        .Create(
            "create",
            "Creates a service.",
            Document.CreateChatServiceRequestFields,
            "conversations services create --friendly-name Desk",
            (context, request, stop) => context.Place.Client.Services.CreateAsync(request, cancellationToken: stop))
        .Delete(
            "conversations services delete ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Client.Services.DeleteAsync(id, cancellationToken: stop))
        .Build("Lists, creates and deletes chat services. Deleting a service deletes everything in it.", "conversations services list");
}
