using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TwilioConversations.Testing;

/// <summary>Kestrel on the loopback addresses of this machine, without the host, container and configuration that take most of the time a web application needs to start.</summary>
internal sealed class LoopbackServer : IHttpApplication<HttpContext>, IDisposable
{
    private const int Attempts = 20;

    private readonly KestrelServer _server;
    private readonly RequestDelegate _respond;

    /// <exception cref="IOException">The port is taken.</exception>
    public LoopbackServer(int port, RequestDelegate respond)
    {
        _respond = respond;
        var sockets = Bind(port);
        var options = new KestrelServerOptions { AddServerHeader = false, Limits = { MaxRequestBodySize = null } };
        foreach (var endPoint in sockets.Keys)
        {
            options.Listen((IPEndPoint)endPoint, listen => listen.Protocols = HttpProtocols.Http1);
        }

        var transport = new SocketTransportOptions { CreateBoundListenSocket = endPoint => sockets[endPoint] };
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        _server.StartAsync(this, CancellationToken.None).GetAwaiter().GetResult();
        Address = new Uri($"http://{sockets.Keys.First()}");
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

    /// <summary>Sockets on the loopback addresses of both families, or of the one that this machine has, with the same port.</summary>
    private static Dictionary<EndPoint, Socket> Bind(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sockets = new Dictionary<EndPoint, Socket>();
            var common = port;
            try
            {
                foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
                {
                    if (TryBind(new IPEndPoint(address, common)) is { LocalEndPoint: IPEndPoint bound } socket)
                    {
                        common = bound.Port;
                        sockets.Add(bound, socket);
                    }
                }

                return sockets;
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
}
