using System.CommandLine;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Resources;

/// <summary><c>credentials</c>: the verbs.</summary>
internal static class CredentialsCommand
{
    private static readonly ItemShape<PushCredential> Shape = ItemShape<PushCredential>.Of(
        "credential", "credentials", Document.PushCredentialColumns, c => c.FriendlyName ?? "", c => c.Sid, "type", "date_updated");

    public static Command Create() => new ResourceCommand<PushCredential>("credentials", Shape) { IsOfAccount = true }
        .List(
            Document.ListCredentialsOptionsFields,
            "conversations credentials list",
            (context, options, stop) => context.Place.Client.Credentials.ListAsync(options, stop))
        .Fetch(
            "conversations credentials fetch CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Client.Credentials.FetchAsync(id, stop))
        .Create(
            "create",
            "Creates a push credential.",
            Document.CreatePushCredentialRequestFields,
            "conversations credentials create --type fcm --friendly-name android --secret-file service-account.json",
            (context, request, stop) => context.Place.Client.Credentials.CreateAsync(request, stop))
        .Update(
            Document.UpdatePushCredentialRequestFields,
            "conversations credentials update CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --secret-file service-account.json",
            (context, id, request, stop) => context.Place.Client.Credentials.UpdateAsync(id, request, stop))
        .Delete(
            "conversations credentials delete CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Client.Credentials.DeleteAsync(id, stop))
        .Build("Lists and changes the credentials of Apple's and Google's push services.", "conversations credentials list");
}
