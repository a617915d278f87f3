using System.Text;
using CsCheck;

namespace TwilioConversations.Tests;

/// <summary>The signature of a webhook, by the examples that Twilio publishes in its documentation and in the tests of its helper libraries, and by properties.</summary>
public class WebhookSignatureTests
{
    private const string Token = "12345";
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string Json = """{"property": "value", "boolean": true}""";
    private const string JsonHash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

    private static readonly Gen<string> Text = Gen.String[Gen.Char['!', '~'], 0, 12];
    private static readonly Gen<Dictionary<string, string>> Forms = Gen.Dictionary(Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.String[0, 12])[0, 6];

    // Out of order, on purpose.
    private static readonly Dictionary<string, string> Form = new()
    {
        ["CallSid"] = "CA1234567890ABCDE",
        ["To"] = "+18005551212",
        ["From"] = "+14158675309",
        ["Digits"] = "1234",
        ["Caller"] = "+14158675309",
    };

    [Test]
    public void The_example_of_the_documentation_has_its_signature()
    {
        Dictionary<string, string> form = new(Form) { ["From"] = "+14158675310", ["Caller"] = "+14158675310" };
        Assert.That(WebhookSignature.Compute(Token, "https://example.com/myapp.php?foo=1&bar=2", form), Is.EqualTo("L/OH5YylLD5NRKLltdqwSvS0BnU="));
    }

