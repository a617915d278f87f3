namespace TwilioConversations.Tests.Infra;

/// <summary>Resources that a copy of the OpenAPI document gains, and a program that uses them.</summary>
/// <param name="Paths">Their operations.</param>
/// <param name="Schemas">Their models.</param>
/// <param name="ProgramName">The name of the program's class.</param>
/// <param name="Program">The program, whose <c>RunAsync</c> returns whether it succeeded.</param>
internal sealed record DocumentResource(string Paths, string Schemas, string ProgramName, string Program)
{
    /// <summary>Two pages of it, each with one item.</summary>
    public static IEnumerable<StubResponse> TwoPages(string key, string item) =>
        from next in new[] { "\"https://example.com/?PageToken=2\"", "null" }
        select StubResponse.Ok($$"""{"{{key}}":[{{item}}],"meta":{"page":0,"page_size":1,"first_page_url":"","previous_page_url":null,"url":"","next_page_url":{{next}},"key":"{{key}}"} }""");

    public async Task AddToAsync(RepositoryCopy copy, string program)
    {
        var document = await File.ReadAllTextAsync(copy.PathOf(Repository.Document));
        await File.WriteAllTextAsync(copy.PathOf(Repository.Document), document
            .Replace("\npaths:\n", $"\npaths:\n{Paths}\n", StringComparison.Ordinal)
            .Replace("\n  schemas:\n", $"\n  schemas:\n{Schemas}\n", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(program, $"{ProgramName}.cs"), Program);
    }
}
