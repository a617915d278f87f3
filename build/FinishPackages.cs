#:property PublishAot=false
using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

// Finishes packed packages, FinishPackages.cs CHANGELOG FILE…:
// - The XML documents keep the public members only. The compiler writes internal ones too.
// - The links of a README become absolute, because the registry shows it outside the repository.
// - The release notes are the package's own part of the changelog, as plain text.
// - All entries get the same date, so that the same commit gives the same bytes anywhere.
var changelog = File.ReadAllText(args[0]);
foreach (var file in args.Skip(1))
{
    using var package = ZipFile.Open(file, ZipArchiveMode.Update);
    // Before the version, and in a tool's package for one platform, before the platform.
    var project = Regex.Match(Path.GetFileName(file), @"^(\w+(?:\.[A-Z]\w*)?)\.").Groups[1].Value;
    foreach (var entry in package.Entries.Where(entry => entry.FullName.StartsWith("lib/", StringComparison.Ordinal) && entry.Name.EndsWith(".xml", StringComparison.Ordinal)).ToList())
    {
        var assembly = package.GetEntry(Path.ChangeExtension(entry.FullName, ".dll"))!;
        var members = PublicMembers.Of(Read(assembly));
        using var source = new MemoryStream(Read(entry));
        var document = XDocument.Load(source, LoadOptions.PreserveWhitespace);
        document.Descendants("member").Where(member => !members.Contains((string)member.Attribute("name")!)).Remove();
        using var target = new MemoryStream();
        document.Save(target);
        Write(entry, target.ToArray());
    }

    if (package.GetEntry("README.md") is { } readme)
    {
        Write(readme, System.Text.Encoding.UTF8.GetBytes(Readme.Absolute(System.Text.Encoding.UTF8.GetString(Read(readme)), project)));
    }

    var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal));
    using (var source = new MemoryStream(Read(nuspec)))
    using (var target = new MemoryStream())
    {
        var document = XDocument.Load(source, LoadOptions.PreserveWhitespace);
        var metadata = document.Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        metadata.SetElementValue(metadata.Name.Namespace + "releaseNotes", ReleaseNotes.Of(changelog, Value("version"), project));
        document.Save(target);
        Write(nuspec, target.ToArray());
    }

    foreach (var entry in package.Entries)
    {
        entry.LastWriteTime = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}

static byte[] Read(ZipArchiveEntry entry)
{
    using var stream = entry.Open();
    using var bytes = new MemoryStream();
    stream.CopyTo(bytes);
    return bytes.ToArray();
}

static void Write(ZipArchiveEntry entry, byte[] content)
{
    using var stream = entry.Open();
    stream.SetLength(0);
    stream.Write(content);
}

internal static class ReleaseNotes
{
    /// <summary>
    /// The part of a version's section that has the project's name as its heading. A version without a section, such as one between two
    /// tags, gets the unreleased changes; a package without a part of its own gets a short note.
    /// </summary>
    public static string Of(string changelog, string version, string project)
    {
        var section = Section(changelog, "## ", $"[{version.Split('+')[0]}]") ?? Section(changelog, "## ", "[Unreleased]") ?? "";
        return Section(section, "### ", project) is { } part ? PlainText(part) : "No changes.";
    }

    private static string? Section(string text, string mark, string title) =>
        Regex.Match(text, $@"(?s)(?:\A|\n){mark}{Regex.Escape(title)}(?![\w.])[^\n]*\n(.*?)(?=\n#{{1,{mark.Length - 1}}} |\z)") is { Success: true } match ? match.Groups[1].Value.Trim() : null;

    private static string PlainText(string markdown) =>
        Regex.Replace(Regex.Replace(Regex.Replace(markdown, @"\[([^\]]*)\]\([^)]*\)", "$1"), @"\n[ ]{2,}", " "), @"[`*]", "");
}

internal static class Readme
{
    private static readonly string? Repository = Environment.GetEnvironmentVariable("GITHUB_REPOSITORY");
    private static readonly string Commit = Environment.GetEnvironmentVariable("GITHUB_SHA") ?? "HEAD";

    /// <summary>
    /// The README of a project with its links to the repository at this commit; without the name of the repository their text alone stays.
    /// </summary>
    public static string Absolute(string text, string project) => Regex.Replace(text, @"(!?)\[([^\]]*)\]\((?!https?:|#)([^)]+)\)", link =>
    {
        var (isPicture, words) = (link.Groups[1].Length > 0, link.Groups[2].Value);
        if (string.IsNullOrEmpty(Repository))
        {
            return isPicture ? "" : words;
        }

        var path = new Uri(new Uri($"http://repository/src/{project}/"), link.Groups[3].Value);
        var host = isPicture ? $"https://raw.githubusercontent.com/{Repository}/{Commit}" : $"https://github.com/{Repository}/blob/{Commit}";
        return $"{link.Groups[1].Value}[{words}]({host}{path.PathAndQuery}{path.Fragment})";
    });
}

