using System.Security.Cryptography;
using System.Text;
using TwilioConversations.Tests.Infra;
using static System.Net.HttpStatusCode;

namespace TwilioConversations.Tests;

/// <summary>Webhooks that are signed with a shared key, and secrets of several accounts.</summary>
public class WebhookKeyTests
{
    private const string Settings = "key=SK1,algorithm=HMAC_SHA256";
    private const string Url = "https://example.com/hooks?a=b";
    private const string OtherAccount = "AC00000000000000000000000000000002";

    private static readonly WebhookSecret Token = WebhookSecret.FromAuthToken(HookApp.AccountSid, "secret");
    private static readonly WebhookSecret Key = WebhookSecret.FromSharedKey(HookApp.AccountSid, "SK1", "shared");
    private static readonly WebhookSecret NextKey = WebhookSecret.FromSharedKey(HookApp.AccountSid, "SK2", "next");
    private static readonly Dictionary<string, string> Form = new() { ["EventType"] = "onMessageAdded", ["AccountSid"] = HookApp.AccountSid };

    [Test]
    public void A_shared_key_signs_the_same_text_by_HMAC_SHA256()
    {
        var expected = Convert.ToBase64String(HMACSHA256.HashData("shared"u8, Encoding.UTF8.GetBytes($"{Url}AccountSid{HookApp.AccountSid}EventTypeonMessageAdded")));
        Assert.That(WebhookSignature.Compute(Key, Url, Form), Is.EqualTo(expected));
        Assert.That(WebhookSignature.Compute(Token, Url, Form), Is.EqualTo(WebhookSignature.Compute("secret", Url, Form)));
    }

    [TestCase(Settings, true)]
    [TestCase("algorithm=HMAC_SHA256, key=SK1", true)]
    [TestCase("key=SK2,algorithm=HMAC_SHA256", false)]
    [TestCase("key=SK1,algorithm=HMAC_SHA1", false)]
    [TestCase("key=SK1,algorithm=HMAC_SHA512", false)]
    [TestCase("algorithm=HMAC_SHA256", false)]
    [TestCase("key=SK1", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void A_shared_key_counts_only_with_the_settings_that_name_it(string? settings, bool isFound) =>
        Assert.That(WebhookSignature.FindSecret(WebhookSignature.Compute(Key, Url, Form), settings, Url, Form, Token, Key, NextKey), Is.EqualTo(isFound ? Key : null));

    [TestCase("")]
    [TestCase(null)]
    [TestCase("key=SK1")]
    public void Without_an_algorithm_the_auth_token_signs(string? settings) =>
        Assert.That(WebhookSignature.FindSecret(WebhookSignature.Compute(Token, Url, Form), settings, Url, Form, Key, Token), Is.EqualTo(Token));

    [Test]
    public void A_shared_key_can_sign_by_HMAC_SHA1()
    {
        var signature = WebhookSignature.Compute("shared", Url, Form);
        Assert.That(WebhookSignature.FindSecret(signature, "key=SK1,algorithm=HMAC_SHA1", Url, Form, Token, Key), Is.EqualTo(Key));
        Assert.That(WebhookSignature.FindSecret(signature, null, Url, Form, Token, Key), Is.Null);
    }

    [Test]
    public async Task The_endpoint_accepts_each_key_of_a_rotation_in_a_form_and_in_JSON()
    {
        var matched = new List<WebhookSecret?>();
        await using var app = await HookApp.StartAsync(hooks =>
        {
            hooks.Secrets = [Token, Key, NextKey];
            hooks.OnEvent((_, context) =>
            {
                matched.Add(context.Secret);
                return Task.CompletedTask;
            });
        });
        foreach (var key in new[] { Key, NextKey })
        {
            Assert.That((await app.PostAsync(Form, signature: WebhookSignature.Compute(key, app.Url, Form), headers: SettingsOf(key))).Status, Is.EqualTo(OK));
            var json = $$"""{"EventType":"onMessageAdded","AccountSid":"{{HookApp.AccountSid}}"}""";
            var url = app.JsonUrl(Encoding.UTF8.GetBytes(json));
            Assert.That((await app.SendAsync(HttpMethod.Post, url, new StringContent(json, Encoding.UTF8, "application/json"), WebhookSignature.Compute(key, url), SettingsOf(key))).Status, Is.EqualTo(OK));
        }

        Assert.That((await app.PostAsync(Form)).Status, Is.EqualTo(OK));
        Assert.That(matched, Is.EqualTo(new[] { Key, Key, NextKey, NextKey, Token }));
        Assert.That((await app.PostAsync(Form, signature: WebhookSignature.Compute(Key, app.Url, Form), headers: SettingsOf(NextKey))).Status, Is.EqualTo(Forbidden));

        static (string, string) SettingsOf(WebhookSecret key) => (WebhookSignature.SettingsHeaderName, $"key={key.KeyId},algorithm=HMAC_SHA256");
    }

    [Test]
    public async Task A_secret_signs_only_the_events_of_its_account()
    {
        await using var app = await HookApp.StartAsync(hooks => hooks.Secrets = [Token, WebhookSecret.FromAuthToken(OtherAccount, "other")]);
        Assert.That((await app.PostAsync(Form, token: "secret")).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(Form, token: "other")).Status, Is.EqualTo(Forbidden));
        Assert.That((await app.PostAsync(new(Form) { ["AccountSid"] = OtherAccount }, token: "other")).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync([.. Form, new("AccountSid", OtherAccount)])).Status, Is.EqualTo(Forbidden), "two accounts");
        Assert.That((await app.PostAsync([new("EventType", "onMessageAdded")])).Status, Is.EqualTo(Forbidden), "no account");
    }

    [Test]
    public void A_secret_names_what_is_wrong_and_prints_nothing()
    {
        Assert.That($"{Token}, {Key}", Is.EqualTo($"auth token of {HookApp.AccountSid}, shared key SK1 of {HookApp.AccountSid}"));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(Key) + Newtonsoft.Json.JsonConvert.SerializeObject(Key), Does.Not.Contain("shared"));
        Assert.That(Assert.Throws<ArgumentException>(() => WebhookSecret.FromAuthToken("AC1", "x"))!.ParamName, Is.EqualTo("accountSid"));
        Assert.That(Assert.Throws<ArgumentException>(() => WebhookSecret.FromAuthToken(OtherAccount, ""))!.ParamName, Is.EqualTo("authToken"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSecret.FromSharedKey(OtherAccount, null!, "x"))!.ParamName, Is.EqualTo("keyId"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSecret.FromSharedKey(OtherAccount, "x", null!))!.ParamName, Is.EqualTo("secret"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSignature.Compute((WebhookSecret)null!, Url))!.ParamName, Is.EqualTo("secret"));
        Assert.That(Assert.Throws<ArgumentNullException>(() => WebhookSignature.FindSecret("x", null, Url, null, [null!]))!.ParamName, Is.EqualTo("secrets"));
    }
}
