using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace TwilioConversations.Tests.Infra;

/// <summary>A page in headless Chromium, driven over the DevTools protocol.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private static readonly string? Browser = Shell.FindOnPath("chromium", "chromium-browser", "google-chrome");

    private readonly DirectoryInfo _profile;
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private int _lastId;

    private ChromiumPage(DirectoryInfo profile, Process process) => (_profile, _process) = (profile, process);

    /// <summary>Opens an address in a window of a width. The test is skipped if there is no Chromium.</summary>
    public static async Task<ChromiumPage> OpenAsync(Uri address, int width, CancellationToken cancellationToken)
    {
        if (Browser is null)
        {
            Assert.Ignore("Chromium is not on the path.");
        }

        var profile = Directory.CreateTempSubdirectory("chromium-");
        var process = Process.Start(new ProcessStartInfo(Browser!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", $"--user-data-dir={profile.FullName}", "--remote-debugging-port=0", "about:blank"])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var page = new ChromiumPage(profile, process);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var file = Path.Combine(profile.FullName, "DevToolsActivePort");
        while (!File.Exists(file) || (await File.ReadAllLinesAsync(file, cancellationToken)).Length < 2)
        {
            await Task.Delay(50, cancellationToken);
        }

        using var client = new HttpClient();
        var port = (await File.ReadAllLinesAsync(file, cancellationToken))[0];
        var targets = JsonNode.Parse(await client.GetStringAsync($"http://127.0.0.1:{port}/json/list", cancellationToken))!.AsArray();
        var target = targets.First(entry => (string?)entry!["type"] == "page")!;
        await page._socket.ConnectAsync(new Uri((string)target["webSocketDebuggerUrl"]!), cancellationToken);
        await page.SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false }, cancellationToken);
        await page.SendAsync("Page.navigate", new() { ["url"] = address.ToString() }, cancellationToken);
        return page;
    }

    /// <summary>The value of a JavaScript expression.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression, CancellationToken cancellationToken)
    {
        var response = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true }, cancellationToken);
        return response["exceptionDetails"] is { } problem ? throw new InvalidOperationException(problem.ToJsonString()) : response["result"]!["value"];
    }

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public async Task WaitForAsync(string expression, CancellationToken cancellationToken)
    {
        while ((bool?)await EvaluateAsync($"Boolean({expression})", cancellationToken) != true)
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Presses a key: one of the named keys, or a character.</summary>
    public async Task PressAsync(string key, CancellationToken cancellationToken)
    {
        var (code, text) = key switch { "Enter" => (13, "\r"), "Tab" => (9, ""), "Escape" => (27, ""), "ArrowDown" => (40, ""), _ => (0, key) };
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            await SendAsync("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = key, ["windowsVirtualKeyCode"] = code, ["text"] = type == "keyDown" ? text : "" }, cancellationToken);
        }
    }

    public Task TypeAsync(string text, CancellationToken cancellationToken) => SendAsync("Input.insertText", new() { ["text"] = text }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // The browser's last process may still write there.
        }
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = ++_lastId;
        await _socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString()), WebSocketMessageType.Text, true, cancellationToken);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            using var message = new MemoryStream();
            WebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer, cancellationToken);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            var response = JsonNode.Parse(message.ToArray())!;
            if ((int?)response["id"] == id)
            {
                return response["result"] ?? throw new InvalidOperationException(response.ToJsonString());
            }
        }
    }
}
