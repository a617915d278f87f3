using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The number and protocol of connections, and the effect on a call that waits for one.</summary>
public class ConnectionTests
{
    [Test]
    public async Task Many_calls_at_once_share_a_hundred_connections_and_all_succeed()
    {
        var connections = new ConcurrentDictionary<string, bool>();
        var full = new TaskCompletionSource();
        var underWay = 0;
        await using var server = await ServeAsync(async context =>
        {
            connections.TryAdd(context.Connection.Id, true);
            if (Interlocked.Increment(ref underWay) == 100)
            {
                full.TrySetResult();
            }

            // Nobody gets a response before every connection has a request.
            await full.Task;
        });
        using var client = new ConversationsClient(OptionsFor(server));
        var calls = Enumerable.Range(0, 400).Select(_ => client.Conversation("support").Participants.FetchAsync(Operations.ParticipantSid));
        await Task.WhenAll(calls);
        Assert.That(connections, Has.Count.EqualTo(100));
    }

    [Test]
    public void A_create_that_the_callers_handler_loses_is_not_sent_again_even_if_its_content_was_never_written([Values] bool hasResponse)
    {
        using var handler = new LosingHandler(hasResponse);
        using var http = new HttpClient(handler);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials }, http);
        Assert.That(() => client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" }), Throws.Exception);
        Assert.That(handler.Requests, Is.EqualTo(1));
    }

    [Test]
    public async Task The_calls_of_a_containers_client_share_one_HTTP_2_connection()
    {
        var protocols = new ConcurrentDictionary<(string Protocol, string Connection), bool>();
        using var certificate = LoopbackCertificate.Create();
        await using var server = await ServeAsync(
            context =>
            {
                protocols.TryAdd((context.Request.Protocol, context.Connection.Id), true);
                return Task.CompletedTask;
            },
            certificate);
        await using var provider = new ServiceCollection()
            .AddTwilioConversations(options => (options.Credentials, options.BaseAddress) = (StubServer.Credentials, new Uri(server.Urls.Single())))
            .ConfigurePrimaryHttpMessageHandler(() => LoopbackCertificate.HandlerTrusting(certificate))
            .Services.BuildServiceProvider();
        var participants = provider.GetRequiredService<ConversationsClient>().Conversation("support").Participants;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => participants.FetchAsync(Operations.ParticipantSid)));
        await participants.CreateAsync(new() { Identity = "alice" });
        Assert.That(protocols.Keys.Select(key => key.Protocol), Is.EqualTo(new[] { "HTTP/2" }));
    }

    [Test]
    public async Task A_client_with_its_own_connections_offers_HTTP_2_and_HTTP_1_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, BaseAddress = new Uri($"https://{listener.LocalEndpoint}"), Retry = { MaxAttempts = 1 } });
        var call = client.Conversation("support").Participants.FetchAsync(Operations.ParticipantSid);
        using var connection = await listener.AcceptSocketAsync();
        var hello = new byte[4096];
        var length = await connection.ReceiveAsync(hello);
        connection.Close();
        Assert.That(Encoding.Latin1.GetString(hello, 0, length), Does.Contain("\u0002h2\u0008http/1.1"), "the protocols of the TLS greeting");
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => call);
    }

    [Test]
    public void A_ping_finds_a_dead_connection_before_the_time_limit_of_an_attempt_ends_by_default()
    {
        using var handler = (SocketsHttpHandler)ConversationsClient.CreateHandler();
        Assert.That(handler.KeepAlivePingDelay, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(handler.KeepAlivePingTimeout, Is.GreaterThan(TimeSpan.Zero));
        // .NET looks at the clock four times in each period.
        Assert.That((handler.KeepAlivePingDelay + handler.KeepAlivePingTimeout) * 1.25, Is.LessThan(new ConversationsClientOptions().AttemptTimeout));
    }

    [Test]
    public async Task The_time_limit_of_an_attempt_begins_when_its_request_has_a_connection()
    {
        var time = new FakeTimeProvider();
        var (arrived, released) = (new[] { new TaskCompletionSource(), new TaskCompletionSource() }, new[] { new TaskCompletionSource(), new TaskCompletionSource() });
        var requests = 0;
        await using var server = await ServeAsync(async _ =>
        {
            var request = Interlocked.Increment(ref requests) - 1;
            arrived[request].SetResult();
            await released[request].Task;
        });
        using var httpClient = OneConnection();
        using var client = new ConversationsClient(OptionsFor(server, options => options.TimeProvider = time), httpClient);
        var first = client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" });
        await arrived[0].Task;
        var second = client.Conversation("support").Participants.CreateAsync(new() { Identity = "bob" });
        time.Advance(TimeSpan.FromSeconds(20));
        released[0].SetResult();
        await first;
        await arrived[1].Task;
        time.Advance(TimeSpan.FromSeconds(20));
        released[1].SetResult();
        Assert.That((await second).Sid, Is.EqualTo(Operations.ParticipantSid), "20 of its 30 seconds, after 20 seconds of waiting");
    }

    [Test]
    public async Task A_create_that_found_no_free_connection_was_not_sent_and_is_retried()
    {
        var time = new FakeTimeProvider();
        var (held, release, retried) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource<RetryAttempt>());
        var creates = 0;
        await using var server = await ServeAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                Interlocked.Increment(ref creates);
                return;
            }

            held.SetResult();
            await release.Task;
        });
        using var httpClient = OneConnection();
        using var client = new ConversationsClient(
            OptionsFor(server, options =>
            {
                (options.TimeProvider, options.Retry.MaxAttempts, options.Retry.Delay) = (time, 20, TimeSpan.FromMilliseconds(1));
                options.Retry.OnRetry = attempt => retried.TrySetResult(attempt);
            }),
            httpClient);
        var holding = httpClient.GetAsync(server.Urls.Single());
        await held.Task;
        var creating = client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" });
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((await retried.Task).Error.Message, Is.EqualTo("CreateConversationParticipant: no connection was free within the time limit of 00:00:30."));
        release.SetResult();
        while (!creating.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(2));
            await Task.Delay(1);
        }

        await creating;
        (await holding).Dispose();
        Assert.That(creates, Is.EqualTo(1));
    }

    private static HttpClient OneConnection()
    {
        var handler = (SocketsHttpHandler)ConversationsClient.CreateHandler();
        handler.MaxConnectionsPerServer = 1;
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static ConversationsClientOptions OptionsFor(WebApplication server, Action<ConversationsClientOptions>? configure = null)
    {
        var options = new ConversationsClientOptions { Credentials = StubServer.Credentials, BaseAddress = new Uri(server.Urls.Single()) };
        configure?.Invoke(options);
        return options;
    }

    /// <summary>Returns a participant when the test lets it.</summary>
    private static async Task<WebApplication> ServeAsync(Func<HttpContext, Task> before, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        app.Run(async context =>
        {
            await before(context);
            context.Response.StatusCode = context.Request.Method == "POST" ? 201 : 200;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Examples.Participant);
        });
        await app.StartAsync();
        return app;
    }

    private sealed class LosingHandler(bool hasResponse) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return hasResponse ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)) : throw new HttpRequestException("lost");
        }
    }
}
