using System.ComponentModel;
using System.Globalization;

namespace TwilioConversations.AspNetCore;

/// <summary>Makes a value text in configuration, in Newtonsoft.Json, and as the key of a dictionary there.</summary>
internal sealed class OpenTextConverter<T> : TypeConverter
    where T : struct, IParsable<T>
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? T.Parse(text, null) : base.ConvertFrom(context, culture, value);
}
