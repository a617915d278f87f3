using System.Text.RegularExpressions;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of a participant: its identity, its addresses, what it has read, and how many a conversation may have.</summary>
internal sealed partial class ParticipantRules : ResourceRules
{
    private const string AddressField = "MessagingBinding.Address";
    private const string ProxyField = "MessagingBinding.ProxyAddress";
    private const string ProjectedField = "MessagingBinding.ProjectedAddress";
    private const string FallbackField = "MessagingBinding.ProxyAddressFallback";
    private const int MaximumLength = 256;
    private const int MaximumParticipants = 1000;
    private const int MaximumNonChat = 50;
    private const int MaximumGroup = 10;
    private const int MaximumConversations = 1000;

    public override Type DetailsType => typeof(ParticipantBinding);

    public override string EventSubject => "Participant";

    public override int CodeOf(string field, bool isMissing) => field == "Identity" && !isMissing ? 50207 : base.CodeOf(field, isMissing);

    public override ApiFault Taken() => new(409, 50433, "Participant already exists");

    public override void Check(ResourceChange change)
    {
        RejectIf(change.Form("Identity") is { } identity && (identity.Length == 0 || identity.Contains('\0', StringComparison.Ordinal)), ApiFault.InvalidCode,
            $"Identity must be 1 to {MaximumLength} characters, none of them U+0000");
        RejectIf(change.Form("LastReadTimestamp") is { } read && !FieldRule.TryParseDate(read, out _), 50405,
            $"LastReadTimestamp must be {FieldRule.DateRule}");
        CheckLastRead(change, change.Parent!);
        var binding = change.IsNew ? NewBinding(change) : ChangedBinding(change, BindingOf(change.Before!));
        change.Details = binding;
        change.Fields["messaging_binding"] = binding.ToJson();
        List<Resource> others = [.. change.List.All.Where(other => other != change.Before)];
        if (binding.Projected is { } projected && others.Any(other => BindingOf(other).Projected == projected))
        {
            throw change.IsNew ? InGroup() : new ApiFault(400, 50443, "Another participant has the projected address already");
        }

        if (binding.IsUnique && BoundElsewhere(change, binding) is { } conversation)
        {
            throw new ApiFault(409, 50416, $"A binding for this participant and proxy address already exists in Conversation {conversation.Sid}");
        }

        if (change.IsNew)
        {
            change.Fields["role_sid"] ??= RoleRules.DefaultOf(change.Service, "default_conversation_role_sid");
        }

        if (change.IsNew && change.List.FindByKeyOf(change.Fields) is null)
        {
            RejectIf(change.Form("Identity") is { } user && IsEverywhere(change.Service, user), 50214,
                $"A user takes part in at most {MaximumConversations} conversations");
            if (binding is { Address: not null, Proxy: null }
                && others.Any(other => BindingOf(other) is { Proxy: null } same && same.Address == binding.Address))
            {
                throw InGroup();
            }

            RejectIf(binding is { Address: null, Projected: null } && IsGroup(others), 50434, "Participant projected address not provided");
            RejectIf(binding.Address is not null && others.Count(IsOutsideChat) == MaximumNonChat, 50422,
                $"A conversation has at most {MaximumNonChat} participants outside chat");
            RejectIf(others.Count == MaximumParticipants, 50417, $"A conversation has at most {MaximumParticipants} participants");
        }

        // The participant that makes the conversation a group counts too, and one that is updated counts as it will be.
        RejectIf(
            (binding.Projected is not null || IsGroup(others))
                && others.Count(other => BindingOf(other).IsInGroup) + (binding.IsInGroup ? 1 : 0) > MaximumGroup,
            50436,
            $"A group has at most {MaximumGroup} participants");
    }

    private static ApiFault InGroup() => new(409, 50437, "The group has this participant already");

    public override void Created(Resource resource, ResourceChange change)
    {
        if ((string?)resource.Fields["identity"] is { } identity)
        {
            UserRules.Ensure(resource.Service, identity, change.Now);
        }
    }

    /// <summary>True if the participant is the author of a message.</summary>
    public static bool Is(Resource participant, string author) =>
        (string?)participant.Fields["identity"] == author
        || BindingOf(participant) is var binding && (binding.Address == author || binding.Projected == author);

    public static bool HasAddress(Resource participant, string address) => BindingOf(participant).Address == address;

    /// <summary>True if a participant has this address and this proxy address.</summary>
    public static bool IsBound(Resource participant, string address, string proxy) =>
        BindingOf(participant) is var binding && binding.Address == address && binding.Proxy == proxy;

    public static bool IsOutsideChat(Resource participant) => BindingOf(participant).Address is not null;

    private static ParticipantBinding BindingOf(Resource participant) => (ParticipantBinding)participant.Details!;

    public static bool IsGroup(Resource conversation) => IsGroup(conversation.List(ResourceStore.Participants).All);

    /// <summary>The addresses of the members of a group.</summary>
    public static HashSet<string> GroupOf(Resource conversation) =>
        [.. conversation.List(ResourceStore.Participants).All.Select(BindingOf).Where(binding => binding.IsInGroup)
            .Select(binding => binding.Projected ?? binding.Address!)];

