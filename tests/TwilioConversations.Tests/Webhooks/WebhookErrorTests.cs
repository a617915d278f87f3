using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwilioConversations.Tests.Infra;
using static System.Net.HttpStatusCode;

namespace TwilioConversations.Tests;

/// <summary>Errors that reach the application: those of its handlers, and of requests that do not arrive.</summary>
public class WebhookErrorTests
{
    private const string Marked = "q7Zmarked";

    private static readonly Dictionary<string, string> Message = new() { ["EventType"] = "onMessageAdded", ["Body"] = Marked };

    [Test]
    public async Task The_handler_of_errors_gets_what_each_handler_threw_and_the_log_only_its_type()
    {
        var errors = new ConcurrentQueue<(string Message, string? Body, bool CanBeCanceled)>();
        using var reported = new SemaphoreSlim(0);
        await using var app = await HookApp.StartAsync(hooks => hooks
            .OnEvent((received, _) => throw new TimeoutException($"first {received["Body"]}"))
            .OnMessageAdded((received, _) => throw new InvalidOperationException($"second {received.Body}"))
            .OnError((error, received, context) =>
            {
                errors.Enqueue((error.Message, received["Body"], context.CancellationToken.CanBeCanceled));
                reported.Release();
                throw new NotSupportedException(Marked);
            }));
        Assert.That((await app.PostAsync(Message)).Status, Is.EqualTo(InternalServerError));
        await WaitAsync(reported, 2);
        Assert.That(errors, Is.EqualTo(new[] { ($"first {Marked}", Marked, false), ($"second {Marked}", Marked, false) }));
        await app.Log.WaitForAsync("onMessageAdded: the handler of errors failed with System.NotSupportedException");
        Assert.That(app.Log.Entries.Where(entry => entry.Text.Contains(Marked, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task The_service_has_its_response_before_the_handler_of_errors_ends()
    {
        var isOver = new TaskCompletionSource();
        await using var app = await HookApp.StartAsync(hooks => hooks
            .OnMessageAdding((_, _) => throw new InvalidOperationException())
            .OnError((_, _, _) => isOver.Task));
        Assert.That((await app.PostAsync(new() { ["EventType"] = "onMessageAdd" })).Status, Is.EqualTo(OK));
        isOver.SetResult();
    }

    [Test]
    public async Task A_decision_that_is_late_is_a_TimeoutException([Values] bool failsFirst)
    {
        var clock = new Clock();
        var pause = TimeSpan.FromMilliseconds(failsFirst ? 200 : 0);
        var asked = new TaskCompletionSource();
        var error = new TaskCompletionSource<Exception>();
        await using var app = await HookApp.StartAsync(hooks => hooks
            .OnMessageAdding(async (_, context) =>
            {
                // The callback that is registered last is called first: the handler fails before anybody else hears that the time is over.
                await Task.Delay(pause, CancellationToken.None);
                var isOver = new TaskCompletionSource();
                context.CancellationToken.Register(() =>
                {
                    isOver.SetResult();
                    Thread.Sleep(pause);
                });
                asked.SetResult();
                await isOver.Task;
                throw new InvalidOperationException();
            })
            .OnError((e, _, _) =>
            {
                error.SetResult(e);
                return Task.CompletedTask;
            }), clock);
        var response = app.PostAsync(new() { ["EventType"] = "onMessageAdd" });
        await asked.Task;
        await clock.RunAsync(response);
        Assert.That((await error.Task).Message, Is.EqualTo("The handler of onMessageAdd did not decide within 00:00:04."));
        await app.Log.WaitForAsync("onMessageAdd: the handler failed with System.InvalidOperationException after its time to decide was over");
    }

    [Test]
    public async Task Handled_exceptions_reach_diagnostic_listeners()
    {
        var seen = new ConcurrentQueue<object?>();
        Exception? feature = null;
        await using var app = await HookApp.StartAsync(
            hooks => hooks.OnMessageAdded((_, _) => throw new InvalidOperationException(Marked)),
            pipeline: app =>
            {
                app.Services.GetRequiredService<DiagnosticListener>().Subscribe(new Listener(seen));
                app.Use(async (context, next) =>
                {
                    await next(context);
                    feature = context.Features.Get<IExceptionHandlerFeature>()?.Error;
                    seen.Enqueue("end");
                });
            });
        await app.PostAsync(Message);
        while (!seen.Contains("end"))
        {
            await Task.Delay(10);
        }

        Assert.That(seen.First(), Is.TypeOf<InvalidOperationException>().And.Message.EqualTo(Marked));
        Assert.That(feature, Is.SameAs(seen.First()));
    }

    [Test]
    public async Task A_caller_that_disconnects_in_the_middle_of_a_body_causes_no_unhandled_exception()
    {
        await using var app = await HookApp.StartAsync(_ => { });
        var url = new Uri(app.Url);
        using (var caller = new TcpClient(url.Host, url.Port) { LingerState = new(true, 0) })
        {
            await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {url.AbsolutePath} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n{WebhookSignature.HeaderName}: x\r\n\r\nEvent"));
            while (!app.Log.Entries.Any(entry => entry.Text.StartsWith("Request starting", StringComparison.Ordinal)))
            {
                await Task.Delay(10);
            }
        }

        await app.Log.WaitForAsync("A webhook was rejected with 499: the caller hung up", "A webhook was rejected with 400: the body did not arrive");
        Assert.That(app.Log.Entries.Where(entry => entry.Level is LogLevel.Error or LogLevel.Critical), Is.Empty);
    }

    [Test]
    public async Task A_form_of_too_many_fields_or_too_long_names_is_rejected_before_it_is_decoded()
    {
        await using var app = await HookApp.StartAsync(_ => { });
        foreach (var (body, isChecked) in new[]
        {
            (string.Join('&', Enumerable.Range(0, 1024).Select(i => $"a={i}")), true),
            (string.Join('&', Enumerable.Range(0, 1025).Select(i => $"a={i}")), false),
            (new string('&', 1024 * 1024), false),
            (new string('n', 256), true),
            (new string('n', 257), false),
        })
        {
            var (status, _) = await app.SendAsync(HttpMethod.Post, app.Url, new StringContent(body), "x");
            Assert.That(status, Is.EqualTo(isChecked ? Forbidden : RequestEntityTooLarge), body[..10]);
        }
    }

    [Test]
    public async Task A_signature_that_is_too_long_is_rejected_before_it_is_checked()
    {
        await using var app = await HookApp.StartAsync(_ => { });
        Assert.That((await app.PostAsync(Message, signature: new string('x', 45))).Status, Is.EqualTo(Forbidden));
        Assert.That((await app.PostAsync(Message, headers: (WebhookSignature.SettingsHeaderName, new string('x', 257)))).Status, Is.EqualTo(Forbidden));
    }

    private static async Task WaitAsync(SemaphoreSlim signal, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.That(await signal.WaitAsync(TimeSpan.FromMinutes(1)));
        }
    }

    private sealed class Listener(ConcurrentQueue<object?> seen) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "Microsoft.AspNetCore.Diagnostics.HandledException")
            {
                seen.Enqueue(value.Value!.GetType().GetProperty("exception")!.GetValue(value.Value));
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
