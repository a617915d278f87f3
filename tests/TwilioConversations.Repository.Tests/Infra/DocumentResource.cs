namespace TwilioConversations.Tests.Infra;

/// <summary>A resource that a copy of the document gains, all that is written by hand for it, and a program that uses it.</summary>
/// <param name="Paths">Its operations.</param>
/// <param name="Schemas">Its models.</param>
/// <param name="ClientName">The name of its client.</param>
/// <param name="Partial">The client's hand-written half: its pager.</param>
/// <param name="ProgramName">The name of the program's class.</param>
/// <param name="Program">The program, whose <c>RunAsync</c> says whether all was as it should be.</param>
internal sealed record DocumentResource(string Paths, string Schemas, string ClientName, string Partial, string ProgramName, string Program)
{
    /// <summary>Two pages of it, each with one item.</summary>
    public static IEnumerable<Answer> TwoPages(string key, string item) =>
        from next in new[] { "\"https://example.com/?PageToken=2\"", "null" }
        select Answer.Ok($$"""{"{{key}}":[{{item}}],"meta":{"page":0,"page_size":1,"first_page_url":"","previous_page_url":null,"url":"","next_page_url":{{next}},"key":"{{key}}"} }""");

    public async Task AddToAsync(RepositoryCopy copy, string program)
    {
        var document = await File.ReadAllTextAsync(copy.PathOf(Repository.Document));
        await File.WriteAllTextAsync(copy.PathOf(Repository.Document), document
            .Replace("\npaths:\n", $"\npaths:\n{Paths}\n", StringComparison.Ordinal)
            .Replace("\n  schemas:\n", $"\n  schemas:\n{Schemas}\n", StringComparison.Ordinal));
        await File.WriteAllTextAsync(copy.PathOf($"src/TwilioConversations/Client/{ClientName}.Paging.cs"), Partial);
        await File.WriteAllTextAsync(Path.Combine(program, $"{ProgramName}.cs"), Program);
    }
}
