using System.Net;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Tests.Infra;

/// <summary>The service's published example payloads, from Fixtures/*.examples.json.</summary>
internal static class Examples
{
    private static readonly JObject All = Load();

    /// <summary>Each example response: its operation, its name, its body.</summary>
    public static IEnumerable<TestCaseData<string, string>> Responses =>
        from operation in All.Properties()
        from example in (operation.Value["responses"] as JObject ?? []).Properties()
        select new TestCaseData<string, string>(operation.Name, example.Name);

    /// <summary>Each example form: its operation, its name.</summary>
    public static IEnumerable<TestCaseData<string, string>> Forms =>
        from operation in All.Properties()
        from example in (operation.Value["requests"] as JObject ?? []).Properties()
        select new TestCaseData<string, string>(operation.Name, example.Name);

    public static JObject Response(string operation, string example) => (JObject)All[operation]!["responses"]![example]!["body"]!.DeepClone();

    public static HttpStatusCode Status(string operation, string example) => (HttpStatusCode)(int)All[operation]!["responses"]![example]!["status"]!;

    /// <summary>The form as JSON: a string for each field, an array where it comes more than once.</summary>
    public static JObject Form(string operation, string example) => (JObject)All[operation]!["requests"]![example]!.DeepClone();

    /// <summary>Any participant, for tests that do not care which.</summary>
    public static string Participant => Response("FetchConversationParticipant", "fetch").ToString(Formatting.None);

    public static string Page => Response("ListConversationParticipant", "read").ToString(Formatting.None);

    /// <summary>A page of chat users, and the address of the next one.</summary>
    public static StubResponse PageOf(string[] identities, string? nextPageUrl)
    {
        var page = JObject.Parse(Page);
        page["meta"]!["next_page_url"] = nextPageUrl;
        page["participants"] = new JArray(identities.Select(identity =>
        {
            var participant = Response("FetchConversationParticipant", "fetch");
            participant["identity"] = identity;
            return participant;
        }));
        return StubResponse.Ok(page.ToString());
    }

    private static JObject Load()
    {
        var files = Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures"), "*.examples.json");
        return new JObject(files.SelectMany(file => Sample.Parse(File.ReadAllText(file)).Properties()));
    }
}
