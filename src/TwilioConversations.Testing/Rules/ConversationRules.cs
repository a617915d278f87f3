using Newtonsoft.Json.Linq;
using static TwilioConversations.Testing.ResourceChange;

namespace TwilioConversations.Testing;

/// <summary>The rules of a conversation: its unique name, its states, and the filters of its list.</summary>
internal sealed class ConversationRules : ResourceRules
{
    public const string NameRule = "1 to 256 characters without a slash or control characters, and not . or ..";

    private const int MaximumName = 256;

    private const string Active = "active";
    private const string Closed = "closed";
    private const string Initializing = "initializing";

    // Stored with the fields, but in no response.
    private const string InitializingUntil = "initializing_until";

    public override Type DetailsType => typeof(ConversationTimers);

    public override string EventSubject => "Conversation";

    public override ApiFault Taken() => new(409, 50353, "Conversation with provided unique name already exists");

    public override int CodeOf(string field, bool isMissing) => field switch
    {
        "State" => isMissing ? 50374 : 50378,
        "MessagingServiceSid" => 50341,
        _ => base.CodeOf(field, isMissing),
    };

    public override void Check(ResourceChange change)
    {
        if (change.Form("UniqueName") is { } name)
        {
            RejectIf(ResourceStore.Conversations.IsSid(name), 50390, "UniqueName must not look like a SID");
            RejectIf(name.Length > MaximumName, 50004, $"UniqueName must be {NameRule}");
            RejectIf(!IsUniqueName(name), ApiFault.InvalidCode, $"UniqueName must be {NameRule}");
        }

        RejectIf(Initializing.Equals(change.Form("State"), StringComparison.OrdinalIgnoreCase), 50378, "State must be active, inactive or closed");
        RejectIf(change.IsNew && (string?)change.Fields["state"] == Closed, 50384, "A new conversation must not be closed");
        RejectIf(change.IsNew && !change.Has("State") && (change.Has(ConversationTimers.InactiveField) || change.Has(ConversationTimers.ClosedField)), 50382,
            "A timer cannot be set without a state");
        change.Fields["state"] ??= Active;
        if (change.Form("Bindings.Email.Address") is { } address)
        {
            if (change.Fields["bindings"] is not JObject bindings)
            {
                change.Fields["bindings"] = bindings = [];
            }

            bindings["email"] ??= new JObject();
            bindings["email"]!["projected_address"] = address;
        }

        if (change.IsNew)
        {
            change.Fields["messaging_service_sid"] ??= change.Store.AccountSettings?["default_messaging_service_sid"];
        }

        var timers = ((ConversationTimers?)change.Details ?? ConversationTimers.DefaultOf(change.Store.AccountSettings))
            .With(change.Form(ConversationTimers.InactiveField), change.Form(ConversationTimers.ClosedField));
        if (change.IsNew || change.Has("State") || timers != change.Details as ConversationTimers)
        {
            change.Fields["timers"] = timers.Start((string)change.Fields["state"]!, change.Now);
        }

        change.Details = timers;
    }

    public override void Refresh(Resource resource, DateTimeOffset now)
    {
        if (IsInitializing(resource))
        {
            if (NextChange(resource) <= now)
            {
                resource.Fields.Remove(InitializingUntil);
                resource.Fields["date_updated"] = FieldRule.ToText(now);
                Revive(resource, now);
            }

            return;
        }

        if (ConversationTimers.Due(resource.Fields, now) is not var (state, date))
        {
            return;
        }

        (resource.Fields["state"], resource.Fields["date_updated"]) = (state, date);
        ((JObject)resource.Fields["timers"]!).Remove("date_inactive");
        if (state == Closed)
        {
            resource.Fields["timers"] = new JObject();
        }
        else
        {
            Refresh(resource, now);
        }
    }

    public override void RejectIfFinal(Resource resource) => RejectIf(IsClosed(resource), 50377, "The conversation is closed and cannot be changed any more");

    public override Func<Resource, bool> Filter(ReceivedRequest request)
    {
        var query = request.Content.Query;
        var (start, end, state) = (Date("StartDate"), Date("EndDate"), query.GetValueOrDefault("State"));
        return conversation => Created(conversation) is var created && !(created < start) && !(created > end)
            && (state is null || state.Equals((string?)conversation.Fields["state"], StringComparison.OrdinalIgnoreCase));

        DateTimeOffset? Date(string name) => !query.TryGetValue(name, out var text) ? null
            : FieldRule.TryParseDate(text, out var date) || FieldRule.TryParseDate($"{text}T00:00:00Z", out date) ? date
            : throw ApiFault.Invalid($"{name} must be a date, or {FieldRule.DateRule}");

        static DateTimeOffset Created(Resource conversation) =>
            FieldRule.TryParseDate((string)conversation.Fields["date_created"]!, out var date) ? date : default;
    }

    public override bool IsDescending(IReadOnlyDictionary<string, string> query) => query.ContainsKey("StartDate") || query.ContainsKey("EndDate");

    /// <summary>True if a name keeps to <see cref="NameRule"/>.</summary>
    public static bool IsUniqueName(string name) =>
        name is not ("" or "." or "..") && name.Length <= MaximumName && !name.Any(c => c == '/' || char.IsControl(c));

    /// <summary>A message makes a conversation active, and starts its timers again.</summary>
    public static void Revive(Resource conversation, DateTimeOffset now)
    {
        conversation.Touch();
        conversation.Fields["state"] = Active;
        conversation.Fields["timers"] = ((ConversationTimers)conversation.Details!).Start(Active, now);
    }

    /// <summary>Keeps a new conversation initializing for a time.</summary>
    public static void Initialize(Resource conversation, DateTimeOffset until)
    {
        conversation.Fields["state"] = Initializing;
        conversation.Fields["timers"] = new JObject();
        conversation.Fields[InitializingUntil] = until.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        conversation.Touch();
    }

    public static bool IsInitializing(Resource conversation) => (string?)conversation.Fields["state"] == Initializing;

    /// <summary>When time changes the state of a conversation next; null if it does not.</summary>
    public static DateTimeOffset? NextChange(Resource conversation) => (string?)conversation.Fields[InitializingUntil] is { } until
        ? DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture)
        : ConversationTimers.NextEnd(conversation.Fields);

    public static bool IsClosed(Resource conversation) => (string?)conversation.Fields["state"] == Closed;
}
