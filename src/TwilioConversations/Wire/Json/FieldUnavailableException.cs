namespace TwilioConversations;

/// <summary>A property was read whose value the response lacked, or had in a form that the property cannot take.</summary>
/// <remarks>
/// The response itself is complete otherwise: every other property can be read, and the JSON of a value that does not fit is in
/// <see cref="AdditionalFields"/> under the field's name. The message names the resource, the field and the kind of JSON value, never the value.
/// </remarks>
/// <example>
/// <code>
/// catch (FieldUnavailableException e) { logger.LogWarning("{Resource} came without {Field}", e.Resource, e.Field); }
/// </code>
/// </example>
public sealed class FieldUnavailableException : InvalidOperationException
{
    internal FieldUnavailableException(string resource, string field, string found)
        : base($"{resource}.{field} cannot be read: the JSON has {found} there.")
    {
        Resource = resource;
        Field = field;
        Found = found;
    }

    /// <summary>The type of the model, such as <c>Conversation</c>.</summary>
    public string Resource { get; }

    /// <summary>The field's wire name, such as <c>date_created</c>.</summary>
    public string Field { get; }

    /// <summary>The kind of JSON value that was found, such as <c>an object</c> or <c>null</c>; <c>nothing</c> if the field was missing.</summary>
    public string Found { get; }
}
