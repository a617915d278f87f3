using System.Reflection;
using System.Text.RegularExpressions;
using TwilioConversations.AspNetCore;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The rules of the house; each lists every place that breaks it.</summary>
public class ConventionsTests
{
    // From the ground up; what makes older frameworks compile may be used anywhere.
    private static readonly Dictionary<string, string[]> LayersBelow = new()
    {
        ["Compatibility"] = [],
        // Models, which are generated, are part of Wire.
        ["Wire"] = ["Compatibility"],
        ["Errors"] = ["Compatibility", "Wire"],
        // Options and Sending are one layer: each option is read there.
        ["Sending"] = ["Compatibility", "Wire", "Errors"],
        ["Lists"] = ["Compatibility", "Wire", "Errors", "Sending"],
        ["Bulk"] = ["Compatibility", "Wire", "Errors", "Sending"],
        ["Clients"] = ["Compatibility", "Wire", "Errors", "Sending", "Lists", "Bulk"],
    };

    [Test]
    public void A_layer_of_the_core_knows_only_the_layers_below_it()
    {
        var uses = new CoreSource().Uses.ToList();
        Assert.That(uses.Select(use => use.From).Distinct(), Is.SupersetOf(new[] { "Wire", "Errors", "Sending", "Lists", "Bulk", "Clients" }));
        var wrong = uses.Where(use => use.From != use.To && !LayersBelow[use.From].Contains(use.To));
        Assert.That(wrong.Select(use => $"{use.Place}: {use.From} uses {use.Type} of {use.To}: move one of them, or turn the use around"), Is.Empty);
    }

    [Test]
    public void A_file_has_the_name_of_its_type_and_a_partial_also_its_aspect()
    {
        var wrong =
            from file in Repository.Code
            let name = Path.GetFileName(file).Split('.')[0]
            let code = File.ReadAllText(file)
            // Programs have no namespace.
            where Regex.IsMatch(code, @"^namespace \S+;", RegexOptions.Multiline) && !Regex.IsMatch(code, $@"\b(class|struct|interface|record|enum)\s+(struct\s+)?{name}\b")
            select $"{Repository.RelativePathOf(file)} has no type {name}";
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void A_line_of_the_packages_has_at_most_160_columns() => Assert.That(
        from file in Repository.Code
        where Repository.RelativePathOf(file).StartsWith($"src{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from line in File.ReadLines(file).Index()
        where line.Item.Length > 160
        select $"{Repository.RelativePathOf(file)}:{line.Index + 1}", Is.Empty);

    [Test]
    public void A_file_of_code_has_at_most_300_lines() => Assert.That(
        Repository.Code.Where(file => File.ReadLines(file).Count() > 300).Select(file => $"{Repository.RelativePathOf(file)}: split it by what it is about"), Is.Empty);

    [Test]
    public void A_warning_that_is_suppressed_has_its_reason_on_the_line()
    {
        var wrong =
            from file in Repository.Code
            from line in File.ReadLines(file)
            where Regex.IsMatch(line, @"^\s*#pragma warning disable (?!.*// \w)")
            select $"{Repository.RelativePathOf(file)}: {line.Trim()}: say why";
        Assert.That(wrong, Is.Empty);
    }

    [TestCase(typeof(ConversationsClient))]
    [TestCase(typeof(ConversationsEmulator))]
    [TestCase(typeof(ConversationsWebhooks))]
    public void Every_asynchronous_member_takes_a_CancellationToken(Type anyType)
    {
        var wrong =
            from type in anyType.Assembly.GetExportedTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                // Disposal has the signature of IAsyncDisposable.
            where method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != nameof(IAsyncDisposable.DisposeAsync)
                && !(method.GetParameters().LastOrDefault() is { HasDefaultValue: true } last && last.ParameterType == typeof(CancellationToken))
            select $"{type.Name}.{method.Name}: let its last parameter be CancellationToken cancellationToken = default";
        Assert.That(wrong, Is.Empty);
    }
}
