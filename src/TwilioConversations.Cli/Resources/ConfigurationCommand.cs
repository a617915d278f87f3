using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>configuration</c>: the verbs.</summary>
internal static class ConfigurationCommand
{
    private static readonly ItemShape<AccountConfiguration> Shape = ItemShape<AccountConfiguration>.Of(
        "configuration", Document.AccountConfigurationColumns);

    public static Command Create() => new ResourceCommand<AccountConfiguration>("configuration", Shape) { IsOfAccount = true }
        .Fetch("conversations configuration fetch -o json", (context, stop) => context.Place.Client.Configuration.FetchAsync(cancellationToken: stop))
        .Update(
            Document.UpdateAccountConfigurationRequestFields,
            "conversations configuration update --default-closed-timer P7D",
            (context, request, stop) => context.Place.Client.Configuration.UpdateAsync(request, cancellationToken: stop))
        .Build("Shows and changes the account's settings.", "conversations configuration fetch");
}
