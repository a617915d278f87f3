using System.Globalization;
using System.Reflection;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Fixtures/error-codes.tsv: how the emulator treats each error code of Twilio's dictionary.</summary>
public class ErrorCodeTableTests
{
    private static readonly (int Code, string Emulated)[] Rows = [.. File.ReadLines(Repository.PathOf("tests/TwilioConversations.Tests/Fixtures/error-codes.tsv"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split('\t'))
        .Select(cells => (int.Parse(cells[0], CultureInfo.InvariantCulture), cells[2]))];

    private static readonly Dictionary<int, string> Names = typeof(ConversationsErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(field => (int)field.GetRawConstantValue()!, field => field.Name);

    [Test]
    public void Every_code_that_a_call_can_get_has_a_name_and_a_row() => Assert.That(
        Rows.Where(row => !row.Emulated.StartsWith("never", StringComparison.Ordinal)).Select(row => row.Code), Is.EquivalentTo(Names.Keys));

    [Test]
    public void Every_emulated_row_has_an_assumption_with_its_code_or_names_a_test()
    {
        var assumed = Assumptions.All.Select(assumption => assumption.Code).OfType<int>().ToHashSet();
        var wrong = Rows.Where(row => row.Emulated switch
        {
            "emulated" => !assumed.Contains(row.Code),
            _ when row.Emulated.StartsWith("emulated in ", StringComparison.Ordinal) => !IsIn(row.Emulated["emulated in ".Length..], row.Code),
            _ => assumed.Contains(row.Code),
        });
        Assert.That(wrong.Select(row => $"{row.Code}: {row.Emulated}"), Is.Empty);
    }

    [Test]
    public void Every_code_is_emulated_or_has_a_reason() => Assert.That(
        Rows.Where(row => !row.Emulated.StartsWith("emulated", StringComparison.Ordinal) && !(row.Emulated.Split(": ", 2) is ["not emulated" or "never met", { Length: > 10 }])), Is.Empty);

    private static bool IsIn(string test, int code)
    {
        var file = Repository.Code.Single(file => Path.GetFileName(file) == $"{test}.cs");
        var text = File.ReadAllText(file);
        return text.Contains($"{code}", StringComparison.Ordinal) || (Names.TryGetValue(code, out var name) && text.Contains($"ConversationsErrorCodes.{name}", StringComparison.Ordinal));
    }
}
