using System.CommandLine;
using TwilioConversations.Cli.Commands;

namespace TwilioConversations.Cli.Participants;

/// <summary><c>create</c> and <c>update</c>, each of one participant.</summary>
internal static class ChangeVerbs
{
    private static readonly Option<string?> Identity = new("--identity") { Description = "The name of a chat user, at most 256 characters." };
    private static readonly Option<string?> Address = new("--address") { Description = "The participant's own address, a phone number or a channel address.", HelpName = "+1…" };
    private static readonly Option<string?> ProxyAddress = new("--proxy-address") { Description = "The address of yours that the participant writes to.", HelpName = "+1…" };
    private static readonly Option<string?> ProjectedAddress = new("--projected-address") { Description = "The address of yours that shows for a chat user in a group MMS.", HelpName = "+1…" };
    private static readonly Option<string?> Attributes = new("--attributes") { Description = "The participant's own data, JSON of at most 4 KB.", HelpName = "JSON" };
    private static readonly Option<string?> RoleSid = new("--role") { Description = "The role that says what the participant may do.", HelpName = "RL…" };
    private static readonly Option<string?> Webhooks = new Option<string?>("--webhooks") { Description = "Whether the service calls the configured webhooks; the service decides if this is left out." }
        .OneOf(("true", "true"), ("false", "false"));

    private static RequestOptions OptionsOf(CommandContext context) => new() { WebhookEnabled = context.Arguments.GetValue(Webhooks) is { } choice ? choice == "true" : null };

    public static Command Create() => CommandContext.Verb(
        "create",
        "Creates a participant: a chat user by identity, or one outside chat by address and proxy address.",
        "conversations participants create CH… --identity alice --attributes '{\"seat\":7}'",
        async (context, cancellationToken) =>
        {
            var arguments = context.Arguments;
            var request = new CreateParticipantRequest
            {
                Identity = arguments.GetValue(Identity),
                MessagingBindingAddress = arguments.GetValue(Address),
                MessagingBindingProxyAddress = arguments.GetValue(ProxyAddress),
                MessagingBindingProjectedAddress = arguments.GetValue(ProjectedAddress),
                Attributes = arguments.GetValue(Attributes),
                RoleSid = arguments.GetValue(RoleSid),
            };
            if (request is { Identity: null, MessagingBindingAddress: null })
            {
                throw new UsageException("create takes --identity or --address.");
            }

            return await ReadVerbs.PrintAsync(context, await context.Participants.CreateAsync(request, OptionsOf(context), cancellationToken));
        },
        Identity,
        Address,
        ProxyAddress,
        ProjectedAddress,
        Attributes,
        RoleSid,
        Webhooks);

    public static Command Update()
    {
        var id = new Argument<string>("id") { Description = "The participant, by SID or identity." };
        var index = new Option<int?>("--last-read-index") { Description = "The index of the last message that the participant has read, from 0.", HelpName = "N" }.Within(0, int.MaxValue);
        var timestamp = new Option<string?>("--last-read-timestamp") { Description = "When the participant last read a message; RFC 3339 by convention.", HelpName = "TIME" };
        var removeIndex = new Option<bool>("--remove-last-read-index") { Description = "Takes the index away." };
        var removeProxyAddress = new Option<bool>("--remove-proxy-address") { Description = "Takes the proxy address away." };
        var removeProjectedAddress = new Option<bool>("--remove-projected-address") { Description = "Takes the projected address away." };
        var verb = CommandContext.Verb(
            "update",
            "Changes what is given and leaves the rest as it is.",
            "conversations participants update CH… alice --last-read-index 7",
            async (context, cancellationToken) =>
            {
                var arguments = context.Arguments;
                var request = new UpdateParticipantRequest
                {
                    Identity = arguments.GetValue(Identity),
                    Attributes = arguments.GetValue(Attributes),
                    RoleSid = arguments.GetValue(RoleSid),
                    LastReadTimestamp = arguments.GetValue(timestamp),
                    MessagingBindingProxyAddress = arguments.GetValue(removeProxyAddress) ? FieldUpdate<string>.Remove : arguments.GetValue(ProxyAddress),
                    MessagingBindingProjectedAddress = arguments.GetValue(removeProjectedAddress) ? FieldUpdate<string>.Remove : arguments.GetValue(ProjectedAddress),
                };
                if (arguments.GetValue(index) is { } number)
                {
                    request.LastReadMessageIndex = number;
                }
                else if (arguments.GetValue(removeIndex))
                {
                    request.LastReadMessageIndex = FieldUpdate<int>.Remove;
                }

                return await ReadVerbs.PrintAsync(context, await context.ByKeyAsync(arguments.GetValue(id)!, (participants, key) => participants.UpdateAsync(key, request, OptionsOf(context), cancellationToken)));
            },
            id,
            Identity,
            ProxyAddress,
            ProjectedAddress,
            Attributes,
            RoleSid,
            index,
            timestamp,
            removeIndex,
            removeProxyAddress,
            removeProjectedAddress,
            Webhooks);
        Exclude(verb, ProxyAddress, removeProxyAddress);
        Exclude(verb, ProjectedAddress, removeProjectedAddress);
        Exclude(verb, index, removeIndex);
        Option[] changes = [Identity, ProxyAddress, ProjectedAddress, Attributes, RoleSid, index, timestamp, removeIndex, removeProxyAddress, removeProjectedAddress];
        verb.Validators.Add(result =>
        {
            if (changes.All(change => result.GetResult(change) is null or { Implicit: true }))
            {
                result.AddError($"update takes something to change: {string.Join(", ", changes.Select(change => change.Name))}");
            }
        });
        return verb;
    }

    private static void Exclude(Command verb, Option set, Option<bool> remove) => verb.Validators.Add(result =>
    {
        if (result.GetResult(set) is not null && result.GetValue(remove))
        {
            result.AddError($"{set.Name} and {remove.Name} exclude each other.");
        }
    });
}
