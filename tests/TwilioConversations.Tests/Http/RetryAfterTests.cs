using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>Parsing of the <c>Retry-After</c> header.</summary>
public class RetryAfterTests
{
    [TestCase("0", 0.0)]
    [TestCase("7", 7.0)]
    [TestCase("2147483647", 2147483647.0)]
    [TestCase("2147483648", 2147483647.0)]
    [TestCase("99999999999999999999", 2147483647.0)]
    [TestCase("1.5", null)]
    [TestCase("-1", null)]
    [TestCase("+1", null)]
    [TestCase("soon", null)]
    [TestCase("2001-01-01", null)]
    [TestCase("Mon, 01 Jan 2001 00:00:00 GMT", 0.0)]
    public void A_value_is_seconds_or_an_HTTP_date_or_nothing(string value, double? seconds)
    {
        var error = new ConversationsResponseException("Fetch", HttpStatusCode.TooManyRequests, headers: new Dictionary<string, IReadOnlyList<string>> { ["Retry-After"] = [value] });
        Assert.That(error.RetryAfter?.TotalSeconds, Is.EqualTo(seconds));
    }

    [TestCase("1.5")]
    [TestCase("soon")]
    public async Task After_an_invalid_value_the_clients_own_delay_applies(string value)
    {
        var delays = new List<TimeSpan>();
        using var server = new StubServer(new StubResponse(HttpStatusCode.TooManyRequests, null, ("Retry-After", value)), StubResponse.Ok(Examples.Participant));
        using var client = server.CreateClient(options => (options.Retry.Delay, options.Retry.OnRetry) = (TimeSpan.FromMilliseconds(10), retry => delays.Add(retry.Delay)));
        await client.Conversation(ConversationSid).Participants.FetchAsync(ParticipantSid);
        Assert.That(delays, Has.One.Items.And.All.GreaterThan(TimeSpan.Zero));
    }
}
