using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TwilioConversations.Tests.Infra;

/// <summary>A Redis of the test's own, on this machine and in memory.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";

    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly Process _process;

    private RedisServer(int port)
    {
        Address = $"127.0.0.1:{port}";
        _process = Shell.Start(_folder, Program, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder]);
    }

    public string Address { get; }

    /// <summary>Starts it, or skips the test where it is not installed.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        if (Shell.FindOnPath(Program) is null)
        {
            Assert.Ignore($"{Program} is not installed");
        }

        var server = new RedisServer(FreePort());
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // Nothing more of what it prints is read, and it prints next to nothing.
                return server;
            }
        }

        server.Dispose();
        throw new InvalidOperationException("Redis ended before it listened.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
