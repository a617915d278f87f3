using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TwilioConversations.Packaging.Tests;

/// <summary>A registry of container images on this machine, with one image that has a single empty layer.</summary>
internal sealed class StubRegistry : IAsyncDisposable
{
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    private readonly Dictionary<string, (string Type, byte[] Content)> _contents = [];
    private readonly WebApplication _app = WebApplication.CreateSlimBuilder().Build();

    private StubRegistry()
    {
        var tar = new MemoryStream();
        new TarWriter(tar, leaveOpen: true).Dispose();
        var layer = new MemoryStream();
        using (var gzip = new GZipStream(layer, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(tar.ToArray());
        }

        var config = Json(new
        {
            architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new { Env = new[] { "PATH=/usr/bin" } },
            rootfs = new { type = "layers", diff_ids = new[] { DigestOf(tar.ToArray()) } },
        });
        var manifest = Json(new
        {
            schemaVersion = 2,
            mediaType = Manifest,
            config = Part("application/vnd.oci.image.config.v1+json", config),
            layers = new[] { Part("application/vnd.oci.image.layer.v1.tar+gzip", layer.ToArray()) },
        });
        Part(Manifest, manifest);
        _contents["1"] = (Manifest, manifest);
        _app.MapGet("/v2/base/{kind}/{name}", async (string name, HttpContext context) =>
        {
            var (type, content) = _contents[name];
            (context.Response.ContentType, context.Response.ContentLength) = (type, content.Length);
            context.Response.Headers["Docker-Content-Digest"] = DigestOf(content);
            await context.Response.Body.WriteAsync(content);
        });
    }

    /// <summary>The name of the image. Builds use plain HTTP for the host localhost alone.</summary>
    public string Image => $"localhost:{new Uri(_app.Urls.Single()).Port}/base:1";

    public static async Task<StubRegistry> StartAsync()
    {
        var registry = new StubRegistry();
        registry._app.Urls.Add("http://127.0.0.1:0");
        await registry._app.StartAsync();
        return registry;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private object Part(string type, byte[] content)
    {
        _contents[DigestOf(content)] = (type, content);
        return new { mediaType = type, digest = DigestOf(content), size = content.Length };
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
