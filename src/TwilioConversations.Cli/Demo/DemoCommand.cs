using System.CommandLine;
using Spectre.Console;
using TwilioConversations.Testing;

namespace TwilioConversations.Cli;

/// <summary><c>demo</c>: the life of a conversation, with its requests.</summary>
internal static class DemoCommand
{
    private const string EmulatedConversation = "front-desk";

    public static Command Create()
    {
        var conversation = new Option<string?>("--conversation")
        {
            Description = "The SID or unique name of your conversation. The demo then runs against Twilio, and deletes what it creates.",
            HelpName = "CH…",
        };
        var service = new Option<string?>("--service")
        {
            Description = "The SID of the conversation's service. Default: the account's default service.",
            HelpName = "IS…",
        };
        var address = new Option<string?>("--address") { Description = "A phone number to add as an SMS, group MMS and RCS participant.", HelpName = "+1…" };
        var proxyAddress = new Option<string?>("--proxy-address")
        {
            Description = "Your Twilio number that exchanges messages with --address.",
            HelpName = "+1…",
        };
        var baseAddress = BaseAddress.Option();

        var command = new Command(
            "demo",
            """
            Creates a conversation with participants and messages, reads it, closes it, and shows each request. It needs no account: without
            --conversation, it runs against an emulator in this process.

            Example:
              conversations demo
            """) { conversation, service, address, proxyAddress, baseAddress };
        command.Validators.Add(result =>
        {
            var other = result.GetValue(address) ?? result.GetValue(proxyAddress) ?? result.GetValue(baseAddress);
            if (result.GetValue(conversation) is null && other is not null)
            {
                result.AddError("--address, --proxy-address and --base-address need --conversation.");
            }

            if (result.GetValue(address) is null != result.GetValue(proxyAddress) is null)
            {
                result.AddError("Pass both --address and --proxy-address.");
            }
        });
        command.SetAction((arguments, cancellationToken) =>
        {
            var environment = ToolEnvironment.Of(arguments);
            return ErrorHints.ReportAsync(environment, StartAsync, cancellationToken);

            Task<int> StartAsync()
            {
                if (arguments.GetValue(conversation) is not { } name)
                {
                    return RunEmulatedAsync(environment, arguments.GetValue(service), cancellationToken);
                }

                var options = Profiles.OptionsOf(null, environment);
                BaseAddress.Apply(arguments.GetValue(baseAddress), options);
                var people = DemoParticipants.Yours(arguments.GetValue(address), arguments.GetValue(proxyAddress));
                return RunAsync(environment, options, people, arguments.GetValue(service), name, emulator: null, cancellationToken);
            }
        });
        return command;
    }

    private static async Task<int> RunEmulatedAsync(ToolEnvironment environment, string? service, CancellationToken cancellationToken)
    {
        using var emulator = ConversationsEmulator.Start();
        if (service is not null)
        {
            emulator.AddService(service);
        }

        var options = new ConversationsClientOptions
        {
            Credentials = emulator.Credentials,
            BaseAddress = emulator.BaseAddress,
            ConversationRateLimiter = ConversationRateLimits.None,
        };
        return await RunAsync(environment, options, DemoParticipants.Examples, service, EmulatedConversation, emulator, cancellationToken);
    }

    private static async Task<int> RunAsync(
        ToolEnvironment environment,
        ConversationsClientOptions options,
        DemoParticipants people,
        string? service,
        string conversation,
        ConversationsEmulator? emulator,
        CancellationToken cancellationToken)
    {
        var console = environment.OutputConsole();
        using var httpClient = new HttpClient(new WireLog(console, ConversationsClient.CreateHandler())) { Timeout = Timeout.InfiniteTimeSpan };
        options.WebhookEnabled = false;
        using var twilio = new ConversationsClient(options, httpClient);
        var title = $"Conversation {conversation} of {(service is null ? "the default service" : $"service {service}")}";
        var steps = new DemoSteps(console);
        var place = new Place(twilio, service, conversation);
        var own = emulator is null ? null : new DemoConversation(steps, place.Conversations, place.Conversation.Messages, conversation, emulator);
        if (!await new Demo(steps, title, place.Conversation.Participants, people, own).RunAsync(cancellationToken))
        {
            return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed;
        }

        console.MarkupLineInterpolated($"[green]All steps passed.{(emulator is null ? "" : " Despite two faults, nothing is lost or duplicated.")}[/]");
        return ExitCode.Done;
    }
}
