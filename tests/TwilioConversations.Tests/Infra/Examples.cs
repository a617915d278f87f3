using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Tests.Infra;

/// <summary>The service's published example payloads, from Fixtures/participants.examples.json.</summary>
internal static class Examples
{
    private static readonly JObject All = Load();

    /// <summary>Each example answer: its operation, its name, its body.</summary>
    public static IEnumerable<TestCaseData<string, string>> Answers =>
        from operation in All.Properties()
        from example in (operation.Value["responses"] as JObject ?? []).Properties()
        select new TestCaseData<string, string>(operation.Name, example.Name);

    /// <summary>Each example form: its operation, its name.</summary>
    public static IEnumerable<TestCaseData<string, string>> Forms =>
        from operation in All.Properties()
        from example in (operation.Value["requests"] as JObject ?? []).Properties()
        select new TestCaseData<string, string>(operation.Name, example.Name);

    public static JObject Answer(string operation, string example) => (JObject)All[operation]!["responses"]![example]!["body"]!.DeepClone();

    public static Dictionary<string, string> Form(string operation, string example) =>
        All[operation]!["requests"]![example]!.ToObject<Dictionary<string, string>>()!;

    /// <summary>Any participant, for tests that do not care which.</summary>
    public static string Participant => Answer("FetchConversationParticipant", "fetch").ToString(Formatting.None);

    public static string Page => Answer("ListConversationParticipant", "read").ToString(Formatting.None);

    /// <summary>A page of chat users, and the address of the next one.</summary>
    public static Infra.Answer PageOf(string[] identities, string? nextPageUrl)
    {
        var page = JObject.Parse(Page);
        page["meta"]!["next_page_url"] = nextPageUrl;
        page["participants"] = new JArray(identities.Select(identity =>
        {
            var participant = Answer("FetchConversationParticipant", "fetch");
            participant["identity"] = identity;
            return participant;
        }));
        return Infra.Answer.Ok(page.ToString());
    }

    private static JObject Load()
    {
        using var reader = new JsonTextReader(File.OpenText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "participants.examples.json")))
        {
            DateParseHandling = DateParseHandling.None,
        };
        return JObject.Load(reader);
    }
}
