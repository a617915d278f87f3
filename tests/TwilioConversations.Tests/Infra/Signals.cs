using System.Runtime.InteropServices;

namespace TwilioConversations.Tests.Infra;

/// <summary>The treatment of signals that started programs inherit.</summary>
internal static class Signals
{
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const nint Default = 0;
    private const nint Ignore = 1;

    /// <summary>Lets started programs be interrupted even if the tests themselves ignore that, as under <c>nohup dotnet test &amp;</c>.</summary>
    public static void StopIgnoring()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var signal in new[] { HangUp, Interrupt })
            {
                // A handler of the runtime's own stays.
                if (SetHandler(signal, Default) is var handler && handler is not (Default or Ignore))
                {
                    SetHandler(signal, handler);
                }
            }
        }
    }

#pragma warning disable SYSLIB1054 // What it asks for needs unsafe code.
    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);
#pragma warning restore SYSLIB1054
}