    [TestCase(Url, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [TestCase("https://MyCompany.com/myapp.php?foo=1&bar=2", "g9IN/x4Cft2g517EjYvEvM/W7LU=")]
    [TestCase("https://MyCompany.com:1234/myapp.php?foo=1&bar=2", "PCqOZm8cnu/L6+u5i5fuEd+Iac4=")]
    [TestCase("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "CYn1h0gLBdNxDGkKJg6hYohgeD8=")]
    [TestCase("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=")]
    [TestCase("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", Description = "without its port")]
    [TestCase(Url, "kvajT1Ptam85bY51eRf/AJRuM3w=", Description = "with the default port")]
    [TestCase("http://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4=", Description = "with the default port")]
    [TestCase("http://MyCompany.com/myapp.php?foo=1&bar=2", "XY7AlKOKL6im4yWyX84gldUrtis=", Description = "with the default port")]
    [TestCase("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", "CukzLTc1tT5dXEDIHm/tKBanW10=")]
    [TestCase("https://user@mycompany.com/myapp.php?foo=1&bar=2", "2YRLlVAflCqxaNicjMpJcSTgzSs=")]
    [TestCase("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=", Description = "with the default port")]
    public void A_form_is_valid_with_its_published_signature(string url, string signature)
    {
        Assert.That(WebhookSignature.IsValid(signature, url, Form, Token));
        Assert.That(WebhookSignature.IsValid(signature, url, Form, "another"), Is.False);
        Assert.That(WebhookSignature.IsValid(signature, url + "&more=1", Form, Token), Is.False);
    }

    [TestCase("https://MyCompany.com/myapp.php?foo=1&bar=2")]
    [TestCase("https://MyCompany.com:1234/myapp.php?foo=1&bar=2")]
    [TestCase("http://MyCompany.com/myapp.php?foo=1&bar=2")]
    public void Another_spelling_of_the_host_is_another_address(string url) => Assert.That(WebhookSignature.IsValid("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, Form, Token), Is.False);

    [Test]
    public void A_repeated_value_counts_once()
    {
        KeyValuePair<string, string>[] form = [new("Sid", "CA123"), new("SidAccount", "AC123"), new("Digits", "5678"), new("Digits", "1234"), new("Digits", "1234")];
        Assert.That(WebhookSignature.Compute(Token, Url, form), Is.EqualTo("IK+Dwps556ElfBT0I3Rgjkr1wJU="));
    }

    [TestCase($"{Url}&bodySHA256={JsonHash}", "a9nBmqA0ju/hNViExpshrM61xv4=")]
    [TestCase($"https://mycompany.com/myapp.php?bodySHA256={JsonHash}", "y77kIzt2vzLz71DgmJGsen2scGs=")]
    public void A_JSON_body_is_valid_with_its_published_signature_and_no_other_body_is(string url, string signature)
    {
        var body = Encoding.UTF8.GetBytes(Json);
        Assert.That(WebhookSignature.ComputeBodyHash(body), Is.EqualTo(JsonHash));
        Assert.That(WebhookSignature.IsJsonValid(signature, url, body, Token));
        Assert.That(WebhookSignature.IsJsonValid(signature, url, [.. body, (byte)' '], Token), Is.False);
        Assert.That(WebhookSignature.IsValid(signature, url, null, Token), Is.False, "it is JSON and nothing else");
        Assert.That(WebhookSignature.IsValid(signature, url, [], Token), Is.False, "it is JSON and nothing else");
    }

    [Test]
    public void The_JSON_example_of_the_documentation_has_its_hash() => Assert.That(
        WebhookSignature.ComputeBodyHash(Encoding.UTF8.GetBytes("""{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}""")), Is.EqualTo("5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9"));

    [Test]
    public void A_JSON_body_whose_address_has_no_hash_is_not_valid()
    {
        var signature = WebhookSignature.Compute(Token, Url);
        Assert.That(WebhookSignature.IsJsonValid(signature, Url, Encoding.UTF8.GetBytes(Json), Token), Is.False);
        Assert.That(WebhookSignature.IsValid(signature, Url, form: null, Token), "the address itself is signed");
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("RSOYDt4T1cUTdK1PDd93/VVr8B8")]
    [TestCase("rsoydt4t1cutdk1pdd93/vvr8b8=")]
    [TestCase("RSOYDt4T1cUTdK1PDd93/VVr8B8=, RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [TestCase("王")]
    public void Any_other_signature_is_not_valid(string? signature) => Assert.That(WebhookSignature.IsValid(signature, Url, Form, Token), Is.False);

    [Test]
    public void Any_of_several_tokens_is_valid()
    {
        foreach (var token in new[] { "old", "new" })
        {
            Assert.That(WebhookSignature.IsValid(WebhookSignature.Compute(token, Url, Form), Url, Form, "old", "new"));
        }

        Assert.That(WebhookSignature.IsValid(WebhookSignature.Compute("older", Url, Form), Url, Form, "old", "new"), Is.False);
        Assert.That(WebhookSignature.IsValid(WebhookSignature.Compute("", Url, Form), Url, Form, []), Is.False, "without a token nothing is valid");
    }

    [TestCase("mycompany.com/path")]
    [TestCase("https://")]
    [TestCase("")]
    [TestCase("https://[::1]")]
    [TestCase("https://[::1]:8080/a:b@c")]
    public void A_signature_is_valid_for_an_address_of_any_form(string url) => Assert.That(WebhookSignature.IsValid(WebhookSignature.Compute(Token, url), url, form: null, Token));

    [Test]
    public void The_port_of_an_IPv6_address_may_be_left_out() => Assert.That(
        WebhookSignature.IsValid(WebhookSignature.Compute(Token, "https://[::1]/a"), "https://[::1]:8080/a", form: null, Token)
        && WebhookSignature.IsValid(WebhookSignature.Compute(Token, "https://[::1]:443/a"), "https://[::1]/a", form: null, Token));

    [Test]
    public void Signed_fields_are_valid_in_any_order_and_other_fields_are_not() => Gen.Select(Text, Text, Forms, Text).Sample((token, path, form, other) =>
    {
        var url = $"https://example.com/{path}";
        var signature = WebhookSignature.Compute(token, url, form);
        return WebhookSignature.IsValid(signature, url, form.Reverse(), token)
            && WebhookSignature.IsValid(signature, url, form, other) == (token == other)
            && !WebhookSignature.IsValid(signature, url, form.Append(new("Extra", other)), token)
            && !WebhookSignature.IsValid(signature, $"{url}!", form, token);
    });

    [Test]
    public void A_body_that_differs_in_one_bit_is_not_valid() => Gen.Select(Gen.Byte.Array[1, 60], Gen.Int[0, 479]).Sample((body, bit) =>
    {
        var url = $"https://example.com/hook?a=b&bodySHA256={WebhookSignature.ComputeBodyHash(body)}";
        var signature = WebhookSignature.Compute(Token, url);
        byte[] changed = [.. body];
        changed[bit / 8 % body.Length] ^= (byte)(1 << (bit % 8));
        return WebhookSignature.IsJsonValid(signature, url, body, Token) && !WebhookSignature.IsJsonValid(signature, url, changed, Token);
    });

    [Test]
    public void A_missing_argument_is_named()
    {
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSignature.Compute((string)null!, Url))!.ParamName, Is.EqualTo("authToken"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSignature.IsValid("", null!, form: null, Token))!.ParamName, Is.EqualTo("url"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSignature.IsJsonValid("", Url, body: null!, Token))!.ParamName, Is.EqualTo("body"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSignature.IsValid("", Url, form: null, [null!]))!.ParamName, Is.EqualTo("authTokens"));
    }

    // Every pair of values was compared, by reflection: 5,000 took 1.3 GB, and 130,000 in a body of 1 MiB took minutes.
    [TestCase("a", "")]
    [TestCase("a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("", "")]
    public void Checking_allocates_in_proportion_to_the_form_even_with_repeated_fields(string name, string prefix)
    {
        var form = Enumerable.Range(0, 20_000).Select(i => new KeyValuePair<string, string>(name, $"{prefix}{i}")).ToArray();
        WebhookSignature.IsValid("x", Url, form, Token);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(WebhookSignature.IsValid("x", Url, form, Token), Is.False);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(20_000 * 300));
    }

    [TestCase("7.3")]
    [TestCase("12")]
    public async Task The_documented_calls_compile_with_earlier_versions_of_CSharp(string version)
    {
        var folder = Directory.CreateTempSubdirectory("conversations-").FullName;
        try
        {
            var source = Path.Combine(folder, "Calls.cs");
            await File.WriteAllTextAsync(source, """
                using System.Collections.Generic;
                using TwilioConversations;

                public static class Calls
                {
                    public static bool Form(string signature, IDictionary<string, string> form, string current, string former)
                    {
                        return WebhookSignature.IsValid(signature, "https://example.com/hooks", form, current, former);
                    }

                    public static bool Get(string signature, string[] tokens)
                    {
                        return WebhookSignature.IsValid(signature, "https://example.com/hooks", null, tokens) || WebhookSignature.IsValid(signature, "https://example.com/hooks", null, "token");
                    }

                    public static bool Json(string signature, byte[] body)
                    {
                        return WebhookSignature.IsJsonValid(signature, "https://example.com/hooks", body, "token")
                            || WebhookSignature.FindJsonSecret(signature, null, "https://example.com/hooks", body, WebhookSecret.FromSharedKey("AC", "SK", "secret")) != null;
                    }
                }
                """);
            var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
            var dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
            var compiler = Directory.EnumerateFiles(Path.Combine(dotnet, "sdk"), "csc.dll", SearchOption.AllDirectories).First();
            var references = new[] { "System.Runtime.dll", "System.Private.CoreLib.dll", "netstandard.dll", "System.Collections.dll" }.Select(name => $"-r:{Path.Combine(runtime, name)}").Append($"-r:{typeof(WebhookSignature).Assembly.Location}");
            var (exitCode, output) = await Infra.Shell.RunAsync(folder, Path.Combine(dotnet, "dotnet"), [compiler, "-nologo", $"-langversion:{version}", "-t:library", "-nostdlib", .. references, source]);
            Assert.That(exitCode, Is.Zero, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
