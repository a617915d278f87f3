using System.CommandLine;
using TwilioConversations.Cli.Output;

namespace TwilioConversations.Cli.Resources;

/// <summary><c>notifications</c>: the verbs.</summary>
internal static class NotificationsCommand
{
    private static readonly ItemShape<NotificationSettings> Shape = ItemShape<NotificationSettings>.Of(
        "notifications", Document.NotificationSettingsColumns);

    public static Command Create() => new ResourceCommand<NotificationSettings>("notifications", Shape)
        .Fetch(
            "conversations notifications fetch --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            (context, stop) => context.Place.Service.Notifications.FetchAsync(stop))
        .Update(
            Document.UpdateNotificationSettingsRequestFields,
            "conversations notifications update --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa --new-message-enabled true",
            (context, request, stop) => context.Place.Service.Notifications.UpdateAsync(request, stop))
        .Build(
            "Shows and changes a service's push notifications.",
            "conversations notifications fetch --service ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}
