using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TwilioConversations.Benchmarks;

/// <summary>Gives the payloads over HTTP on this machine, from a process of its own, so that its work is not counted as a client's.</summary>
internal sealed class LoopbackServer : IDisposable
{
    public const string Verb = "serve";

    private readonly Process _process;

    private LoopbackServer(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    public static LoopbackServer StartProcess()
    {
        var process = Itself.Start(Verb);
        return new LoopbackServer(process, process.StandardOutput.ReadLine()!);
    }

    /// <summary>Serves until its input ends, which it does with the process that started it.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(static async context =>
        {
            if (await Transfers.TryRespondAsync(context))
            {
                return;
            }

            var body = MemoryHandler.BodyOf(context.Request.QueryString.Value ?? "");
            context.Response.StatusCode = context.Request.Method == "POST" ? StatusCodes.Status201Created : StatusCodes.Status200OK;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.Body.WriteAsync(body);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

/// <summary>This program, started once more.</summary>
internal static class Itself
{
    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Itself).Assembly.Location, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
