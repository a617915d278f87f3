#if !NET
// What netstandard2.0 lacks and the polyfill generator does not give: other packages hold copies that only they can see.
namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresUnreferencedCodeAttribute(string message) : Attribute
{
    public string Message => message;
}
#endif
