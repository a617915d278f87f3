using System.Net;
using System.Net.Sockets;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests.Inbox;

/// <summary>A PostgreSQL server of the test's own, in a temporary folder; it does not run as root.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // Debian has a user for the server. Anywhere else, the tests hardly run as root.
    private static readonly string[] AsUser = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    private readonly string _programs;
    private readonly string _folder;

    private PostgresServer(string programs, string folder) => (_programs, _folder) = (programs, folder);

    public string ConnectionString { get; private set; } = "";

    /// <summary>Starts a server, or ignores the test with the reason.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
        if (programs is null)
        {
            Assert.Ignore("PostgreSQL is not in /usr/lib/postgresql. build/install-test-tools.sh installs it.");
        }

        var (_, folder) = await Shell.RunAsync("/", AsUser.FirstOrDefault() ?? "mktemp", [.. AsUser.Skip(1), .. AsUser.Length > 0 ? ["mktemp"] : Array.Empty<string>(), "-d"]);
        var server = new PostgresServer(programs, folder.Trim());
        try
        {
            await server.StartServerAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", "stop", "-D", Path.Combine(_folder, "data"), "-m", "immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServerAsync()
    {
        var data = Path.Combine(_folder, "data");
        var (exitCode, output) = await RunAsync("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Assert.That(exitCode, Is.Zero, output);
        var port = FreePort();
        (exitCode, output) = await RunAsync(
            "pg_ctl", "start", "-w", "-D", data, "-l", Path.Combine(_folder, "log"), "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off");
        Assert.That(exitCode, Is.Zero, output);
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=tests;Database=postgres";
    }

    private Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        string[] command = [.. AsUser, Path.Combine(_programs, program), .. arguments];
        return Shell.RunAsync("/", command[0], command[1..]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