/// <summary>The documentation IDs of what an assembly's users can reach.</summary>
internal sealed class PublicMembers : ISignatureTypeProvider<string, object?>
{
    private readonly MetadataReader _reader;

    private PublicMembers(MetadataReader reader) => _reader = reader;

    public static HashSet<string> Of(byte[] assembly)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(ImmutableArray.Create(assembly));
        var members = new PublicMembers(file.GetMetadataReader());
        return [.. members._reader.TypeDefinitions.Where(members.IsVisible).SelectMany(members.IdsOf)];
    }

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }

    private bool IsVisible(MethodDefinitionHandle handle) => !handle.IsNil && (_reader.GetMethodDefinition(handle).Attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private IEnumerable<string> IdsOf(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var name = NameOf(handle);
        yield return $"T:{name}";
        foreach (var method in type.GetMethods().Where(IsVisible))
        {
            yield return $"M:{name}.{MethodId(_reader.GetMethodDefinition(method))}";
        }

        foreach (var property in type.GetProperties().Select(_reader.GetPropertyDefinition).Where(property => IsVisible(property.GetAccessors().Getter) || IsVisible(property.GetAccessors().Setter)))
        {
            yield return $"P:{name}.{_reader.GetString(property.Name)}{Parameters(property.DecodeSignature(this, null).ParameterTypes)}";
        }

        foreach (var member in type.GetEvents().Select(_reader.GetEventDefinition).Where(member => IsVisible(member.GetAccessors().Adder)))
        {
            yield return $"E:{name}.{_reader.GetString(member.Name)}";
        }

        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition).Where(field => (field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem))
        {
            yield return $"F:{name}.{_reader.GetString(field.Name)}";
        }
    }

    private string MethodId(MethodDefinition method)
    {
        var signature = method.DecodeSignature(this, null);
        var name = _reader.GetString(method.Name);
        var arity = signature.GenericParameterCount > 0 ? $"``{signature.GenericParameterCount}" : "";
        return $"{name.Replace('.', '#')}{arity}{Parameters(signature.ParameterTypes)}{(name is "op_Implicit" or "op_Explicit" ? $"~{signature.ReturnType}" : "")}";
    }

    private static string Parameters(ImmutableArray<string> types) => types.Length == 0 ? "" : $"({string.Join(',', types)})";

    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        return type.IsNested ? $"{NameOf(type.GetDeclaringType())}.{_reader.GetString(type.Name)}" : Qualified(type.Namespace, type.Name);
    }

    private string Qualified(StringHandle space, StringHandle name) => space.IsNil ? _reader.GetString(name) : $"{_reader.GetString(space)}.{_reader.GetString(name)}";

    string ISimpleTypeProvider<string>.GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    string ISimpleTypeProvider<string>.GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => NameOf(handle);

    string ISimpleTypeProvider<string>.GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{((ISimpleTypeProvider<string>)this).GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, rawTypeKind)}.{reader.GetString(type.Name)}"
            : Qualified(type.Namespace, type.Name);
    }

    string IConstructedTypeProvider<string>.GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{Regex.Replace(genericType, @"`\d+", "")}{{{string.Join(',', typeArguments)}}}";

    string IConstructedTypeProvider<string>.GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{string.Join(',', Enumerable.Repeat("0:", shape.Rank))}]";

    string IConstructedTypeProvider<string>.GetByReferenceType(string elementType) => $"{elementType}@";

    string IConstructedTypeProvider<string>.GetPointerType(string elementType) => $"{elementType}*";

    string ISZArrayTypeProvider<string>.GetSZArrayType(string elementType) => $"{elementType}[]";

    string ISignatureTypeProvider<string, object?>.GetFunctionPointerType(MethodSignature<string> signature) => "function";

    string ISignatureTypeProvider<string, object?>.GetGenericMethodParameter(object? genericContext, int index) => $"``{index}";

    string ISignatureTypeProvider<string, object?>.GetGenericTypeParameter(object? genericContext, int index) => $"`{index}";

    string ISignatureTypeProvider<string, object?>.GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    string ISignatureTypeProvider<string, object?>.GetPinnedType(string elementType) => elementType;

    string ISignatureTypeProvider<string, object?>.GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
}
