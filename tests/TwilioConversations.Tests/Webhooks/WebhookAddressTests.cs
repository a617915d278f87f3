using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TwilioConversations.Tests.Infra;
using static System.Net.HttpStatusCode;

namespace TwilioConversations.Tests;

/// <summary>The address that a signature covers, on a real server: behind proxies, below a path base, with escapes.</summary>
public class WebhookAddressTests
{
    private static readonly Dictionary<string, string> Message = new() { ["EventType"] = "onMessageAdded" };

    private static readonly string[] Escaped = ["a%2Fb%20c", "a%40b", "%7Ex", "a%27b", "%c3%a9", "a%2541", "a(b)!"];

    [Test]
    public async Task Behind_a_proxy_the_address_is_the_forwarded_one()
    {
        await using var app = await HookApp.StartAsync(_ => { });
        (string, string)[] forwarded = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "desk.example.com")];
        Assert.That((await app.PostAsync(Message, "https://desk.example.com/hooks/conversations", headers: forwarded)).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(Message, headers: forwarded)).Status, Is.EqualTo(Forbidden));
    }

    [Test]
    public async Task A_configured_public_address_is_checked_with_the_query_of_the_request()
    {
        await using var app = await HookApp.StartAsync(hooks =>
        {
            hooks.PublicAddress = new Uri("https://example.com/api/desk");
            hooks.AcceptGet = true;
        });
        Assert.That((await app.PostAsync(Message, "https://example.com/api/desk")).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(Message)).Status, Is.EqualTo(Forbidden));
        const string Query = $"?EventType=onMessageAdded&AccountSid={HookApp.AccountSid}";
        Assert.That((await app.SendAsync(HttpMethod.Get, app.Url + Query, null, WebhookSignature.Compute(HookApp.AuthToken, "https://example.com/api/desk" + Query))).Status, Is.EqualTo(OK));
    }

    [Test]
    public async Task A_public_address_may_have_credentials()
    {
        await using var app = await HookApp.StartAsync(hooks => hooks.PublicAddress = new Uri("https://user:pass@example.com/desk"));
        Assert.That((await app.PostAsync(Message, "https://user:pass@example.com/desk")).Status, Is.EqualTo(OK));
        Assert.That((await app.PostAsync(Message, "https://example.com/desk")).Status, Is.EqualTo(Forbidden));
    }

    [TestCaseSource(nameof(Escaped))]
    public async Task Escapes_in_the_path_are_signed_as_they_were_sent(string segment)
    {
        await using var app = await HookApp.StartAsync(_ => { });
        await AssertTakesAsync(app, app.Url.Replace("/conversations", $"/{segment}", StringComparison.Ordinal));
    }

    [TestCaseSource(nameof(Escaped))]
    public async Task Escapes_in_the_path_are_signed_as_they_were_sent_below_a_path_base_too(string segment)
    {
        await using var app = await HookApp.StartAsync(_ => { }, pipeline: app => app.UsePathBase("/api/v2").UseRouting());
        await AssertTakesAsync(app, app.Url.Replace("/hooks/conversations", $"/api/v2/hooks/{segment}", StringComparison.Ordinal));
        await AssertTakesAsync(app, app.Url.Replace("/hooks/conversations", $"/API/v2/hooks/{segment}", StringComparison.Ordinal));
    }

    [TestCase("", "/desk")]
    [TestCase("/api", "/desk")]
    [TestCase("", "/hooks")]
    public async Task A_prefix_that_a_proxy_has_cut_off_is_signed(string pathBase, string prefix)
    {
        await using var app = await HookApp.StartAsync(_ => { }, pipeline: app => app.UsePathBase(pathBase).UseRouting());
        var url = app.Url.Replace("/hooks/conversations", $"{pathBase}/hooks/a%40b", StringComparison.Ordinal);
        await AssertTakesAsync(app, url, url.Replace(pathBase + "/hooks/", $"{prefix}{pathBase}/hooks/", StringComparison.Ordinal), ("X-Forwarded-Prefix", prefix));
    }

    [TestCase(false, false, false, true)]
    [TestCase(true, false, false, false)]
    [TestCase(false, true, false, false)]
    [TestCase(false, false, true, false)]
    public async Task At_startup_the_log_warns_if_the_caller_chooses_the_host(bool hasAddress, bool hasAllowedHosts, bool requiresHost, bool isWarned)
    {
        await using var app = await HookApp.StartAsync(
            hooks => hooks.PublicAddress = hasAddress ? new Uri("https://example.com/desk") : null,
            services: services => services.Configure<HostFilteringOptions>(options => options.AllowedHosts = hasAllowedHosts ? ["example.com"] : ["*"]),
            endpoint: endpoint => _ = requiresHost ? endpoint.RequireHost("example.com") : endpoint);
        Assert.That(app.Log.Entries.Any(entry => entry.Text.StartsWith("/hooks/{**place}: the caller chooses the host", StringComparison.Ordinal)), Is.EqualTo(isWarned));
    }

    [Test]
    public async Task A_request_signed_for_another_host_is_rejected_if_the_address_is_configured()
    {
        // A form that was signed for another address, replayed as a query with the same text.
        const string Signed = $"?x=1&EventType=onConversationRemoved&AccountSid={HookApp.AccountSid}&z=";
        foreach (var hasAddress in new[] { true, false })
        {
            await using var app = await HookApp.StartAsync(hooks => hooks.PublicAddress = hasAddress ? new Uri("https://example.com/desk") : null);
            var signature = WebhookSignature.Compute(HookApp.AuthToken, $"http://attacker.example/hooks/a{Signed}");
            Assert.That((await app.SendAsync(HttpMethod.Get, $"{app.Url}{Signed}", null, signature, ("Host", "attacker.example"))).Status, Is.EqualTo(MethodNotAllowed));
            Assert.That((await app.SendAsync(HttpMethod.Post, $"{app.Url}{Signed}", null, signature, ("Host", "attacker.example"))).Status, Is.EqualTo(Forbidden));
        }
    }

    [Test]
    public async Task An_address_with_the_hash_of_a_body_is_JSON_and_nothing_else()
    {
        await using var app = await HookApp.StartAsync(hooks => hooks.AcceptGet = true);
        var url = $"{app.JsonUrl("{}"u8.ToArray())}&EventType=onMessageAdded&AccountSid={HookApp.AccountSid}";
        var signature = WebhookSignature.Compute(HookApp.AuthToken, url);
        Assert.That((await app.SendAsync(HttpMethod.Get, url, null, signature)).Status, Is.EqualTo(Forbidden));
        Assert.That((await app.SendAsync(HttpMethod.Post, url, null, signature)).Status, Is.EqualTo(Forbidden));
        Assert.That((await app.SendAsync(HttpMethod.Post, url, new FormUrlEncodedContent([]), signature)).Status, Is.EqualTo(Forbidden));
    }

    [Test]
    public async Task A_webhook_is_received_despite_a_fallback_policy_and_middleware_that_reads_the_form()
    {
        await using var app = await HookApp.StartAsync(
            _ => { },
            services: services => services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build()),
            pipeline: app => app.UseRouting().UseAuthorization().Use(async (context, next) =>
            {
                _ = await context.Request.ReadFormAsync();
                await next(context);
            }));
        Assert.That((await app.PostAsync([.. Message, new("AccountSid", HookApp.AccountSid), new("A", "1"), new("A", "ü&")])).Status, Is.EqualTo(OK));
    }

    [Test]
    public async Task A_body_that_middleware_has_read_and_kept_is_read_again()
    {
        await using var app = await HookApp.StartAsync(_ => { }, pipeline: app => app.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            await context.Request.Body.CopyToAsync(Stream.Null);
            await next(context);
        }));
        Assert.That((await app.PostAsync(Message)).Status, Is.EqualTo(OK));
        Assert.That((await app.PostJsonAsync($$"""{"AccountSid":"{{HookApp.AccountSid}}"}""")).Status, Is.EqualTo(OK));
    }

    private static async Task AssertTakesAsync(HookApp app, string url, string? signedUrl = null, params (string, string)[] headers)
    {
        Dictionary<string, string> form = new(Message) { ["AccountSid"] = HookApp.AccountSid };
        var (status, _) = await app.SendAsync(HttpMethod.Post, url, new FormUrlEncodedContent(form), WebhookSignature.Compute(HookApp.AuthToken, signedUrl ?? url, form), headers);
        Assert.That(status, Is.EqualTo(OK), url);
    }
}
