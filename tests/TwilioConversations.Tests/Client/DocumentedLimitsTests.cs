using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>A value that breaks a documented limit is rejected before anything is sent, and the additional fields are the way around.</summary>
public class DocumentedLimitsTests
{
    private static readonly string ConversationSid = "CH" + new string('a', 32);

    [TestCaseSource(nameof(Broken))]
    public async Task A_value_beyond_its_limit_is_rejected(Func<ConversationsClient, Task> call, string message)
    {
        using var server = new StubServer();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => call(server.Client));
        Assert.That(error!.Message, Does.StartWith(message));
        Assert.That(server.Requests, Is.Empty);
    }

    [TestCaseSource(nameof(Allowed))]
    public async Task A_value_at_its_limit_is_sent(Func<ConversationsClient, Task> call, string form)
    {
        using var server = new StubServer(new StubResponse(System.Net.HttpStatusCode.Created, "{}"));
        // The stub's response has no SID.
        await Assert.CatchAsync<InvalidResponseException>(() => call(server.Client));
        Assert.That(Uri.UnescapeDataString(server.Request.Body!), Is.EqualTo(form));
    }

    [Test]
    public async Task An_additional_field_replaces_the_property_and_its_rules()
    {
        using var server = new StubServer(StubResponse.Ok("{}"));
        var request = new UpdateConversationRequest
        {
            FriendlyName = "Support",
            MessagingServiceSid = "not a SID",
            AdditionalFields = { ["MessagingServiceSid"] = "", ["State"] = "archived", ["Timers.Closed"] = "never" },
        };
        await Assert.CatchAsync<InvalidResponseException>(() => server.Client.Conversations.UpdateAsync(ConversationSid, request));
        Assert.That(server.Request.Body, Is.EqualTo("FriendlyName=Support&MessagingServiceSid=&State=archived&Timers.Closed=never"));
    }

    [Test]
    public async Task An_additional_field_replaces_a_required_property_and_disables_the_rules_between_fields()
    {
        using var server = new StubServer(StubResponse.Ok("{}"));
        var request = new CreateConversationWebhookRequest { AdditionalFields = { ["Target"] = "carrier-pigeon" } };
        await Assert.CatchAsync<InvalidResponseException>(() => server.Client.Conversation(ConversationSid).Webhooks.CreateAsync(request));
        Assert.That(server.Request.Body, Is.EqualTo("Target=carrier-pigeon"));
    }

    [Test]
    public async Task A_list_is_cleared_by_an_additional_field()
    {
        using var server = new StubServer(StubResponse.Ok("{}"));
        await Assert.CatchAsync<InvalidResponseException>(() => server.Client.WebhookSettings.UpdateAsync(new() { Filters = ["onMessageAdded"], AdditionalFields = { ["Filters"] = "" } }));
        Assert.That(server.Request.Body, Is.EqualTo("Filters="));
    }

    [Test]
    public void Content_variables_are_checked_when_they_are_set() => Assert.Multiple(() =>
    {
        var request = new CreateMessageRequest();
        Assert.That(() => request.SetContentVariables([new("name", null!)]), Throws.ArgumentException);
        Assert.That(() => request.SetContentVariables([new(new string('k', 17), "x")]), Throws.ArgumentException.With.Message.StartsWith("ContentVariables must have names of at most 16 characters; one has 17."));
        request.SetContentVariables([new("1", "é\n\""), new("2", new string('v', 256))]);
        Assert.That(request.ContentVariables, Does.StartWith("""{"1":"é\n\"","2":"vvv"""));
    });

    private static IEnumerable<TestCaseData<Func<ConversationsClient, Task>, string>> Broken()
    {
        var many = string.Join(',', Enumerable.Range(0, 110).Select(i => $"\"{i}\":\"{new string('v', 250)}\""));
        return new (string Name, Func<ConversationsClient, Task> Call, string Message)[]
        {
            ("A unique name like a SID", client => client.Conversations.CreateAsync(new() { UniqueName = ConversationSid }), "UniqueName must not have the shape of a SID, CH and 32 hexadecimal digits."),
            ("A new unique name like a SID", client => client.Conversations.UpdateAsync("support", new() { UniqueName = ConversationSid }), "UniqueName must not have the shape of a SID"),
            ("A negative timer", client => client.Conversations.UpdateAsync("support", new() { TimersInactive = TimeSpan.FromMinutes(-15) }), "Timers.Inactive must be at least PT1M, or zero."),
            ("A short timer", client => client.Conversations.UpdateAsync("support", new() { TimersInactive = TimeSpan.FromSeconds(59) }), "Timers.Inactive must be at least PT1M, or zero."),
            ("A short closing timer", client => client.Conversations.UpdateAsync("support", new() { TimersClosed = TimeSpan.FromSeconds(599) }), "Timers.Closed must be at least PT10M, or zero."),
            ("A short default timer", client => client.Configuration.UpdateAsync(new() { DefaultClosedTimer = TimeSpan.FromMinutes(1) }), "DefaultClosedTimer must be at least PT10M, or zero."),
            ("A timer without a state", client => client.Conversations.CreateAsync(new() { TimersClosed = TimeSpan.FromHours(1) }), "The fields do not fit together: a timer needs State."),
            ("A timer of a group without a state", client => client.Conversations.CreateWithParticipantsAsync(new() { TimersInactive = TimeSpan.FromHours(1) }), "The fields do not fit together: a timer needs State."),
            ("A push credential's long name", client => client.PushCredentials.CreateAsync(new() { Type = PushCredentialType.Fcm, FriendlyName = new string('n', 65) }), "FriendlyName must have at most 64 characters; this has 65."),
            ("A content variable's long name", client => client.Conversation("support").Messages.CreateAsync(new() { ContentVariables = $$"""{"{{new string('k', 17)}}":"v"}""" }), "ContentVariables must have names of at most 16 characters; one has 17."),
            ("A content variable's long value", client => client.Conversation("support").Messages.CreateAsync(new() { ContentVariables = $$"""{"k":"{{new string('v', 257)}}"}""" }), "ContentVariables must have values of at most 256 characters; one has 257."),
            ("Content variables that are no object", client => client.Conversation("support").Messages.CreateAsync(new() { ContentVariables = "[]" }), "ContentVariables must be a JSON object."),
            ("Content variables that are no JSON", client => client.Conversation("support").Messages.CreateAsync(new() { ContentVariables = "{" }), "ContentVariables must be valid JSON"),
            ("Too many content variables", client => client.Conversation("support").Messages.CreateAsync(new() { ContentVariables = $$"""{{{many}}}""" }), "ContentVariables must have at most 27801 characters; this has "),
        }.Select(one => new TestCaseData<Func<ConversationsClient, Task>, string>(one.Call, one.Message).SetArgDisplayNames(one.Name));
    }

    private static IEnumerable<TestCaseData<Func<ConversationsClient, Task>, string>> Allowed() => new (string Name, Func<ConversationsClient, Task> Call, string Form)[]
    {
        ("The shortest timers", client => client.Conversations.CreateAsync(new() { State = ConversationState.Active, TimersInactive = TimeSpan.FromMinutes(1), TimersClosed = TimeSpan.FromMinutes(10) }), "State=active&Timers.Inactive=PT1M&Timers.Closed=PT10M"),
        ("Timers that stop", client => client.Conversations.UpdateAsync("support", new() { TimersInactive = TimeSpan.Zero, TimersClosed = TimeSpan.Zero }), "Timers.Inactive=PT0S&Timers.Closed=PT0S"),
        ("Weeks", client => client.Conversations.UpdateAsync("support", new() { TimersClosed = TimeSpan.FromDays(14) }), "Timers.Closed=P14D"),
        ("A month, which has no exact length", client => client.Conversations.UpdateAsync("support", new() { AdditionalFields = { ["Timers.Closed"] = "P1M" } }), "Timers.Closed=P1M"),
        ("A unique name like another SID", client => client.Conversations.CreateAsync(new() { UniqueName = "MB" + new string('a', 32) }), "UniqueName=MB" + new string('a', 32)),
    }.Select(one => new TestCaseData<Func<ConversationsClient, Task>, string>(one.Call, one.Form).SetArgDisplayNames(one.Name));
}
