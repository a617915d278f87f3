namespace TwilioConversations.Testing;

public sealed partial class ConversationsEmulator
{
    /// <summary>Registers a device for push notifications, as an app does with an SDK.</summary>
    /// <param name="identity">The identity of the user with the device.</param>
    /// <param name="type">How the device is reached.</param>
    /// <param name="serviceSid">The service that sends the notifications; null for the default service.</param>
    /// <returns>The push binding's SID.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="identity"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such service.</exception>
    public string AddPushBinding(string identity, PushBindingType type, string? serviceSid = null) => _api.AddPushBinding(identity, type, serviceSid);
}
