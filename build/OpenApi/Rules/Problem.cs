namespace OpenApi;

/// <summary>A part of the document that C# cannot be made of.</summary>
/// <param name="At">The position.</param>
/// <param name="Code">The rule, as openapi/README.md lists it.</param>
/// <param name="Text">The problem and its remedy.</param>
public sealed record Problem(Position At, string Code, string Text)
{
    /// <summary>The same in the form in which MSBuild reads an error.</summary>
    public string In(string file) => $"{file}{At}: error {Code}: {Text}";
}
