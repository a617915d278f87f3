using System.Globalization;
using System.Text;
using CsCheck;
using Newtonsoft.Json;

namespace TwilioConversations.Tests;

/// <summary>The reader over UTF-8 bytes gives the tokens of Newtonsoft's own reader wherever the JSON is valid, and refuses what is not.</summary>
public class Utf8TokenReaderTests
{
    private static readonly string[] Valid =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "-0.0", "1e2", "1E+2", "1.25e-3", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "123456789012345678901234567890", "\"\"", "\"a\"", "\"é€😀\"", """ "\"\\\/\b\f\n\r\t" """, """ "\u00e9\u20AC\ud83d\ude00\u0000" """, "\"\u2028\u007f\"",
        """ "\ud83d" """, """ "\ude00\ud83d" """, """ "\ud83dx\ud83d\ud83d\ude00" """,
        "[]", "{}", "[[],[[]],{}]", "[1,2,3]", """{"a":1,"a":2}""", """{"":0}""", """{"\u0061\n":[{"b":{}}]}""", " \t\r\n[ 1 ,\n2 ] \n", "\"2016-03-24T21:05:50Z\"", """["/Date(1)/"]""",
        new string('[', 64) + new string(']', 64),
    ];

    private static readonly string[] Invalid =
    [
        " ", "[", "]", "{", "}", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:1}", "'a'", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
        "\"\n\"", "\"\t\"", "\"\u0000\"", "01", "-", "-a", "+1", ".5", "1.", "1e", "1e+", "0x10", "NaN", "-Infinity", "Infinity", "undefined", "nul", "True", "nulll", "// a\n1", "/* a */1", "1//", "new Date(1)",
        "1 2", "[]]", "{}{}", "[\"a\"", "\u00a01", "\uFEFF\uFEFF1", new string('[', 65) + new string(']', 65),
    ];

    private static readonly Gen<string> Space = Gen.OneOf("", "", " ", "\n", "\t \r\n");
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(Gen.String, Gen.OneOf("a", "Äö", "😀", "\\", "\"", "/", "\b\f\n\r\t\u0001")).Select(text => JsonConvert.ToString(text)),
        Gen.OneOf(""" "\u00e9" """, """ "\ud83d\ude00\/" """, """ "x\ud83d" """).Select(text => text.Trim()));

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Long.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(number => number.ToString("E17", CultureInfo.InvariantCulture)));

    [TestCaseSource(nameof(Valid))]
    public void A_valid_text_has_the_tokens_that_Newtonsoft_gives(string json) => Assert.That(Tokens(Ours(json)), Is.EqualTo(Tokens(Newtonsofts(json))));

    [TestCaseSource(nameof(Invalid))]
    public void An_invalid_text_is_refused_with_the_place_and_without_the_content(string json)
    {
        var error = Assert.Throws<JsonReaderException>(() => _ = Tokens(Ours(json)));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Is.EqualTo("Not valid JSON."));
            Assert.That(error.LineNumber, Is.GreaterThan(0));
        });
    }

    [Test]
    public void Any_JSON_has_the_tokens_that_Newtonsoft_gives() =>
        Json(4).Sample(json => Assert.That(Tokens(Ours(json)), Is.EqualTo(Tokens(Newtonsofts(json)))), iter: 2_000, threads: 1);

    [Test]
    public void Any_JSON_cut_short_is_refused() =>
        Gen.Select(Json(3), Gen.Double[0, 1]).Sample(
            (json, at) =>
            {
                var cut = "[" + json[..(int)(at * json.Length)];
                Assert.Throws<JsonReaderException>(() => _ = Tokens(Ours(cut)));
            },
            iter: 500,
            threads: 1);

    [Test]
    public void A_value_that_is_skipped_or_copied_ends_where_Newtonsofts_does() =>
        Json(4).Sample(
            json =>
            {
                using var skipping = Ours($"[{json},1]");
                skipping.Read();
                skipping.Read();
                Assert.That(skipping.ReadRaw(), Is.EqualTo(json.Trim()));
                Assert.That(skipping.Read() && skipping.Value is 1L, json);
                Assert.That(Copied(Ours(json)), Is.EqualTo(Copied(Newtonsofts(json))));
            },
            iter: 500,
            threads: 1);

    [Test]
    public void Lines_and_positions_are_those_of_the_token_s_end()
    {
        using var reader = Ours("[\n  \"é😀\",\n 12]");
        var places = new List<string>();
        while (reader.Read())
        {
            places.Add($"{reader.LineNumber}:{reader.LinePosition}");
        }

        Assert.That(places, Is.EqualTo(new[] { "1:1", "2:7", "3:3", "3:4" }));
    }

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

    private static Utf8TokenReader Ours(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return Utf8TokenReader.Over([.. bytes, .. "]}\"rest of the pooled array"u8], bytes.Length);
    }

    private static JsonTextReader Newtonsofts(string json) => new(new StringReader(json)) { DateParseHandling = DateParseHandling.None };

    private static List<(JsonToken, object?, Type?, int)> Tokens(JsonReader reader)
    {
        using (reader)
        {
            var tokens = new List<(JsonToken, object?, Type?, int)>();
            while (reader.Read())
            {
                tokens.Add((reader.TokenType, reader.Value, reader.ValueType, reader.Depth));
            }

            return tokens;
        }
    }

    private static string Copied(JsonReader reader)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        writer.WriteToken(reader);
        return text.ToString();
    }
}
