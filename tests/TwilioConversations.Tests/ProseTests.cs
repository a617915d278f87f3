using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Documents and code are in plain American English: habits that a list can catch do not come back.</summary>
public class ProseTests
{
    private const string Colors = "colour|behaviour|licence|favour|honour|centre|catalogue|artefact|neighbour|defence|whilst";
    private const string Endings = "(cancell|labell|travell|modell)(ed|ing)|(recogn|organ|summar|serial|initial|normal)is(e|ed|es|ing)|analysed?";

    // Names of others.
    private static readonly string[] Foreign = ["aria-labelledby", "ProseTests"];

    [TestCase(Colors + "|grey", "American spelling: color, behavior, license, …")]
    [TestCase(Endings, "American spelling: canceled, serialize, …")]
    [TestCase("of (yours|ours|your own|our own)", "your, our")]
    [TestCase("refuse[sd]?", "rejected, or throws; a service that is down rejects a connection")]
    [TestCase("[Ww]hoever|[Ww]homever", "a noun: the person who, anyone who")]
    [TestCase("says? so|as it comes|sends nothing|goes before|under way", "the rule: lists, unchanged, sends no request, takes precedence, in progress")]
    [TestCase("mend(s|ed)?|outlives?|stands? in for|meanwhile", "fix, keep running, replace, in the meantime")]
    [TestCase("answer(s|ed)?", "return, respond: an HTTP server returns a response")]
    public void A_document_does_not_contain_the_phrase(string phrase, string instead)
    {
        var found =
            from document in DocumentationTests.Documents
            from line in DocumentationTests.Prose(document).Split('\n').Select((text, index) => (Text: Regex.Replace(text, "`[^`]*`", "`…`"), Number: index + 1))
            where Regex.IsMatch(line.Text, $@"\b({phrase})\b")
            select $"{document}: {line.Text.Trim()}";
        Assert.That(found, Is.Empty, $"Write instead: {instead}");
    }

    [TestCase(Colors)]
    [TestCase(Endings)]
    public void Names_and_words_of_the_code_have_American_spelling(string words)
    {
        var found =
            from file in Repository.Code
            where !Foreign.Contains(Path.GetFileNameWithoutExtension(file))
            from line in File.ReadLines(file)
            where Regex.IsMatch(Foreign.Aggregate(line, (text, name) => text.Replace(name, "", StringComparison.Ordinal)), words, RegexOptions.IgnoreCase)
            select $"{Repository.RelativePathOf(file)}: {line.Trim()}";
        Assert.That(found, Is.Empty);
    }

    [TestCase("answer(s|ed)?", "return, respond")]
    [TestCase("[Ww]hoever|[Ww]homever|outlives?|mend(s|ed)?|stands? in for|meanwhile|under way", "anyone who, keeps running, fix, replaces, in the meantime, in progress")]
    public void A_comment_or_text_of_the_packages_does_not_contain_the_phrase(string phrase, string instead)
    {
        var found =
            from file in Repository.Code
            where Repository.RelativePathOf(file).StartsWith("src", StringComparison.Ordinal) || Path.GetExtension(file) == ".liquid"
            from line in File.ReadLines(file)
            where Regex.IsMatch(line, $@"(//|"").*\b({phrase})\b")
            select $"{Repository.RelativePathOf(file)}: {line.Trim()}";
        Assert.That(found, Is.Empty, $"Write instead: {instead}");
    }

    [Test]
    public void A_summary_does_not_begin_with_a_question_word()
    {
        var found =
            from file in Repository.Code
            from Match begin in Regex.Matches(File.ReadAllText(file), @"<(summary|param [^>]*|returns)>(\s*/// )?(Whether|What|Who|Where|How) .*")
            select $"{Repository.RelativePathOf(file)}: {begin.Value}";
        Assert.That(found, Is.Empty, "Write instead: Gets or sets a value that indicates whether …, true if …, the number of …");
    }
}
