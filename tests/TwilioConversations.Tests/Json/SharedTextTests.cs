using System.Text;
using Newtonsoft.Json;

namespace TwilioConversations.Tests;

/// <summary>Texts that the records of a page have in common are one string; their own are their own.</summary>
public class SharedTextTests
{
    [TestCase("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("\\u0041 \\\"b\\\"", "A \"b\"")]
    [TestCase("Zoë 人 👋", "Zoë 人 👋")]
    [TestCase("", "")]
    public void A_page_has_one_string_for_each_text_that_its_records_share(string onTheWire, string text)
    {
        var page = Page(Enumerable.Range(0, 100).Select(i => ($"MB{i:D32}", onTheWire)));
        Assert.Multiple(() =>
        {
            Assert.That(page.Items.Select(participant => participant.Sid), Is.EqualTo(Enumerable.Range(0, 100).Select(i => $"MB{i:D32}")));
            Assert.That(page.Items[0].AccountSid, Is.EqualTo(text));
            Assert.That(page.Items.Select(participant => participant.AccountSid), Is.All.SameAs(page.Items[0].AccountSid));
        });
    }

    [TestCase(@"\u0041", @"\\u0041", "A", @"\u0041")]
    [TestCase(@"\\u0041", @"\u0041", @"\u0041", "A")]
    [TestCase("Ã©", "é", "Ã©", "é")]
    public void Texts_that_only_look_the_same_on_the_wire_are_not_shared(string first, string second, string expectedFirst, string expectedSecond)
    {
        var page = Page([(first, first), (second, second), .. Enumerable.Repeat(("MB", "AC"), 20)]);
        Assert.That(page.Items.Take(2).Select(participant => participant.AccountSid), Is.EqualTo(new[] { expectedFirst, expectedSecond }));
    }

    [Test]
    public void A_value_of_an_unknown_field_is_read_at_any_depth()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"next":{"next":{"next":{"next":{"new":"a"}}}}}""" + new string(' ', 2000));
        Assert.That(JsonFields.Read(bytes, ReadNew), Is.EqualTo("new a"));
    }

    private static string ReadNew(ref JsonFields fields)
    {
        var outer = fields.Begin(new JsonNames("Sample", "-next"));
        fields.MoveNext();
        var text = fields.Index == 0 ? fields.ReadObject(ReadNew)! : $"{fields.Name} {fields.ReadString()}";
        fields.MoveNext();
        fields.End(outer);
        return text;
    }

    private static ListPage<Participant> Page(IEnumerable<(string Sid, string AccountSid)> sids)
    {
        var participants = sids.Select(sid =>
        {
            var json = Newtonsoft.Json.Linq.JObject.Parse(Infra.Examples.Participant);
            (json["sid"], json["account_sid"]) = ("<sid>", "<account>");
            return json.ToString(Formatting.None).Replace("<sid>", sid.Sid, StringComparison.Ordinal).Replace("<account>", sid.AccountSid, StringComparison.Ordinal);
        });
        var bytes = Encoding.UTF8.GetBytes($$"""
            {"participants":[{{string.Join(',', participants)}}],"meta":{"page":0,"page_size":100,"first_page_url":"","previous_page_url":null,"url":"","next_page_url":null,"key":"participants"} }
            """);
        return JsonFields.Read(bytes, ParticipantsApi.ReadPage);
    }
}
