using System.Diagnostics;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests.Samples;

/// <summary>A program of a page that runs, in a folder of its own with the files that the pages name, against an emulator.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly string[] Files = ["fcm-secret.json", "fcm-secret-2.json", "seat.png"];

    // The client prefers a key, and the emulator takes the account's credentials.
    private static readonly (string Name, string Value)[] Key = [("TWILIO_API_KEY", "SK" + new string('a', 32)), ("TWILIO_API_SECRET", new string('s', 32))];

    // Beside the tests, because the assemblies that the program needs are there.
    private readonly string _assembly = Path.Combine(TestContext.CurrentContext.TestDirectory, $"Sample-{Guid.NewGuid():N}.dll");
    private readonly string _folder = Directory.CreateTempSubdirectory("sample-").FullName;

    public SampleProcess(SampleProgram program, ConversationsEmulator service, params string[] arguments)
        : this(program, service.BaseAddress, "", arguments)
    {
    }

    public SampleProcess(SampleProgram program, Uri service, string input, params string[] arguments)
    {
        File.WriteAllBytes(_assembly, program.Emit());
        File.Copy(Path.ChangeExtension(typeof(SampleProcess).Assembly.Location, ".runtimeconfig.json"), Path.ChangeExtension(_assembly, ".runtimeconfig.json"));
        foreach (var file in Files)
        {
            File.WriteAllText(Path.Combine(_folder, file), "content");
        }

        var address = service.AbsoluteUri;
        Process = Shell.Start(_folder, "dotnet", [_assembly, .. arguments],
        [
            .. program.Contains("GetEnvironmentVariable(\"TWILIO_API_KEY\")") ? Key : [],
            ("TWILIO_ACCOUNT_SID", ConversationsEmulator.AccountSid), ("TWILIO_AUTH_TOKEN", ConversationsEmulator.AuthToken), ("TWILIO_CONVERSATIONS_BASE_ADDRESS", address), ("TWILIO_MEDIA_BASE_ADDRESS", address),
            ("TWILIO_CHAT_SERVICE_SID", "IS" + new string('d', 32)),
            .. new[] { "Twilio", "Archive" }.SelectMany(section => new[] { ($"{section}__AccountSid", ConversationsEmulator.AccountSid), ($"{section}__AuthToken", ConversationsEmulator.AuthToken), ($"{section}__BaseAddress", address) }),
        ]);
        Process.StandardInput.Write(input);
        Process.StandardInput.Close();
    }

    public Process Process { get; }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            Process.WaitForExit();
        }

        Process.Dispose();
        File.Delete(_assembly);
        File.Delete(Path.ChangeExtension(_assembly, ".runtimeconfig.json"));
        Directory.Delete(_folder, recursive: true);
    }
}
