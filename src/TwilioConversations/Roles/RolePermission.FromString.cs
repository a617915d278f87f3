namespace TwilioConversations;

#pragma warning disable CA1711 // The suffix is meant for .NET's own permissions, which are gone; this is the service's word.
public readonly partial record struct RolePermission
#pragma warning restore CA1711
{
    /// <summary>A permission by the service's name for it, for one that this version does not know.</summary>
    /// <param name="permission">The name, such as <c>sendMessage</c>.</param>
    /// <exception cref="ArgumentException">It is null or empty.</exception>
    public static RolePermission FromString(string permission) => string.IsNullOrEmpty(permission)
        ? throw new ArgumentException("Must be the name of a permission.", nameof(permission))
        : new(permission);
}
