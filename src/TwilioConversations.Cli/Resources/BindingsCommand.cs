using System.CommandLine;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Resources;

/// <summary><c>bindings</c>: the verbs.</summary>
internal static class BindingsCommand
{
    private static readonly ItemShape<PushBinding> Shape = ItemShape<PushBinding>.Of(
        "binding", "bindings", Document.PushBindingColumns, b => b.Identity ?? "", b => b.Sid, "binding_type", "date_updated");

    public static Command Create() => new ResourceCommand<PushBinding>("bindings", Shape)
        .List(
            Document.ListBindingsOptionsFields,
            "conversations bindings list --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --identity alice --binding-type apn",
            (context, options, stop) => context.Place.Service.Bindings.ListAsync(options, stop))
        .Fetch(
            "conversations bindings fetch BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Service.Bindings.FetchAsync(id, stop))
        .Delete(
            "conversations bindings delete BSaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Service.Bindings.DeleteAsync(id, stop))
        .Build(
            "Lists and deletes the devices of a service that receive push notifications.",
            "conversations bindings list --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}
