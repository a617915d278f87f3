using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TwilioConversations.Tests.Infra;

/// <summary>The source of the core package, generated half included, as the compiler understands it.</summary>
internal sealed class CoreSource
{
    private const string Folder = "src/TwilioConversations";

    private static readonly string[] Clients = ["Client", "Scope", "Api", "Operations", "Key", "Options", "Content", "Source", "Find"];

    private readonly CSharpCompilation _compilation;

    public CoreSource()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None, preprocessorSymbols: ["NET"]);
        var usings = string.Concat(
            new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }
                .Select(name => $"global using {name};"));
        var files = Repository.FilesUnder(Folder)
            .Where(file => Path.GetExtension(file) == ".cs")
            .Concat(Directory.EnumerateFiles(Repository.PathOf($"{Folder}/obj/nswag"), "*.g.cs"));
        var references = typeof(ConversationsClient).Assembly.GetReferencedAssemblies().Select(name => Assembly.Load(name).Location);
        var framework = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll");
        _compilation = CSharpCompilation.Create(
            "Core",
            [CSharpSyntaxTree.ParseText(usings, options), .. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))],
            references.Union(framework).Select(file => MetadataReference.CreateFromFile(file)),
            // Nothing is asked here about what may be null, so that the analysis of it is left out.
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Annotations));
    }

    /// <summary>Every use of a type of the package in its code, comments aside: where, from which layer, of which type in which layer.</summary>
    public IEnumerable<(string Place, string From, string To, string Type)> Uses =>
        from tree in _compilation.SyntaxTrees
        let model = _compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        where name.Identifier.Text is not ("nameof" or "notnull") && !name.Ancestors().OfType<UsingDirectiveSyntax>().Any()
        let symbol = model.GetSymbolInfo(name).Symbol ?? throw new InvalidOperationException($"{PlaceOf(name)}: what {name} means is not understood, so nothing can be said of the layers.")
        let type = TypeOf(symbol)
        where type is { DeclaringSyntaxReferences.IsEmpty: false }
        let user = name.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()
        where user is not null
        select (PlaceOf(name), LayerOf(tree, user.Identifier.Text), LayerOf(type), type.Name);

    private static string PlaceOf(SyntaxNode node) => $"{Repository.RelativePathOf(node.SyntaxTree.FilePath)}:{node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1}";

    private static INamedTypeSymbol? TypeOf(ISymbol symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type?.OriginalDefinition;
    }

    private static string LayerOf(INamedTypeSymbol type) => LayerOf(type.DeclaringSyntaxReferences[0].SyntaxTree, type.Name);

    // A layer has a folder. Above them are the resources and the generated code, where the type's name distinguishes models from clients.
    private static string LayerOf(SyntaxTree tree, string type) =>
        Path.GetRelativePath(Repository.PathOf(Folder), tree.FilePath).Split(Path.DirectorySeparatorChar) switch
        {
            [("Compatibility" or "Wire" or "Errors" or "Sending" or "Lists" or "Bulk") and var layer, ..] => layer,
            ["Options", ..] => "Sending",
            _ => Clients.Any(ending => type.EndsWith(ending, StringComparison.Ordinal)) ? "Clients" : "Wire",
        };
}
