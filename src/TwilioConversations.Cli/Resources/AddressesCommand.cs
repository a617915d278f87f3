using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>addresses</c>: the verbs.</summary>
internal static class AddressesCommand
{
    private static readonly ItemShape<AddressConfiguration> Shape = ItemShape<AddressConfiguration>.Of(
        "address", "addresses", Document.AddressConfigurationColumns, a => a.Address, a => a.Sid, "type", "friendly_name", "date_updated");

    public static Command Create() => new ResourceCommand<AddressConfiguration>("addresses", Shape) { IsOfAccount = true, Key = "SID or address" }
        .List(
            Document.ListAddressesOptionsFields,
            "conversations addresses list --type sms",
            (context, options, stop) => context.Place.Client.Addresses.ListAsync(options, stop))
        .Fetch("conversations addresses fetch +12025550101", (context, id, stop) => context.Place.Client.Addresses.FetchAsync(id, cancellationToken: stop))
        .Create(
            "create",
            "Sets up an address so that messages to it open conversations.",
            Document.CreateAddressConfigurationRequestFields,
            "conversations addresses create --type sms --address +12025550101 --auto-creation-enabled true",
            (context, request, stop) => context.Place.Client.Addresses.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdateAddressConfigurationRequestFields,
            "conversations addresses update +12025550101 --friendly-name 'Front desk'",
            (context, id, request, stop) => context.Place.Client.Addresses.UpdateAsync(id, request, cancellationToken: stop))
        .Delete(
            "conversations addresses delete +12025550101 --yes",
            (context, id, stop) => context.Place.Client.Addresses.DeleteAsync(id, cancellationToken: stop))
        .Build("Lists and changes the addresses that open conversations.", "conversations addresses list");
}
