using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The pictures in the README show what there is.</summary>
public class ReadmePictureTests
{
    [TestCase("demo")]
    [TestCase("benchmarks")]
    public async Task The_picture_that_the_README_shows_is_the_one_that_its_command_draws(string picture)
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, output) = await Shell.RunAsync(Repository.Root, "dotnet", [Repository.AssemblyOf("build/Pictures"), picture, file]);
            Assert.That(exitCode, Is.Zero, output);
            var shown = $"build/Pictures/{picture}.svg";
            Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(await File.ReadAllTextAsync(Repository.PathOf(shown))), $"Draw it anew: dotnet run --project build/Pictures -- {picture}");
            Assert.That(await File.ReadAllTextAsync(Repository.PathOf("README.md")), Does.Contain($"]({shown})"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
