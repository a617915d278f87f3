using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>A server on this machine that receives webhooks, checks their signatures, and responds as a test sets it; the status 0 means no response.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HookServer(Func<ReceivedHook, (int Status, string? Body)>? respond)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
            var fields = form is not null ? form.ToDictionary(field => field.Key, field => field.Value.ToString()) : context.Request.Query.ToDictionary(field => field.Key, field => field.Value.ToString());
            var isSigned = WebhookSignature.IsValid(context.Request.Headers[WebhookSignature.HeaderName], context.Request.GetEncodedUrl(), form is null ? null : fields, ConversationsEmulator.AuthToken);
            var hook = new ReceivedHook(context.Request.Method, context.Request.Path, fields, isSigned, context.Request.Headers["I-Twilio-Idempotency-Token"].ToString());
            Received.Enqueue(hook);
            var (status, body) = respond?.Invoke(hook) ?? (200, null);
            if (status == 0)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body ?? "");
        });
    }

    public ConcurrentQueue<ReceivedHook> Received { get; } = [];

    public IEnumerable<string> EventTypes => Received.Select(hook => hook.Fields["EventType"]);

    public string Url { get; private set; } = "";

    public static async Task<HookServer> StartAsync(Func<ReceivedHook, (int Status, string? Body)>? respond = null)
    {
        var server = new HookServer(respond);
        await server._app.StartAsync();
        server.Url = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    internal sealed record ReceivedHook(string Method, string Path, IReadOnlyDictionary<string, string> Fields, bool IsSigned, string IdempotencyToken);
}
