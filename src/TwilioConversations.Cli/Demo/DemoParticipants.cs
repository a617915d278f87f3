namespace TwilioConversations.Cli;

/// <summary>The participants of the demo, and their channels.</summary>
internal sealed record DemoParticipants(string Channels, IReadOnlyList<CreateParticipantRequest> Members, string? Note)
{
    private const string Attributes = "{ \"role\": \"driver\" }";

    /// <summary>The example values of Twilio's documentation.</summary>
    public static DemoParticipants Examples { get; } = new(
        "chat, SMS, group MMS and RCS",
        [
            WithExampleRole(Sms("+15558675310", "+15017122661")),
            WithExampleRole(Chat("IDENTITY")),
            WithExampleRole(GroupMms("alice", "+15017122661")),
            new CreateParticipantRequest { MessagingBindingAddress = "+15017122661" },
            WithExampleRole(Sms("rcs:+15558675310", "rcs:+15017122661")),
            WithExampleRole(Sms("rcs:+15558675311", "rcs:+15017122661", fallback: "+12025552661")),
        ],
        null);

    /// <summary>New identities, and your own numbers if they are given.</summary>
    public static DemoParticipants Yours(string? address, string? proxyAddress)
    {
        // Their attributes are unique, so that no existing participant is mistaken for one of them.
        var name = $"demo-{Guid.NewGuid():N}"[..13];
        var attributes = $"{{ \"role\": \"driver\", \"demo\": \"{name}\" }}";
        List<CreateParticipantRequest> members = [Chat($"{name}-alice", attributes), Chat($"{name}-bob", attributes), Chat($"{name}-carol", attributes)];
        if (address is null)
        {
            return new("chat", members, "SMS, group MMS and RCS are skipped: pass your own numbers with --address and --proxy-address.");
        }

        members.Add(Sms(address, proxyAddress!, attributes));
        members.Add(GroupMms($"{name}-dave", proxyAddress!, attributes));
        members.Add(Sms($"rcs:{address}", $"rcs:{proxyAddress}", attributes));
        return new(Examples.Channels, members, null);
    }

    private static CreateParticipantRequest Chat(string identity, string attributes = Attributes) => new() { Identity = identity, Attributes = attributes };

    private static CreateParticipantRequest GroupMms(string identity, string projectedAddress, string attributes = Attributes) =>
        new() { Identity = identity, MessagingBindingProjectedAddress = projectedAddress, Attributes = attributes };

    private static CreateParticipantRequest Sms(string address, string proxyAddress, string attributes = Attributes, string? fallback = null)
    {
        var request = new CreateParticipantRequest { MessagingBindingAddress = address, MessagingBindingProxyAddress = proxyAddress, Attributes = attributes };
        if (fallback is not null)
        {
            request.AdditionalFields["MessagingBinding.ProxyAddressFallback"] = fallback;
        }

        return request;
    }

    private static CreateParticipantRequest WithExampleRole(CreateParticipantRequest request)
    {
        request.RoleSid = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        request.DateCreated = new DateTimeOffset(2015, 12, 16, 22, 18, 37, TimeSpan.Zero);
        request.DateUpdated = new DateTimeOffset(2015, 12, 16, 22, 18, 38, TimeSpan.Zero);
        return request;
    }
}
