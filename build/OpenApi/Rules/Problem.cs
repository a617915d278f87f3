namespace OpenApi;

/// <summary>A part of the document that C# cannot be made of.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Code">The rule, as openapi/README.md lists it.</param>
/// <param name="Text">What is wrong, and what to do about it.</param>
public sealed record Problem(Position At, string Code, string Text)
{
    /// <summary>The same in the form in which MSBuild reads an error.</summary>
    public string In(string file) => $"{file}{At}: error {Code}: {Text}";
}
