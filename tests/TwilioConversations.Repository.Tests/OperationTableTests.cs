using System.Reflection;
using System.Text.RegularExpressions;
using SpecDrift;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The table of operations is made from the document, and leads to what the client has.</summary>
public class OperationTableTests
{
    [Test]
    public async Task The_README_of_the_document_shows_the_table_that_the_command_prints() => Assert.That(
        (await File.ReadAllTextAsync(Repository.PathOf("openapi/README.md"))).ReplaceLineEndings("\n"),
        Does.Contain("\n## Operations\n").And.Contain($"\n\n{await TableAsync()}\n"),
        "Print it anew: dotnet run --project build/SpecDrift -- --operations");

    [Test]
    public async Task The_table_has_every_operation_once()
    {
        var shown = Regex.Matches((await TableAsync()).Split("| --- |")[^1], "`([A-Z][A-Za-z]+)`").Select(name => name.Groups[1].Value);
        var methods = typeof(ConversationsOperations).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.That(shown, Is.EquivalentTo(methods.Select(method => method.Name[..^"Async".Length])));
    }

    [Test]
    public async Task Each_way_in_the_table_leads_to_the_operations_of_its_resource()
    {
        var wrong = from way in Regex.Matches(await TableAsync(), @"`twilio\.([^`]+)`").Select(way => way.Groups[1].Value)
                    where way.Split('.').Aggregate((Type?)typeof(ConversationsClient), Next)?.Name.EndsWith("Api", StringComparison.Ordinal) != true
                    select way;
        Assert.That(wrong, Is.Empty);
    }

    private static Type? Next(Type? owner, string member) => member.EndsWith("(…)", StringComparison.Ordinal)
        ? owner?.GetMethods().FirstOrDefault(method => method.Name == member[..^"(…)".Length])?.ReturnType
        : owner?.GetProperty(member)?.PropertyType;

    private static async Task<string> TableAsync()
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var exitCode = await DriftCommand.RunAsync(["--operations", "--document", Repository.PathOf(Repository.Document)], output, errors);
        Assert.That((exitCode, errors.ToString()), Is.EqualTo((0, "")));
        return output.ToString();
    }
}
