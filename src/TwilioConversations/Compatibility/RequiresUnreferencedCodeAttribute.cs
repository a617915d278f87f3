#if !NET
namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresUnreferencedCodeAttribute(string message) : Attribute
{
    public string Message => message;
}
#endif
