using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;
using WireMock.Types;
using WireMock.Util;

namespace TwilioConversations.Tests;

/// <summary>The website of guides and API reference: it builds without a warning, its links lead somewhere, and a phone can show it.</summary>
public class DocumentationSiteTests
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome"];

    private string _folder = null!;

    private string Site => Path.Combine(_folder, "site");

    [OneTimeSetUp]
    public async Task BuildAsync()
    {
        _folder = Directory.CreateTempSubdirectory("docs-").FullName;
        var restored = await Shell.RunAsync(Repository.Root, "dotnet", ["tool", "restore"]);
        if (restored.ExitCode != 0)
        {
            Assert.Ignore("docfx cannot be restored here: " + restored.Output);
        }

        var (exitCode, output) = await Shell.RunAsync(Repository.Root, "bash", ["build/docs.sh", _folder, TestContext.CurrentContext.TestDirectory]);
        Assert.That(exitCode, Is.Zero, output);
    }

    [OneTimeTearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Every_link_within_the_site_leads_to_a_page_and_to_a_place_on_it()
    {
        var pages = Directory.EnumerateFiles(Site, "*.html", SearchOption.AllDirectories).ToDictionary(page => page, File.ReadAllText);
        var wrong =
            from page in pages
            from Match link in Regex.Matches(page.Value, "<[^>]* (?:href|src)=\"([^\"]+)\"")
            let address = WebUtility.HtmlDecode(link.Groups[1].Value)
            where !Regex.IsMatch(address, "^([a-z]+:|//)")
            let parts = Uri.UnescapeDataString(address).Split('#')
            let target = parts[0].Length == 0 ? page.Key : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Key)!, parts[0]))
            where !Path.Exists(target) || (parts.Length > 1 && parts[1].Length > 0 && pages.TryGetValue(target, out var text) && !Regex.IsMatch(text, $"(id|name)=\"{Regex.Escape(parts[1])}\""))
            select $"{Path.GetRelativePath(Site, page.Key)}: {address}";
        Assert.That(pages, Has.Count.GreaterThan(50));
        Assert.That(wrong.Distinct(), Is.Empty);
    }

    [Test]
    public void Every_public_type_has_a_page()
    {
        var types = new[] { typeof(ConversationsClient), typeof(Testing.ConversationsEmulator) }.SelectMany(type => type.Assembly.GetExportedTypes()).Where(type => !type.IsNested
            // The converters that attributes name are for serializers, not for people.
            && type.GetCustomAttribute<System.ComponentModel.EditorBrowsableAttribute>()?.State != System.ComponentModel.EditorBrowsableState.Never);
        Assert.That(types.Select(type => $"{type.FullName!.Replace('`', '-')}.html").Where(page => !File.Exists(Path.Combine(Site, "api", page))), Is.Empty);
    }

    [Test]
    public async Task Pages_fit_a_phone_and_a_desk()
    {
        if (Shell.FindOnPath(Browsers) is not { } browser)
        {
            Assert.Ignore("No Chromium is on the path.");
            return;
        }

        using var server = WireMock.Server.WireMockServer.Start();
        server.Given(WireMock.RequestBuilders.Request.Create()).RespondWith(WireMock.ResponseBuilders.Response.Create().WithCallback(request => Serve(request.AbsolutePath)));
        var profile = Path.Combine(_folder, "profile");
        var (exitCode, output, errors) = await Shell.RunApartAsync(_folder, browser,
            ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={profile}", "--virtual-time-budget=20000", "--window-size=1400,1000", "--dump-dom", server.Url + "/measure"]);
        Assert.That(exitCode, Is.Zero, errors);
        var views = JsonSerializer.Deserialize<View[]>(WebUtility.HtmlDecode(Regex.Match(output, "<pre>(.*)</pre>", RegexOptions.Singleline).Groups[1].Value))!;

        Assert.That(views.Select(view => (view.Width, view.Page)), Is.EqualTo(from width in Widths from page in Pages select (width, page)));
        Assert.Multiple(() =>
        {
            foreach (var view in views)
            {
                Assert.That(view.Content, Is.LessThanOrEqualTo(view.Width), $"{view.Page} at {view.Width}: wider than the window");
                Assert.That(view.Heading, Is.Not.Empty, $"{view.Page} at {view.Width}: no heading in sight");
                Assert.That(view.Logo, Is.InRange(16, view.Header), $"{view.Page} at {view.Width}: the logo does not fit its header");
                Assert.That(view.Cut, Is.Empty, $"{view.Page} at {view.Width}: code that is cut off");
            }
        });
    }

    [Test]
    public void The_front_page_shows_how_to_install_and_has_a_search()
    {
        var page = File.ReadAllText(Path.Combine(Site, "index.html"));
        Assert.That(page, Does.Contain("dotnet add package TwilioConversations").And.Contain("id=\"search-query\""));
        Assert.That(Packages.Where(package => !page.Contains($">{package}<", StringComparison.Ordinal)), Is.Empty);
    }

    private static readonly int[] Widths = [390, 1280];

    private static readonly string[] Pages =
    [
        "index.html", "project/README.html", "src/TwilioConversations.Cli/README.html", "api/TwilioConversations.ConversationsClient.html",
        .. Directory.EnumerateFiles(Repository.PathOf("build/docs/guides"), "*.md").Select(guide => $"guides/{Path.GetFileNameWithoutExtension(guide)}.html").Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Packages => Directory.EnumerateDirectories(Repository.PathOf("src")).Select(folder => Path.GetFileName(folder));

    /// <summary>A page in a window: the width of the window and of its content, the heading if it shows, the heights of the logo and its header, code wider than its box.</summary>
    private sealed record View(string Page, int Width, int Content, string Heading, int Logo, int Header, string[] Cut);

    // Frames have the width that is asked for; a window of the browser has a minimum.
    private static string Measure => $$"""
        <!DOCTYPE html><pre></pre>{{string.Concat(from width in Widths from page in Pages select $"<iframe src='/{page}' data-page='{page}' width='{width}' height='900' style='border:0'></iframe>")}}
        <script>
        addEventListener("load", () => setTimeout(() => document.querySelector("pre").textContent = JSON.stringify([...document.querySelectorAll("iframe")].map(frame => {
          const page = frame.contentDocument, root = page.documentElement, heading = page.querySelector("h1"), box = heading?.getBoundingClientRect();
          const cut = [...page.querySelectorAll("pre")].filter(block => block.scrollWidth > block.clientWidth).map(block => block.textContent.slice(0, 60));
          return { Page: frame.dataset.page, Width: Number(frame.width), Content: root.scrollWidth, Heading: box?.height > 0 && box.left >= 0 && box.top < 900 ? heading.textContent.trim() : "",
            Logo: page.querySelector("#logo")?.height ?? 0, Header: page.querySelector("header")?.offsetHeight ?? 0, Cut: cut };
        })), 5000));
        </script>
        """;

    private WireMock.ResponseMessage Serve(string path)
    {
        var file = Path.Combine(Site, path.TrimStart('/'));
        var body = path == "/measure" ? System.Text.Encoding.UTF8.GetBytes(Measure) : File.Exists(file) ? File.ReadAllBytes(file) : null;
        var type = path == "/measure" ? "text/html" : Path.GetExtension(file) switch { ".html" => "text/html", ".js" => "text/javascript", ".css" => "text/css", ".svg" => "image/svg+xml", ".json" => "application/json", _ => "application/octet-stream" };
        return new()
        {
            StatusCode = body is null ? 404 : 200,
            Headers = new Dictionary<string, WireMockList<string>> { ["Content-Type"] = new(type) },
            BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = body ?? [] },
        };
    }
}
