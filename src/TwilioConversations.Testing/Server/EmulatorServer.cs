using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TwilioConversations.Testing;

/// <summary>Kestrel without the host, container and configuration that take most of the time a web application needs to start.</summary>
internal sealed class EmulatorServer : IHttpApplication<HttpContext>, IDisposable
{
    private const int Attempts = 20;

    private readonly KestrelServer _server;
    private readonly RequestDelegate _respond;

    /// <exception cref="IOException">The port is taken.</exception>
    public EmulatorServer(EmulatorOptions emulator, RequestDelegate respond)
    {
        _respond = respond;
        var sockets = Bind(AddressesOf(emulator.Host), emulator.Port);
        // Each kind of body has a limit of its own, which its reader checks.
        var options = new KestrelServerOptions { AddServerHeader = false, Limits = { MaxRequestBodySize = null } };
        if (emulator.Certificate is not null)
        {
            options.ApplicationServices = TlsServices();
        }

        foreach (var endPoint in sockets.Keys)
        {
            options.Listen((IPEndPoint)endPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (emulator.Certificate is { } certificate)
                {
                    listen.UseHttps(certificate);
                }
            });
        }

        var transport = new SocketTransportOptions { CreateBoundListenSocket = endPoint => sockets[endPoint] };
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        _server.StartAsync(this, CancellationToken.None).GetAwaiter().GetResult();
        var first = (IPEndPoint)sockets.Keys.First();
        // Clients on this machine cannot connect to "any address".
        var host = first.Address.Equals(IPAddress.Any) || first.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : first.Address;
        Address = new Uri($"{(emulator.Certificate is null ? "http" : "https")}://{new IPEndPoint(host, first.Port)}");
    }

    public Uri Address { get; }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _respond(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <summary>Stops at once: connections that are still open are closed.</summary>
    public void Dispose()
    {
        _server.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        _server.Dispose();
    }

    /// <summary>The addresses to listen on: both loopback addresses, all addresses, or a single one.</summary>
    private static IPAddress[] AddressesOf(string host) => host switch
    {
        "localhost" => [IPAddress.Loopback, IPAddress.IPv6Loopback],
        "*" => [IPAddress.Any, IPAddress.IPv6Any],
        _ => IPAddress.TryParse(host, out var address) ? [address]
            : throw new ArgumentException($"The host {host} must be localhost, * or an IP address of this machine."),
    };

    /// <summary>Sockets on those of the addresses whose family this machine has, with the same port.</summary>
    private static Dictionary<EndPoint, Socket> Bind(IPAddress[] addresses, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sockets = new Dictionary<EndPoint, Socket>();
            var common = port;
            try
            {
                foreach (var address in addresses)
                {
                    if (TryBind(new IPEndPoint(address, common)) is { LocalEndPoint: IPEndPoint bound } socket)
                    {
                        common = bound.Port;
                        sockets.Add(bound, socket);
                    }
                }

                return sockets.Count > 0 ? sockets : throw new IOException($"This machine has no address {addresses[0]}.");
            }
            catch (IOException)
            {
                foreach (var socket in sockets.Values)
                {
                    socket.Dispose();
                }

                // A port that is free in one family may be taken in the other; where any will do, try another.
                if (port != 0 || attempt == Attempts)
                {
                    throw;
                }
            }
        }
    }

    private static Socket? TryBind(IPEndPoint endPoint)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(endPoint);
            return socket;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return e.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable
                ? null
                : throw new IOException($"The emulator cannot listen on {endPoint}; perhaps another program uses the port.", e);
        }
    }

    // TLS takes services that only the host of a web application registers.
    private static ServiceProvider TlsServices()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        return builder.Services.BuildServiceProvider();
    }
}
