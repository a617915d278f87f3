using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Packaging.Tests;

/// <summary>The container image of the emulator, built as for a release, for this platform alone, on a base image that the test makes up.</summary>
[Platform("Linux", Reason = "runs a script of bash, and what is in an image for Linux")]
public class ContainerImageTests
{
    [Test]
    public async Task The_image_starts_the_emulator_for_all_addresses_of_its_container()
    {
        var folder = Directory.CreateTempSubdirectory("image-").FullName;
        try
        {
            await BuildAsync(folder);
            var files = Read(Path.Combine(folder, "conversations-emulator.tar"));
            var manifest = Blob(files, Json(files["index.json"])["manifests"]![0]!);
            var config = Blob(files, manifest["config"]!)["config"]!;
            string[] command = [.. config["Entrypoint"]!.AsArray().Select(word => $"{word}")];
            Assert.That(command, Is.EqualTo(new[] { "dotnet", "/app/TwilioConversations.Cli.dll", "emulator", "--port=8080", "--host=*", "--webhook-host=*" }));
            Assert.That(config["ExposedPorts"]!.AsObject().Select(port => port.Key), Is.EqualTo(new[] { "8080/tcp" }));
            Assert.That($"{config["Labels"]!["org.opencontainers.image.licenses"]}", Is.EqualTo("MIT"));

            using (var layer = new GZipStream(new MemoryStream(files[PathOf(manifest["layers"]!.AsArray()[^1]!)]), CompressionMode.Decompress))
            {
                TarFile.ExtractToDirectory(layer, folder, overwriteFiles: false);
            }

            // As in the container, but for this machine alone, with a command that needs the emulator.
            var (exitCode, output) = await Shell.RunAsync(
                folder, "dotnet", [folder + command[1], "emulator", "--", "dotnet", folder + command[1], "conversations", "create", "--unique-name", "mine"]);
            Assert.That(exitCode, Is.Zero, output);
            Assert.That(output, Does.Contain("mine"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task BuildAsync(string folder)
    {
        await using var registry = await StubRegistry.StartAsync();
        string[] built = Regex.IsMatch(TestContext.CurrentContext.TestDirectory, @"bin[\\/]Release[\\/]") ? ["--no-build"] : ["-p:RunAnalyzers=false"];
        var (exitCode, output) = await Shell.RunAsync(
            Repository.Root, "bash",
            ["build/image.sh", folder, $"-p:ContainerBaseImage={registry.Image}", "-p:RuntimeIdentifiers=", "-p:ContainerRuntimeIdentifiers=", .. built]);
        Assert.That(exitCode, Is.Zero, output);
    }

    private static Dictionary<string, byte[]> Read(string archive)
    {
        using var tar = new TarReader(File.OpenRead(archive));
        var files = new Dictionary<string, byte[]>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }

    private static JsonNode Blob(Dictionary<string, byte[]> files, JsonNode part) => Json(files[PathOf(part)]);

    private static JsonNode Json(byte[] content) => JsonNode.Parse(content)!;

    private static string PathOf(JsonNode part) => $"blobs/{$"{part["digest"]}".Replace(':', '/')}";
}
