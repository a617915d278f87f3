using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>notification-settings</c>: the verbs.</summary>
internal static class NotificationSettingsCommand
{
    private static readonly ItemShape<NotificationSettings> Shape = ItemShape<NotificationSettings>.Of(
        "notification settings", Document.NotificationSettingsColumns);

    public static Command Create() => new ResourceCommand<NotificationSettings>("notification-settings", Shape)
        .Fetch(
            "conversations notification-settings fetch --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, stop) => context.Place.Service.NotificationSettings.FetchAsync(cancellationToken: stop))
        .Update(
            Document.UpdateNotificationSettingsRequestFields,
            "conversations notification-settings update --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --new-message-enabled true",
            (context, request, stop) => context.Place.Service.NotificationSettings.UpdateAsync(request, cancellationToken: stop))
        .Build(
            "Shows and changes a service's push notifications.",
            "conversations notification-settings fetch --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}
