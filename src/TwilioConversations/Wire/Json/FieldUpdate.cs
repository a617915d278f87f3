using System.Text.Json.Serialization;

namespace TwilioConversations;

/// <summary>An update of a field whose stored value can be removed: leaves, sets or removes the value.</summary>
/// <typeparam name="T">The type of the field's value: <c>string</c>, or a value type that may be null, such as <c>int?</c>.</typeparam>
/// <remarks>
/// Assign a value to set the field. The default, and null, leave the field unchanged and are not sent. As JSON in your own type it is
/// the value, null for a removal, and <c>{}</c> for a field that is left as it is.
/// </remarks>
/// <example>
/// <code>
/// new UpdateParticipantRequest { MessagingBindingProxyAddress = "+15017122661" };
/// new UpdateParticipantRequest { MessagingBindingProxyAddress = FieldUpdate&lt;string&gt;.Remove };
/// </code>
/// </example>
[JsonConverter(typeof(FieldUpdateJsonConverter))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftConverter))]
public readonly record struct FieldUpdate<T> : IFieldUpdate
{
    private readonly T? _value;

    private FieldUpdate(T? value, bool isSet, bool isRemoval)
    {
        _value = value;
        IsSet = isSet;
        IsRemoval = isRemoval;
    }

    /// <summary>Removes the stored value: the field is sent as the text <c>null</c>.</summary>
#pragma warning disable CA1000 // The type argument is the field's, so removing a field with the wrong type does not compile.
    public static FieldUpdate<T> Remove => new(default, false, true);
#pragma warning restore CA1000

    /// <summary>True if a value is set.</summary>
    public bool IsSet { get; }

    /// <summary>True if the stored value is removed.</summary>
    public bool IsRemoval { get; }

    /// <summary>The value to set; the type's default if none is set.</summary>
    public T? Value => _value;

    /// <summary>The value to write as JSON: null if the field is left as it is, <see cref="DBNull"/> if it is removed.</summary>
    internal object? ForJson => IsRemoval ? DBNull.Value : IsSet ? _value : null;

    object? IFieldUpdate.ForJson => ForJson;

    object IFieldUpdate.Removal => Remove;

    Type IFieldUpdate.ValueType => typeof(T);

    /// <summary>Sets the field to a value.</summary>
    /// <param name="value">The value; null leaves the field as it is, as everywhere in a request.</param>
    public static implicit operator FieldUpdate<T>(T? value) => FromValue(value);

    /// <summary>Sets the field to a value, for languages without implicit conversions.</summary>
    /// <param name="value">The value; null leaves the field as it is, as everywhere in a request.</param>
#pragma warning disable CA1000 // Named after the operator that it replaces.
    public static FieldUpdate<T> FromValue(T? value) => new(value, value is not null, false);
#pragma warning restore CA1000

    /// <summary>Returns the kind of update, without the value, which may be personal.</summary>
    public override string ToString() => IsRemoval ? "remove" : IsSet ? "set" : "leave";

    object IFieldUpdate.Of(object? value) => FromValue((T?)value);

    JsonConverter IFieldUpdate.CreateConverter() => new FieldUpdateJsonConverter.Of<T>();
}

/// <summary>An update of a field whose type is not known.</summary>
internal interface IFieldUpdate
{
    object? ForJson { get; }

    object Removal { get; }

    Type ValueType { get; }

    object Of(object? value);

    JsonConverter CreateConverter();
}