    private static bool IsEverywhere(ResourceOwner service, string identity) =>
        service.List(ResourceStore.Conversations) is { Count: >= MaximumConversations } conversations
        && conversations.All.Count(conversation =>
            conversation.List(ResourceStore.Participants).Find(identity, orByKey: true) is { } participant
            && (string?)participant.Fields["identity"] == identity) >= MaximumConversations;

    /// <summary>A conversation is a group MMS if somebody in it has a projected address.</summary>
    private static bool IsGroup(IEnumerable<Resource> participants) => participants.Any(participant => BindingOf(participant).Projected is not null);

    // A closed conversation no longer binds addresses.
    private static Resource? BoundElsewhere(ResourceChange change, ParticipantBinding binding) =>
        change.Store.AllConversations().Where(conversation => !ConversationRules.IsClosed(conversation)).FirstOrDefault(conversation =>
            conversation.List(ResourceStore.Participants).All.Any(other => other != change.Before && BindingOf(other).Binds(binding)));

    /// <summary>Rejects a last read index that is not the index of a message. A form may remove it or leave it out.</summary>
    public static void CheckLastRead(ResourceChange change, Resource conversation)
    {
        if (change.Form("LastReadMessageIndex") is null or FieldRule.Removal)
        {
            return;
        }

        var index = (long)change.Fields["last_read_message_index"]!;
        var messages = conversation.List(ResourceStore.Messages);
        // Participants may be moved here from elsewhere before their messages are.
        RejectIf(index < 0 || (messages.Count > 0 && index > messages.All.Last().Number - 1), 50421, "LastReadMessageIndex must be the index of a message");
    }

    private static ParticipantBinding NewBinding(ResourceChange change)
    {
        var (address, proxy, projected) = (change.Form(AddressField), change.Form(ProxyField), change.Form(ProjectedField));
        RejectIf(change.Has("MessagingBinding.Name") || change.Has("MessagingBinding.Level"), 50420, "The binding does not support all of its parameters");
        Check(address, proxy, projected);
        if (change.Form(FallbackField) is { } fallback)
        {
            // Where RCS does not reach the address, the fallback's channel carries the participant.
            (address, proxy) = (address?.Split(':')[^1], fallback);
            Check(address, proxy, projected);
        }

        RejectIf(!change.Has("Identity") && address is null && projected is null, 50204,
            "An Identity, a MessagingBinding.Address or a MessagingBinding.ProjectedAddress is required");
        RejectIf(change.Has("Identity") && address is not null, 50211, "An Identity is for chat, and a MessagingBinding.Address for other channels");
        return new ParticipantBinding(address, proxy, projected);
    }

    private static ParticipantBinding ChangedBinding(ResourceChange change, ParticipantBinding before)
    {
        var (address, proxy, projected) = before;
        if (change.Form(ProxyField) is { } newProxy)
        {
            RejectIf(newProxy == FieldRule.Removal && proxy is null, 50440, "Failed to remove the proxy address");
            RejectIf(newProxy != FieldRule.Removal && (address is null || newProxy == proxy), 50441, "Failed to add a proxy address");
            proxy = newProxy == FieldRule.Removal ? null : newProxy;
        }

        if (change.Form(ProjectedField) is { } newProjected)
        {
            RejectIf(newProjected == FieldRule.Removal && projected is null, 50442, "Failed to remove the projected address");
            RejectIf(newProjected != FieldRule.Removal && address is not null, 50443, "Failed to add a projected address");
            projected = newProjected == FieldRule.Removal ? null : newProjected;
        }

        // Every participant has an identity or an address already.
        RejectIf(change.Has("Identity"), 50444, "Failed to add an identity");
        Check(address, proxy, projected);
        return new ParticipantBinding(address, proxy, projected);
    }

    /// <summary>Rejects addresses that cannot be bound to each other.</summary>
    private static void Check(string? address, string? proxy, string? projected)
    {
        RejectIf(address is "" || (address is null && proxy is not null), 50411, "The address is empty");
        RejectIf(proxy is "", 50412, "The proxy address is empty");
        RejectIf(address is not null && !IsAddress(address), 50407, "Invalid messaging binding address");
        RejectIf(proxy is not null && !IsAddress(proxy), 50408, "Invalid proxy address");
        RejectIf(address is not null && address == proxy, 50409, "The address equals the proxy address");
        RejectIf(address is not null && proxy is not null && ParticipantBinding.Channel(address) != ParticipantBinding.Channel(proxy), 50414,
            "Address and proxy address are of different channels");
        RejectIf(address is not null && projected is not null, 50407, "A participant with an address takes no projected address");
        // A group MMS has phone numbers only.
        RejectIf(projected is not null && !ParticipantBinding.IsPhoneNumber(projected), 50407, "Invalid projected address");
    }

    private static bool IsAddress(string text) => text.Length <= MaximumLength && AddressShape().IsMatch(text);

    [GeneratedRegex(@"\A(\+[0-9]{1,15}|[a-z]+:\S+)\z")]
    private static partial Regex AddressShape();
}
