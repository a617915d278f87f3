using System.ComponentModel;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>The emulator, driven by a client that we did not write.</summary>
public class ForeignClientTests
{
    private const string Package = "twilio@6.3.1";

    [Test]
    public async Task The_vendor_s_client_for_Node_works_with_the_emulator()
    {
        var folder = Directory.CreateTempSubdirectory("foreign-").FullName;
        try
        {
            await InstallAsync(folder);
            var script = Path.Combine(folder, "foreign-client.js");
            File.Copy(Path.Combine(TestContext.CurrentContext.TestDirectory, "Consumers", "foreign-client.js"), script);
            using var emulator = ConversationsEmulator.Start();
            var (exitCode, output) = await Shell.RunAsync(folder, "node", [script, ConversationsEmulator.AccountSid, ConversationsEmulator.AuthToken, emulator.BaseAddress.AbsoluteUri]);
            Assert.That(output, Does.Contain("foreign client done"));
            Assert.That(exitCode, Is.Zero);

            // The recipe of the guide, with the command line, which finds the package beside it.
            var guide = await File.ReadAllTextAsync(Repository.PathOf("build/docs/guides/emulator.md"));
            await File.WriteAllTextAsync(Path.Combine(folder, "recipe.js"), guide.Split("```js\n")[1].Split("```")[0]);
            Assert.That(await Shell.RunAsync(folder, "dotnet", [Packages.Tool, "emulator", "--", "node", "recipe.js"]), Is.EqualTo((0, "alice Hello\n")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task InstallAsync(string folder)
    {
        try
        {
            var (exitCode, output) = await Shell.RunAsync(folder, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder, Package]);
            if (exitCode != 0)
            {
                Assert.Ignore($"{Package} cannot be had here: {output.Trim().Split('\n')[^1]}");
            }
        }
        catch (Win32Exception)
        {
            Assert.Ignore("Node and npm are not on the path.");
        }
    }
}
