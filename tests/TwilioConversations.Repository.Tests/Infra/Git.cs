namespace TwilioConversations.Tests.Infra;

/// <summary>Runs git in a folder, with the name of an author.</summary>
internal static class Git
{
    /// <summary>Gives what git printed; fails the test if git fails.</summary>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var (exitCode, output) = await Shell.RunAsync(folder, "git", ["-c", "user.name=a", "-c", "user.email=a@example.com", .. arguments]);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }
}
