using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TwilioConversations.Tests.Samples;

/// <summary>The C# blocks of a page as a Program.cs in a project that <c>dotnet new</c> makes, with the page's packages.</summary>
internal sealed class SampleProgram
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    // What the SDK has ignored in every project: assemblies that name an older version of another.
    private static readonly Dictionary<string, ReportDiagnostic> Ignored = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    private readonly string _template;
    private readonly IReadOnlyList<string> _packages;
    private readonly Compilation _compilation;

    public SampleProgram(string document, string template, IReadOnlyList<string> packages, IReadOnlyList<SamplePage.Block> blocks)
    {
        (_template, _packages) = (template, packages);
        Place = $"{document}:{blocks[0].Line}";
        var parts = blocks.Select(block => (Text: $"#line {block.Line} \"{document}\"\n{block.Text}", HasStatements: HasStatements(block.Text))).ToList();
        // Types come after the statements of a program, wherever the page shows them.
        var code = string.Concat(parts.Where(part => part.HasStatements).Concat(parts.Where(part => !part.HasStatements)).Select(part => part.Text));
        IsProgram = parts.Exists(part => part.HasStatements);
        var compilation = CSharpCompilation.Create(
            "Sample",
            [CSharpSyntaxTree.ParseText(code, Language, "Program.cs"), CSharpSyntaxTree.ParseText(string.Concat(Usings.Select(name => $"global using {name};\n")), Language)],
            SampleReferences.Of(template, packages),
            new CSharpCompilationOptions(
                IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: Ignored));
        CSharpGeneratorDriver.Create(SampleReferences.Generators, parseOptions: Language).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        _compilation = generated;
    }

    /// <summary>The document and the line at which it begins.</summary>
    public string Place { get; }

    /// <summary>True if it has statements, and not only types such as a test class.</summary>
    public bool IsProgram { get; }

    public bool Contains(string code) => _compilation.SyntaxTrees.First().ToString().Contains(code, StringComparison.Ordinal);

    public bool IsWebApplication => _template == "web";

    private IEnumerable<string> Usings =>
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        .. _template switch
        {
            "console" => Array.Empty<string>(),
            "nunit" => ["NUnit.Framework"],
            "web" => [
                "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
                "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
            ],
            _ => throw new NotSupportedException($"{Place}: the usings of dotnet new {_template} are not known."),
        },
    ];

    /// <summary>The errors and warnings that a reader gets, with the lines of the document.</summary>
    public IEnumerable<string> Diagnostics => _compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
        .Select(diagnostic => $"{diagnostic.Location.GetMappedLineSpan().Path}({diagnostic.Location.GetMappedLineSpan().StartLinePosition.Line + 1}): {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");

    public byte[] Emit()
    {
        using var assembly = new MemoryStream();
        Assert.That(_compilation.Emit(assembly).Success, $"{this}: {string.Join('\n', Diagnostics)}");
        return assembly.ToArray();
    }

    public override string ToString() => $"{Place} (dotnet new {_template}{string.Concat(_packages.Select(package => $" + {package}"))})";

    private static bool HasStatements(string block) => CSharpSyntaxTree.ParseText(block, Language).GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);
}
