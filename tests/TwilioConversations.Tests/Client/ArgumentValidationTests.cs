using CsCheck;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Values that would reach another resource, or break a stated rule, are rejected before a request is sent. All others arrive unchanged.</summary>
public class ArgumentValidationTests
{
    private const string LoneHigh = "a\uD800b";

    // Not as attributes, which store text as UTF-8 and would replace the lone surrogate.
    private static readonly object[] BadIds =
    [
        new[] { "", "Must have 1 to 256 characters; this has 0." },
        new[] { new string('a', 257), "Must have 1 to 256 characters; this has 257." },
        new[] { ".", "Must not be '.' or '..'" },
        new[] { "..", "Must not be '.' or '..'" },
        new[] { "a\0b", "Must not contain the character U+0000" },
        new[] { LoneHigh, "Text must be valid Unicode; it has an unpaired surrogate at position 1." },
    ];

    [TestCaseSource(nameof(BadIds))]
    public async Task Delete_rejects_an_id_that_would_leave_the_participants_path(string id, string rule)
    {
        using var server = new StubServer();
        var client = server.Client.Operations;
        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.DeleteConversationParticipantAsync(ConversationSid, id));
        Assert.Multiple(() =>
        {
            Assert.That(error!.ParamName, Is.EqualTo("sid"));
            Assert.That(error.Message, Does.StartWith(rule));
            Assert.That(server.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task A_service_that_is_the_SID_of_something_else_is_rejected_with_a_hint()
    {
        using var server = new StubServer();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => server.Client.Operations.FetchServiceConversationParticipantAsync(ConversationSid, ServiceSid, ParticipantSid));
        Assert.That(error!.Message, Is.EqualTo("Must be a SID of IS and 32 hexadecimal digits. This is the SID of something else, CH…. (Parameter 'chatServiceSid')"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1001)]
    public void A_page_size_outside_1_to_1000_is_rejected(int pageSize)
    {
        using var server = new StubServer();
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => server.Client.Conversation(ConversationSid).Participants.ListAsync(new() { PageSize = pageSize }));
        Assert.That((error!.ParamName, error.ActualValue, server.Requests.Count), Is.EqualTo(("options", (object)pageSize, 0)));
        Assert.That(error.Message, Does.StartWith("PageSize must be from 1 to 1000."));
    }

    [Test]
    public async Task A_page_below_0_is_rejected()
    {
        using var server = new StubServer();
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.Client.Operations.ListConversationParticipantAsync(ConversationSid, page: -1));
        Assert.That(error!.Message, Does.StartWith("Page must be at least 0."));
    }

    private static IEnumerable<TestCaseData> BadRequests()
    {
        yield return Case(new() { RoleSid = "RL1" }, "RoleSid must be a SID of RL and 32 hexadecimal digits.");
        yield return Case(new() { RoleSid = ParticipantSid }, "RoleSid must be a SID of RL and 32 hexadecimal digits.");
        yield return Case(new() { Identity = new string('é', 257) }, "Identity must have at most 256 characters; this has 257.");
        yield return Case(new() { Attributes = LoneHigh }, "Attributes must be valid Unicode; it has an unpaired surrogate at position 1.");
        yield return Case(new() { AdditionalFields = { [""] = "x" } }, "An additional field must have a name.");
        yield return Case(new() { AdditionalFields = { [LoneHigh] = "x" } }, "The name of an additional field must be valid Unicode");

        static TestCaseData Case(CreateParticipantRequest request, string rule) => new TestCaseData(request, rule).SetArgDisplayNames(rule);
    }

    [TestCaseSource(nameof(BadRequests))]
    public async Task A_field_that_breaks_its_rule_is_rejected_by_name_without_its_value(CreateParticipantRequest request, string rule)
    {
        using var server = new StubServer();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => server.Client.Conversation(ConversationSid).Participants.CreateAsync(request));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Does.StartWith(rule).And.EndsWith("(Parameter 'request')"));
            Assert.That(server.Requests, Is.Empty);
        });
    }

    [Test]
    public void Any_text_arrives_as_one_form_field_and_one_query_value_or_is_rejected()
    {
        using var server = new StubServer();
        OperationArgumentTests.AnyText.Sample(
            text =>
            {
                server.Enqueue(StubResponse.Ok(Examples.Participant));
                server.Enqueue(StubResponse.Ok(Examples.Page));
                var before = server.Requests.Count;
                var request = new CreateParticipantRequest { Identity = text, MessagingBindingAddress = text };
                if (text.Length > 0)
                {
                    request.AdditionalFields[text] = text;
                }

                try
                {
                    server.Client.Conversation(ConversationSid).Participants.CreateAsync(request).GetAwaiter().GetResult();
                    server.Client.Operations.ListConversationParticipantAsync(ConversationSid, pageToken: text).GetAwaiter().GetResult();
                }
                catch (ArgumentException)
                {
                    return server.Requests.Count == before && !OperationArgumentTests.IsWellFormed(text);
                }

                var form = server.Requests[^2].Form;
                return form.Count == (text.Length > 0 ? 3 : 2) && form["Identity"] == text && form["MessagingBinding.Address"] == text && (text.Length == 0 || form[text] == text)
                    && server.Requests[^1].Target.Split('?') is [_, var query] && query.Split('=') is ["PageToken", var token] && Uri.UnescapeDataString(token) == text;
            },
            iter: 500,
            threads: 1);
    }

    [Test]
    public void Any_date_is_sent_in_UTC_as_the_same_moment()
    {
        using var server = new StubServer();
        var dates = Gen.Select(Gen.DateTime[DateTime.MinValue.AddDays(1), DateTime.MaxValue.AddDays(-1)], Gen.Int[-14 * 60, 14 * 60])
            .Select((moment, minutes) => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Unspecified), TimeSpan.FromMinutes(minutes)));
        dates.Sample(
            date =>
            {
                server.Enqueue(StubResponse.Ok(Examples.Participant));
                server.Client.Conversation(ConversationSid).Participants.CreateAsync(new() { DateCreated = date }).GetAwaiter().GetResult();
                var sent = server.Requests[^1].Form["DateCreated"];
                return sent.EndsWith('Z') && DateTimeOffset.ParseExact(sent, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", System.Globalization.CultureInfo.InvariantCulture) == date;
            },
            iter: 200,
            threads: 1);
    }
}
