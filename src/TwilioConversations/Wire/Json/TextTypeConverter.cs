using System.ComponentModel;
using System.Globalization;

namespace TwilioConversations;

/// <summary>Converts an enum or a key from text and to text: for configuration, and for dictionary keys in Newtonsoft.Json.</summary>
internal sealed class TextTypeConverter(Type type) : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

#if NET
    // The analyzer sees a parameter, the trimmer a field.
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A struct needs no constructor.")]
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2077", Justification = "A struct needs no constructor.")]
#endif
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? ((ITextValue)Activator.CreateInstance(type)!).From(text) : base.ConvertFrom(context, culture, value);

    public override object? ConvertTo(ITypeDescriptorContext? context, CultureInfo? culture, object? value, Type destinationType) =>
        destinationType == typeof(string) && value is ITextValue any ? any.Text : base.ConvertTo(context, culture, value, destinationType);
}
