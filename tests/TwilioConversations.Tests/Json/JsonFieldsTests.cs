using System.Globalization;
using System.Text;
using CsCheck;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Tests;

/// <summary>Valid JSON in UTF-8 is read as Newtonsoft reads it; any other text is rejected.</summary>
public class JsonFieldsTests
{
    private static readonly string[] Valid =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "-0.0", "1e2", "1E+2", "1.25e-3", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "123456789012345678901234567890", "\"\"", "\"a\"", "\"é€😀\"", """ "\"\\\/\b\f\n\r\t" """, """ "\u00e9\u20AC\ud83d\ude00\u0000" """, "\"\u2028\u007f\"",
        """ "\ud83d" """, """ "\ude00\ud83d" """, """ "\ud83dx\ud83d\ud83d\ude00" """,
        "[]", "{}", "[[],[[]],{}]", "[1,2,3]", """{"a":1,"a":2}""", """{"":0}""", """{"\u0061\n":[{"b":{}}]}""", " \t\r\n[ 1 ,\n2 ] \n", "\"2016-03-24T21:05:50Z\"", """["/Date(1)/"]""",
        new string('[', 63) + new string(']', 63),
    ];

    private static readonly string[] Invalid =
    [
        " ", "[", "]", "{", "}", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:1}", "'a'", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
        "\"\n\"", "\"\t\"", "\"\u0000\"", "01", "-", "-a", "+1", ".5", "1.", "1e", "1e+", "0x10", "NaN", "-Infinity", "Infinity", "undefined", "nul", "True", "nulll", "// a\n1", "/* a */1", "1//", "new Date(1)",
        "1 2", "[]]", "{}{}", "[\"a\"", "\u00a01", "\uFEFF\uFEFF1", new string('[', 64) + new string(']', 64),
    ];

    private static readonly JsonNames Names = new("Sample", "!text", "-number", "-\u00e9");

    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\n", "\t \r\n");
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(Gen.String, Gen.OneOf("a", "Äö", "😀", "\\", "\"", "/", "\b\f\n\r\t\u0001")).Select(text => JsonConvert.ToString(text)),
        Gen.OneOf(""" "\u00e9" """, """ "\ud83d\ude00\/" """, """ "x\ud83d" """).Select(text => text.Trim()));

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Long.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(number => number.ToString("E17", CultureInfo.InvariantCulture)));

    [TestCaseSource(nameof(Valid))]
    public void A_valid_text_is_kept_as_it_was_sent(string json) => Assert.That(ReadJson(json), Is.EqualTo(json.Trim()));

    [TestCaseSource(nameof(Invalid))]
    public void An_invalid_text_is_rejected_with_the_place_and_without_the_content(string json) =>
        Assert.That(() => ReadJson(json), Throws.TypeOf<UnexpectedJsonException>().With.Message.Matches(@"^not valid JSON \(line [123], position \d+\)$"));

    [Test]
    public void Any_JSON_is_kept_as_it_was_sent_and_what_follows_it_is_read() =>
        Json(4).Sample(
            json =>
            {
                var (text, number, additional) = ReadSample($$"""{"new" : {{json}},"number":1,"text":"a"}""");
                Assert.That((text, number, additional["new"]), Is.EqualTo(("a", 1L, json.Trim())));
            },
            iter: 2_000,
            threads: 1);

    [Test]
    public void Any_JSON_cut_short_is_rejected() =>
        Gen.Select(Json(3), Gen.Double[0, 1]).Sample(
            (json, at) => Assert.That(() => ReadJson("[" + json[..(int)(at * json.Length)]), Throws.TypeOf<UnexpectedJsonException>()),
            iter: 500,
            threads: 1);

    [Test]
    public void Any_text_is_read_as_Newtonsoft_reads_it() =>
        Text.Array[0, 6].Sample(
            texts =>
            {
                var json = $"[{string.Join(',', texts)}]";
                using var expected = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
                Assert.That(Read(Encoding.UTF8.GetBytes(json), static (ref JsonFields fields) => fields.ReadList<string>()!), Is.EqualTo(JArray.Load(expected).Values<string>()));
            },
            iter: 2_000,
            threads: 1);

    [Test]
    public void Any_number_is_read_as_Newtonsoft_reads_it() =>
        Number.Sample(
            number =>
            {
                Assert.That(Read(Encoding.UTF8.GetBytes(number), static (ref JsonFields fields) => fields.ReadDouble()), Is.EqualTo((double)JToken.Parse(number)));
                if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exact))
                {
                    Assert.That(Read(Encoding.UTF8.GetBytes(number), static (ref JsonFields fields) => fields.ReadInt64()), Is.EqualTo(exact));
                }
            },
            iter: 1_000,
            threads: 1);

    [Test]
    public void A_name_is_known_however_it_is_written()
    {
        var (text, _, additional) = ReadSample("""{"t\u0065xt":"a","\u00e9":1,"é":2,"\ud83d":3,"te\u0000xt":4}""");
        Assert.That((text, additional.Keys), Is.EqualTo(("a", new[] { "é", "\uFFFD", "te\0xt" })));
    }

    [Test]
    public void The_place_is_where_the_value_ends_in_lines_and_characters() =>
        Assert.That(
            () => ReadSample("{ \"é😀\" : \"é😀\",\n  \"text\" : x }"),
            Throws.TypeOf<UnexpectedJsonException>().With.Message.EqualTo("not valid JSON (line 2, position 12)"));

    [TestCase("""{"text":"a?"}""", TestName = "In_a_value")]
    [TestCase("""{"text":"a?\n"}""", TestName = "In_a_value_with_an_escape")]
    [TestCase("""{"text":"a","new":["a?"]}""", TestName = "In_an_unknown_value")]
    [TestCase("""{"text":"a","new?":1}""", TestName = "In_an_unknown_name")]
    [TestCase("""{"text":"a","?\n":1}""", TestName = "In_a_name_with_an_escape")]
    public void Text_that_is_not_UTF_8_is_rejected(string json)
    {
        Assert.Multiple(() =>
        {
            foreach (var bytes in (byte[][])[[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0xBD], [0xF5, 0x80, 0x80, 0x80]])
            {
                var at = json.IndexOf('?', StringComparison.Ordinal);
                byte[] sent = [.. Encoding.UTF8.GetBytes(json[..at]), .. bytes, .. Encoding.UTF8.GetBytes(json[(at + 1)..])];
                Assert.That(() => Read(sent, ReadSample), Throws.TypeOf<UnexpectedJsonException>().With.Message.StartsWith("not valid UTF-8 (line 1, position "), Convert.ToHexString(bytes));
            }
        });
    }

    [Test]
    public void Any_input_is_read_or_rejected() =>
        Gen.Select(Gen.Int[0, Infra.Examples.Participant.Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 3].Sample(
            changes =>
            {
                var bytes = Encoding.UTF8.GetBytes(Infra.Examples.Participant).ToList();
                foreach (var (at, value, count) in changes)
                {
                    bytes[Math.Min(at, bytes.Count - 1)] = value;
                    bytes.RemoveRange(Math.Min(at, bytes.Count), Math.Min(count, bytes.Count - Math.Min(at, bytes.Count)));
                }

                try
                {
                    Read([.. bytes], Participant.ReadFrom);
                }
                catch (UnexpectedJsonException)
                {
                }
            },
            iter: 3_000,
            threads: 1);

    private static Gen<string> Json(int depth)
    {
        var value = Gen.OneOf(Gen.OneOf("null", "true", "false"), Number, Text);
        if (depth > 0)
        {
            var inner = Json(depth - 1);
            value = Gen.OneOf(
                value,
                Gen.Select(Space, inner.Array[0, 6]).Select((space, items) => $"[{space}{string.Join(',', items)}]"),
                Gen.Select(Space, Gen.Select(Text, inner).Select((name, item) => $"{name}:{item}").Array[0, 6]).Select((space, fields) => $"{{{string.Join("," + space, fields)}}}"));
        }

        return Gen.Select(Space, value, Space).Select((before, json, after) => before + json + after);
    }

    private static string ReadJson(string json) => Read(Encoding.UTF8.GetBytes($"{{\"new\":{json}\n}}"), ReadSample).Item3["new"];

    private static (string?, long?, AdditionalFields) ReadSample(string json) => Read(Encoding.UTF8.GetBytes(json), ReadSample);

    private static (string?, long?, AdditionalFields) ReadSample(ref JsonFields fields)
    {
        var (text, number) = ((string?)null, (long?)null);
        var outer = fields.Begin(Names);
        while (fields.MoveNext())
        {
            switch (fields.Index)
            {
                case 0:
                    text = fields.ReadString();
                    break;
                case 1:
                    number = fields.ReadInt64OrNull();
                    break;
                default:
                    fields.Keep();
                    break;
            }
        }

        return (text, number, fields.End(outer, out _));
    }

    private static T Read<T>(byte[] bytes, JsonRead<T> read) => JsonFields.Read(((byte[])[.. bytes, .. "]}\"rest of the pooled array"u8]).AsSpan(0, bytes.Length), read);
}
