using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>service-configuration</c>: the verbs.</summary>
internal static class ServiceConfigurationCommand
{
    private static readonly ItemShape<ServiceConfiguration> Shape = ItemShape<ServiceConfiguration>.Of(
        "configuration", Document.ServiceConfigurationColumns);

    public static Command Create() => new ResourceCommand<ServiceConfiguration>("service-configuration", Shape)
        .Fetch(
            "conversations service-configuration fetch --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, stop) => context.Place.Service.Configuration.FetchAsync(cancellationToken: stop))
        .Update(
            Document.UpdateServiceConfigurationRequestFields,
            "conversations service-configuration update --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --reachability-enabled true",
            (context, request, stop) => context.Place.Service.Configuration.UpdateAsync(request, cancellationToken: stop))
        .Build(
            "Shows and changes a service's settings.",
            "conversations service-configuration fetch --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}
