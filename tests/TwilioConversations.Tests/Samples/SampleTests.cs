using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>The C# of README, guides and package READMEs as printed: a reader who follows a page gets programs that build and run.</summary>
[Parallelizable(ParallelScope.Children)]
public class SampleTests
{
    private static IEnumerable<string> Pages => DocumentationTests.Documents.Where(document => SamplePage.Read(document).Programs.Count > 0);

    private static IEnumerable<string> ConsolePrograms => Programs(program => program is { IsProgram: true, IsWebApplication: false });

    private static IEnumerable<string> WebApplications => Programs(program => program is { IsProgram: true, IsWebApplication: true });

    private static IEnumerable<string> TestClasses => Programs(program => !program.IsProgram);

    [TestCaseSource(nameof(Pages))]
    public void Every_block_compiles_in_the_project_that_its_page_names(string page) =>
        Assert.That(SamplePage.Read(page).Programs.SelectMany(program => program.Diagnostics), Is.Empty);

    [TestCaseSource(nameof(ConsolePrograms))]
    public async Task Every_program_runs_to_its_end_against_an_empty_emulator(string place)
    {
        using var service = ConversationsEmulator.Start();
        using var sample = new SampleProcess(ProgramAt(place), service);
        var output = sample.Process.StandardOutput.ReadToEndAsync();
        var errors = await sample.Process.StandardError.ReadToEndAsync();
        await sample.Process.WaitForExitAsync();
        Assert.That(sample.Process.ExitCode, Is.Zero, await output + errors);
        Assert.That(errors, Is.Empty);
    }

    [TestCaseSource(nameof(WebApplications))]
    public async Task Every_web_application_starts_and_responds(string place)
    {
        using var service = ConversationsEmulator.Start();
        using var sample = new SampleProcess(ProgramAt(place), service, "--urls", "http://127.0.0.1:0");
        using var http = await StartAsync(sample);
        using var response = await http.GetAsync(new Uri("/", UriKind.Relative));
        Assert.That((int)response.StatusCode, Is.LessThan(500));
    }

    [Test]
    public async Task The_OpenAPI_document_of_an_application_has_enums_and_keys_as_text()
    {
        using var service = ConversationsEmulator.Start();
        var place = Programs(program => program.Contains("AddSchemaTransformer")).Single();
        using var sample = new SampleProcess(ProgramAt(place), service, "--urls", "http://127.0.0.1:0");
        using var http = await StartAsync(sample);
        var document = JObject.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        var parameters = document.SelectTokens("$.paths.*.get.parameters[*]").ToDictionary(parameter => (string)parameter["name"]!, parameter => parameter["schema"]!);
        Assert.That(parameters.Select(parameter => (parameter.Key, (string?)Resolved(parameter.Value)["type"])), Is.EquivalentTo(new[] { ("key", "string"), ("state", "string") }));

        JToken Resolved(JToken schema) => (string?)schema["$ref"] is { } reference ? document.SelectToken(reference[2..].Replace('/', '.'))! : schema;
    }

    [TestCaseSource(nameof(TestClasses))]
    public async Task Every_test_in_a_guide_passes(string place)
    {
        var program = ProgramAt(place);
        var context = new AssemblyLoadContext(place, isCollectible: true);
        using var image = new MemoryStream(program.Emit());
        var tests = context.LoadFromStream(image).GetExportedTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(TestAttribute), inherit: false)).ToList();
        foreach (var test in tests)
        {
            await (Task)test.Invoke(Activator.CreateInstance(test.DeclaringType!), null)!;
        }

        context.Unload();
    }

    private static async Task<HttpClient> StartAsync(SampleProcess sample)
    {
        var output = new StringBuilder();
        while (await sample.Process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.AppendLine(line);
            if (Regex.Match(line, "Now listening on: (.+)") is { Success: true } match)
            {
                return new HttpClient { BaseAddress = new Uri(match.Groups[1].Value) };
            }
        }

        throw new AssertionException(output.ToString());
    }

    private static IEnumerable<string> Programs(Func<SampleProgram, bool> condition) =>
        Pages.SelectMany(page => SamplePage.Read(page).Programs).Where(condition).Select(program => program.Place);

    private static SampleProgram ProgramAt(string place) => SamplePage.Read(place[..place.LastIndexOf(':')]).Programs.Single(program => program.Place == place);
}
