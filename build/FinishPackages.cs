#:property PublishAot=false
using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

// Finishes packed packages, FinishPackages.cs FILE…: the XML documents keep the public members alone, since the compiler writes down
// internal ones too, and the links of a README become absolute, since the registry shows it without the repository.
foreach (var file in args)
{
    using var package = ZipFile.Open(file, ZipArchiveMode.Update);
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
        // Before the version, and of a tool the platform.
        var project = Regex.Match(Path.GetFileName(file), @"^(\w+(?:\.[A-Z]\w*)?)\.").Groups[1].Value;
        Write(readme, System.Text.Encoding.UTF8.GetBytes(Readme.Absolute(System.Text.Encoding.UTF8.GetString(Read(readme)), project)));
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

internal static class Readme
{
    private static readonly string? Repository = Environment.GetEnvironmentVariable("GITHUB_REPOSITORY");
    private static readonly string Commit = Environment.GetEnvironmentVariable("GITHUB_SHA") ?? "HEAD";

    /// <summary>The README of a project with its links to the repository at this commit; without the name of the repository their text alone stays.</summary>
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
