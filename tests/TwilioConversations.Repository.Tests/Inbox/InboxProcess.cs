using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests.Inbox;

/// <summary>A running copy of the sample application, and the desk's access to it.</summary>
internal sealed class InboxProcess : IDisposable
{
    private const string Issuer = "tests";
    private const string Audience = "inbox";

    private static readonly SymmetricSecurityKey Key = new([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);

    private readonly Process _process;
    private readonly Queue<string> _log = [];

    private InboxProcess(Process process) => _process = process;

    /// <summary>The address that it listens on.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The last lines of its log.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Starts the application in a folder, and waits until it listens.</summary>
    public static async Task<InboxProcess> StartAsync(string folder, ConversationsEmulator service, params (string Name, string Value)[] settings)
    {
        var process = Shell.Start(folder, "dotnet", [Repository.AssemblyOf("tests/TwilioConversations.Inbox"), "--urls", "http://127.0.0.1:0"],
        [
            ("Logging__LogLevel__Default", "Warning"), ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
            ("Twilio__AccountSid", ConversationsEmulator.AccountSid), ("Twilio__AuthToken", ConversationsEmulator.AuthToken), ("Twilio__BaseAddress", service.BaseAddress.AbsoluteUri),
            ("Authentication__Schemes__Bearer__ValidIssuer", Issuer), ("Authentication__Schemes__Bearer__ValidAudiences__0", Audience),
            ("Authentication__Schemes__Bearer__SigningKeys__0__Issuer", Issuer), ("Authentication__Schemes__Bearer__SigningKeys__0__Value", Convert.ToBase64String(Key.Key)),
            .. settings,
        ]);
        var inbox = new InboxProcess(process);
        process.StandardInput.Close();
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = inbox.ReadAsync(process.StandardError, listens);
        _ = inbox.ReadAsync(process.StandardOutput, listens);
        try
        {
            inbox.Address = await listens.Task.WaitAsync(TimeSpan.FromMinutes(2));
            return inbox;
        }
        catch (Exception e)
        {
            inbox.Dispose();
            throw new InvalidOperationException($"The application did not start: {inbox.Log}", e);
        }
    }

    /// <summary>A client for what people do, with the token of a person; with null as nobody.</summary>
    public static HttpClient Browser(string? name, SecurityKey? key = null)
    {
        var browser = new HttpClient();
        if (name is not null)
        {
            var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = Audience,
                Claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.UniqueName] = name },
                SigningCredentials = new(key ?? Key, SecurityAlgorithms.HmacSha256),
            });
            browser.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return browser;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    private async Task ReadAsync(StreamReader reader, TaskCompletionSource<Uri> listens)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_log)
            {
                _log.Enqueue(line);
                while (_log.Count > 200)
                {
                    _log.Dequeue();
                }
            }

            if (Regex.Match(line, "Now listening on: (.+)") is { Success: true } match)
            {
                listens.TrySetResult(new(match.Groups[1].Value));
            }
        }

        listens.TrySetException(new IOException("Its output has ended."));
    }
}
