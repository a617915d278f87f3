using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwilioConversations.AccessTokens;

namespace TwilioConversations.Tests;

/// <summary>Access tokens are JSON Web Tokens as RFC 7515 and 7519 describe them, with the header and the grants that Twilio documents.</summary>
[Parallelizable(ParallelScope.All)]
public class AccessTokenTests
{
    private const string Secret = "k3yS3cretOfThirtyTwoBytesInTotal";
    private static readonly string AccountSid = "AC" + new string('a', 32);
    private static readonly string ApiKeySid = "SK" + new string('b', 32);
    private static readonly string ServiceSid = "IS" + new string('c', 32);
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 12, 0, 0, 700, TimeSpan.FromHours(2));

    private static AccessTokenIssuerOptions Options => new()
    {
        AccountSid = AccountSid,
        ApiKeySid = ApiKeySid,
        ApiKeySecret = Secret,
        ChatServiceSid = ServiceSid,
        TimeProvider = new FakeTimeProvider(Now),
    };

    [TestCase("alice")]
    [TestCase("é☎😀 \"\\/<>&+")]
    public void The_header_and_the_claims_are_those_that_Twilio_documents(string identity)
    {
        var parts = new AccessTokenIssuer(Options).Issue(identity).Split('.');
        var now = Now.ToUnixTimeSeconds();
        Assert.Multiple(() =>
        {
            Assert.That(parts, Has.Length.EqualTo(3));
            AssertJson(parts[0], new JObject { ["alg"] = "HS256", ["typ"] = "JWT", ["cty"] = "twilio-fpa;v=1" });
            AssertJson(parts[1], new JObject
            {
                ["jti"] = $"{ApiKeySid}-{now}",
                ["iss"] = ApiKeySid,
                ["sub"] = AccountSid,
                ["iat"] = now,
                ["exp"] = now + 3600,
                ["grants"] = new JObject { ["identity"] = identity, ["chat"] = new JObject { ["service_sid"] = ServiceSid } },
            });
        });
    }

    [Test]
    public void The_signature_is_the_HMAC_of_header_and_payload_under_the_secret()
    {
        var parts = new AccessTokenIssuer(Options).Issue("alice").Split('.');
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        Assert.That(Decode(parts[2]), Is.EqualTo(expected));
        Assert.That(parts, Is.All.Match("^[A-Za-z0-9_-]+$"), "Base64url without padding");
    }

    [Test]
    public void A_push_credential_is_part_of_the_grant()
    {
        var options = Options;
        options.PushCredentialSid = "CR" + new string('d', 32);
        var chat = Payload(new AccessTokenIssuer(options).Issue("alice"))["grants"]!["chat"]!;
        Assert.That((string?)chat["push_credential_sid"], Is.EqualTo(options.PushCredentialSid));
    }

    [Test]
    public void A_token_is_valid_from_a_time_on_if_that_is_asked_for()
    {
        var issuer = new AccessTokenIssuer(Options);
        Assert.That(Payload(issuer.Issue("alice")).ContainsKey("nbf"), Is.False);
        Assert.That((long)Payload(issuer.Issue("alice", Now.AddMinutes(5)))["nbf"]!, Is.EqualTo(Now.AddMinutes(5).ToUnixTimeSeconds()));
        Assert.That(Assert.Throws<ArgumentException>(() => issuer.Issue("alice", Now.AddHours(1)))!.ParamName, Is.EqualTo("notBefore"));
    }

    [TestCase("ie1", true)]
    [TestCase("", false)]
    [TestCase("IE1", false)]
    [TestCase("ie1\n", false)]
    [TestCase("ie1.example", false)]
    public void A_region_is_in_the_header(string region, bool isTaken)
    {
        var options = Options;
        options.Region = region;
        if (isTaken)
        {
            AssertJson(new AccessTokenIssuer(options).Issue("alice").Split('.')[0], new JObject { ["alg"] = "HS256", ["typ"] = "JWT", ["cty"] = "twilio-fpa;v=1", ["twr"] = region });
            return;
        }

        Assert.That(Assert.Throws<ArgumentException>(() => new AccessTokenIssuer(options))!.Message, Does.StartWith("Region must"));
    }

    [TestCase(1, true)]
    [TestCase(24 * 3600, true)]
    [TestCase(0, false)]
    [TestCase(-1, false)]
    [TestCase((24 * 3600) + 1, false)]
    public void A_lifetime_is_from_a_second_to_a_day(int seconds, bool isTaken)
    {
        var options = Options;
        options.Lifetime = TimeSpan.FromSeconds(seconds);
        if (isTaken)
        {
            var payload = Payload(new AccessTokenIssuer(options).Issue("alice"));
            Assert.That((long)payload["exp"]! - (long)payload["iat"]!, Is.EqualTo(seconds));
            return;
        }

        Assert.That(Assert.Throws<ArgumentException>(() => new AccessTokenIssuer(options))!.Message, Does.Contain("Lifetime").And.Contain("24 hours"));
    }

    [TestCase(nameof(AccessTokenIssuerOptions.AccountSid))]
    [TestCase(nameof(AccessTokenIssuerOptions.ApiKeySid))]
    [TestCase(nameof(AccessTokenIssuerOptions.ApiKeySecret))]
    [TestCase(nameof(AccessTokenIssuerOptions.ChatServiceSid))]
    [TestCase(nameof(AccessTokenIssuerOptions.PushCredentialSid))]
    public void An_option_that_is_missing_or_wrong_is_named_and_not_shown(string option)
    {
        var property = typeof(AccessTokenIssuerOptions).GetProperty(option)!;
        foreach (var value in new[] { null, "", "qZmarkedZq", $"{AccountSid}\n", "XX" + new string('a', 29) }.Where(value => value is not null || option != nameof(AccessTokenIssuerOptions.PushCredentialSid)))
        {
            if (option == nameof(AccessTokenIssuerOptions.ApiKeySecret) && value?.Length >= 32)
            {
                continue;
            }

            var options = Options;
            property.SetValue(options, value);
            var error = Assert.Throws<ArgumentException>(() => new AccessTokenIssuer(options))!;
            Assert.That((error.ParamName, error.Message.Contains(option), error.Message.Contains("qZmarkedZq")), Is.EqualTo(("options", true, false)));
        }
    }

    [Test]
    public void An_identity_that_a_token_cannot_hold_is_rejected()
    {
        var issuer = new AccessTokenIssuer(Options);
        foreach (var identity in new[] { null, "", "a\uD800b", new string('a', 257) })
        {
            Assert.That(Assert.Throws<ArgumentException>(() => issuer.Issue(identity!))!.ParamName, Is.EqualTo("identity"));
        }
    }

    [Test]
    public void Neither_the_key_nor_its_secret_is_printed()
    {
        var printed = $"{Options} {new AccessTokenIssuer(Options)}";
        Assert.That(printed, Does.Not.Contain(Secret).And.Not.Contain(ApiKeySid));
        Assert.That(JsonConvert.SerializeObject(Options) + System.Text.Json.JsonSerializer.Serialize(Options), Does.Not.Contain(Secret));
    }

    [Test]
    public void Later_changes_of_the_options_change_nothing()
    {
        var options = Options;
        var issuer = new AccessTokenIssuer(options);
        var before = issuer.Issue("alice");
        (options.ApiKeySid, options.ApiKeySecret, options.Lifetime) = (null, null, TimeSpan.Zero);
        Assert.That(issuer.Issue("alice"), Is.EqualTo(before));
    }

    [Test]
    public async Task A_token_is_valid_on_another_platform()
    {
        // Node's own crypto, so that nothing is downloaded.
        const string Script = """
            const crypto = require('crypto');
            const [header, payload, signature] = process.argv[1].split('.');
            const expected = crypto.createHmac('sha256', process.argv[2]).update(`${header}.${payload}`).digest('base64url');
            const { alg, typ, cty } = JSON.parse(Buffer.from(header, 'base64url'));
            const { grants, exp, iat } = JSON.parse(Buffer.from(payload, 'base64url'));
            console.log(signature === expected, alg, typ, cty, grants.identity, grants.chat.service_sid, exp - iat);
            """;
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-e", Script, "--", new AccessTokenIssuer(Options).Issue("alice"), Secret })
        {
            start.ArgumentList.Add(argument);
        }

        Process node;
        try
        {
            node = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("There is no Node on this machine.");
            return;
        }

        using (node)
        {
            var output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.That(output.TrimEnd(), Is.EqualTo($"true HS256 JWT twilio-fpa;v=1 alice {ServiceSid} 3600"));
        }
    }

    private static JObject Payload(string token) => Parse(token.Split('.')[1]);

    private static void AssertJson(string part, JObject expected)
    {
        var actual = Parse(part);
        Assert.That(actual.Properties().OrderBy(property => property.Name).Select(property => $"{property}"), Is.EqualTo(expected.Properties().OrderBy(property => property.Name).Select(property => $"{property}")));
    }

    private static JObject Parse(string part) => JsonConvert.DeserializeObject<JObject>(Encoding.UTF8.GetString(Decode(part)))!;

    private static byte[] Decode(string part) => Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '='));
}
