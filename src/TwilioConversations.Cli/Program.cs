using System.Runtime.InteropServices;
using TwilioConversations.Cli;

// A terminal that is closed ends a command as Ctrl-C does.
using var stop = new CancellationTokenSource();
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
return await Tool.RunAsync(args, ToolEnvironment.OfProcess(), stop.Token);
