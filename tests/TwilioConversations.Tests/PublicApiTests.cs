using Microsoft.Extensions.DependencyInjection;
using TwilioConversations.AccessTokens;
using TwilioConversations.AspNetCore;
using TwilioConversations.Testing;
using static TwilioConversations.Tests.Infra.PublicSurface;

namespace TwilioConversations.Tests;

/// <summary>
/// The public surface of each package, generated code included, as it was reviewed: what a change of the document or of the code does
/// to it stands in the same commit.
/// </summary>
public class PublicApiTests
{
    private const string Approval = "dotnet test --project tests/TwilioConversations.Tests --filter FullyQualifiedName~PublicApiTests -e APPROVE=true";

    [TestCase(typeof(ConversationsClient))]
    [TestCase(typeof(TwilioConversationsServiceCollectionExtensions))]
    [TestCase(typeof(ConversationsEmulator))]
    [TestCase(typeof(AccessTokenIssuer))]
    [TestCase(typeof(ConversationsWebhooks))]
    [Category("Words")]
    public async Task The_public_surface_is_the_reviewed_one(Type anyType)
    {
        var actual = Of(anyType.Assembly);
        Assert.That(actual, Does.Not.Match(@"<\w*>\w__"), "a name that the compiler made up changes with the code beside it");
        if (Environment.GetEnvironmentVariable("APPROVE") == "true")
        {
            await File.WriteAllTextAsync(FileOf(anyType), actual);
        }

        var approved = (await File.ReadAllTextAsync(FileOf(anyType))).ReplaceLineEndings("\n");
        var changes = Changes(approved, actual);
        Assert.That(actual, Is.EqualTo(approved), $"The public surface has changed:\n{changes}\nIf that is meant to be, say in CHANGELOG.md what users will notice, and approve it:\n{Approval}");
    }
}
