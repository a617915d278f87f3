using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>push-credentials</c>: the verbs.</summary>
internal static class PushCredentialsCommand
{
    private static readonly ItemShape<PushCredential> Shape = ItemShape<PushCredential>.Of(
        "push credential", "push credentials", Document.PushCredentialColumns, c => c.FriendlyName ?? "", c => c.Sid, "type", "date_updated");

    public static Command Create() => new ResourceCommand<PushCredential>("push-credentials", Shape) { IsOfAccount = true }
        .List(
            Document.ListPushCredentialsOptionsFields,
            "conversations push-credentials list",
            (context, options, stop) => context.Place.Client.PushCredentials.ListAsync(options, stop))
        .Fetch(
            "conversations push-credentials fetch CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, id, stop) => context.Place.Client.PushCredentials.FetchAsync(id, cancellationToken: stop))
        .Create(
            "create",
            "Creates a push credential.",
            Document.CreatePushCredentialRequestFields,
            "conversations push-credentials create --type fcm --friendly-name android --secret-file service-account.json",
            (context, request, stop) => context.Place.Client.PushCredentials.CreateAsync(request, cancellationToken: stop))
        .Update(
            Document.UpdatePushCredentialRequestFields,
            "conversations push-credentials update CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --secret-file service-account.json",
            (context, id, request, stop) => context.Place.Client.PushCredentials.UpdateAsync(id, request, cancellationToken: stop))
        .Delete(
            "conversations push-credentials delete CRaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --yes",
            (context, id, stop) => context.Place.Client.PushCredentials.DeleteAsync(id, cancellationToken: stop))
        .Build("Lists and changes the credentials of Apple's and Google's push services.", "conversations push-credentials list");
}
