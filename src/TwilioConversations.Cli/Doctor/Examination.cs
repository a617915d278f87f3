using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace TwilioConversations.Cli;

/// <summary>The checks, in the order in which each depends on the ones before.</summary>
internal sealed class Examination(ToolEnvironment environment, ConversationsClientOptions options, string? profile, string? service, string? conversation)
{
    private const int MaxParticipants = 1000;
    private const int MaxOutsideChat = 50;
    private const int MaxWebhooks = 5;
    private const double NearLimit = 0.9;

    private static readonly TimeSpan NoticeableSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HarmfulSkew = TimeSpan.FromMinutes(5);

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = new ResponseWatch(environment.Time, ConversationsClient.CreateHandler());
        using var http = new HttpClient(watch) { Timeout = Timeout.InfiniteTimeSpan };
        options.Retry.MaxAttempts = 2;
        using var twilio = new ConversationsClient(options, http);
        var (credentials, configuration) = await LogInAsync(twilio, cancellationToken);
        var name = await ResolveAsync(watch.Host!, cancellationToken);
        yield return name;
        if (name.Status == Finding.Error)
        {
            yield break;
        }

        yield return credentials;
        if (watch.Skew is { } skew)
        {
            yield return ClockOf(skew);
        }

        if (configuration is null)
        {
            yield break;
        }

        var place = new Place(twilio, service, conversation);
        await foreach (var finding in TryAsync("webhooks", () => WebhookChecks.RunAsync(place, cancellationToken)))
        {
            yield return finding;
        }

        yield return configuration.DefaultMessagingServiceSid is { } messaging
            ? Finding.Good("messaging service", $"{Masked(messaging)} is the default")
            : Finding.Warn(
                "messaging service",
                "the account has no default",
                "Set one with 'conversations configuration update --default-messaging-service-sid MG…'. SMS and WhatsApp need a messaging service.");
        if ((service ?? configuration.DefaultChatServiceSid) is { } chatService)
        {
            await foreach (var finding in TryAsync("default roles", () => RolesAsync(place, chatService, cancellationToken)))
            {
                yield return finding;
            }
        }

        if (conversation is not null)
        {
            await foreach (var finding in TryAsync("limits", () => LimitsAsync(place, cancellationToken)))
            {
                yield return finding;
            }
        }
    }

    // The end alone tells two keys apart.
    private static string Masked(string sid) => sid.Length > 6 ? $"{sid[..2]}…{sid[^4..]}" : "…";

    private static async Task<Finding> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return Finding.Good("address", $"{host} has {addresses.Length} {(addresses.Length == 1 ? "IP address" : "IP addresses")}");
        }
        catch (SocketException)
        {
            return Finding.Bad("address", $"{host} cannot be resolved", "Check the network and DNS, and the edge, region or base address.");
        }
    }

    private async Task<(Finding Finding, AccountConfiguration? Configuration)> LogInAsync(ConversationsClient twilio, CancellationToken cancellationToken)
    {
        var sid = options.Credentials!.ToString();
        var kind = sid.StartsWith("SK", StringComparison.Ordinal) ? "API key" : "auth token of account";
        var region = options.BaseAddress is null ? $" in region {options.Region ?? "us1"}" : "";
        var what = $"{kind} {Masked(sid)} from {(profile is null ? "the environment" : $"profile {profile}")}";
        try
        {
            return (Finding.Good("credentials", $"{what}, valid{region}"), await twilio.Configuration.FetchAsync(cancellationToken: cancellationToken));
        }
        catch (ConversationsResponseException e) when (e.IsUnauthorized)
        {
            const string Remedy = "Log in again. Each region has its own auth tokens and API keys: check TWILIO_REGION or the profile's region.";
            return (Finding.Bad("credentials", $"{what}, rejected{region}", Remedy), null);
        }
        catch (Exception e) when (ErrorHints.IsReported(e))
        {
            return (Finding.Bad("connection", ErrorHints.Of(e), "Check the network, a proxy or firewall, and https://status.twilio.com."), null);
        }
    }

    private static Finding ClockOf(TimeSpan skew)
    {
        var size = skew.Duration();
        var detail = string.Create(CultureInfo.InvariantCulture, $"{size.TotalSeconds:0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the service");
        const string Remedy = "Synchronize this machine's clock (NTP). Access tokens that it issues may be rejected.";
        return size > HarmfulSkew ? Finding.Bad("clock", detail, Remedy)
            : size > NoticeableSkew ? Finding.Warn("clock", detail, Remedy)
            : Finding.Good("clock", "matches the service");
    }

    private static async IAsyncEnumerable<Finding> TryAsync(string check, Func<IAsyncEnumerable<Finding>> run)
    {
        await using var findings = run().GetAsyncEnumerator();
        while (true)
        {
            Finding? failure = null;
            try
            {
                if (!await findings.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception e) when (ErrorHints.IsReported(e))
            {
                failure = Finding.Bad(check, ErrorHints.Of(e), "Run 'conversations doctor' again; if this remains, check the permissions of the API key.");
            }

            yield return failure ?? findings.Current;
            if (failure is not null)
            {
                yield break;
            }
        }
    }

    private static async IAsyncEnumerable<Finding> RolesAsync(Place place, string chatService, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var service = place.Client.Service(chatService);
        var configuration = await service.Configuration.FetchAsync(cancellationToken: cancellationToken);
        (string Option, string? Sid)[] roles =
        [
            ("default-conversation-creator-role-sid", configuration.DefaultConversationCreatorRoleSid),
            ("default-conversation-role-sid", configuration.DefaultConversationRoleSid),
            ("default-chat-service-role-sid", configuration.DefaultChatServiceRoleSid),
        ];
        var problems = 0;
        foreach (var (option, sid) in roles)
        {
            var role = sid is null ? null : await service.Roles.FindAsync(sid, cancellationToken: cancellationToken);
            var problem = sid is null ? "is not set" : role is null ? "does not exist" : role.Permissions.Count == 0 ? "has no permissions" : null;
            if (problem is not null)
            {
                problems++;
                var remedy = $"Set it with 'conversations service-configuration update --service {Masked(chatService)} --{option} RL…'.";
                yield return new("default roles", role is null ? Finding.Error : Finding.Warning, $"{option.Replace('-', '_')} {problem}", remedy);
            }
        }

        if (problems == 0)
        {
            yield return Finding.Good("default roles", "all three exist and have permissions");
        }
    }

    private static async IAsyncEnumerable<Finding> LimitsAsync(Place place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (participants, outsideChat) = (0, 0);
        await foreach (var participant in place.Conversation.Participants.ListAsync(cancellationToken: cancellationToken))
        {
            participants++;
            outsideChat += participant.MessagingBinding?.Address is null ? 0 : 1;
        }

        var webhooks = await place.Conversation.Webhooks.ListAsync(cancellationToken: cancellationToken).CountAsync(cancellationToken);
        yield return Limit("participants", participants, MaxParticipants);
        yield return Limit("participants outside chat", outsideChat, MaxOutsideChat);
        yield return Limit("webhooks of the conversation", webhooks, MaxWebhooks);

        static Finding Limit(string what, int count, int limit) => count >= limit * NearLimit
            ? Finding.Warn("limits", $"{count} of {limit} {what}", "Delete some, or continue in another conversation.")
            : Finding.Good("limits", $"{count} of {limit} {what}");
    }
}
