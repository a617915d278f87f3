using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>push-bindings</c>: the verbs.</summary>
internal static class PushBindingsCommand
{
    private static readonly ItemShape<PushBinding> Shape = ItemShape<PushBinding>.Of(
        "push binding", "push bindings", Document.PushBindingColumns, b => b.Identity ?? "", b => b.Sid, "binding_type", "date_updated");

    public static Command Create() => new ResourceCommand<PushBinding>("push-bindings", Shape)
        .List(
            Document.ListPushBindingsOptionsFields,
            "conversations push-bindings list --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --identity alice --binding-type apn",
            (context, options, stop) => context.Place.Service.PushBindings.ListAsync(options, stop))
        .Fetch(
            "conversations push-bindings fetch BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Service.PushBindings.FetchAsync(id, cancellationToken: stop))
        .Delete(
            "conversations push-bindings delete BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Service.PushBindings.DeleteAsync(id, cancellationToken: stop))
        .Build(
            "Lists and deletes the devices of a service that receive push notifications.",
            "conversations push-bindings list --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}
