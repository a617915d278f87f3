using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>The address of the media service.</summary>
public class MediaAddressTests
{
    private const string MediaSid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [TestCase(null, null, "https://mcs.us1.twilio.com")]
    [TestCase("dublin", null, "https://mcs.us1.twilio.com")]
    [TestCase("dublin", "ie1", "https://mcs.ie1.twilio.com")]
    [TestCase(null, "au1", "https://mcs.au1.twilio.com")]
    public async Task The_region_makes_the_address(string? edge, string? region, string origin)
    {
        Uri? asked = null;
        using var handler = new RecordingHandler
        {
            Before = (request, _) =>
            {
                asked = request.RequestUri;
                return Task.FromResult<HttpResponseMessage?>(new(HttpStatusCode.NotFound));
            },
        };
        using var httpClient = new HttpClient(handler);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials, Edge = edge, Region = region }, httpClient);
        await Assert.ThrowsAsync<ConversationsResponseException>(() => client.Service(ServiceSid).Media.FetchAsync(MediaSid));
        Assert.That(asked!.AbsoluteUri, Is.EqualTo($"{origin}/v1/Services/{ServiceSid}/Media/{MediaSid}"));
    }

    [Test]
    public void With_a_base_address_the_media_address_must_be_set_too()
    {
        using var server = new StubServer();
        var error = Assert.Throws<InvalidOperationException>(() => _ = server.Client.Service(ServiceSid).Media);
        Assert.That(error!.Message, Does.Contain("set MediaBaseAddress too"));
    }

    [TestCase("http://media.example/")]
    [TestCase("/relative")]
    [TestCase("https://user@media.example/")]
    [TestCase("https://media.example/?a=b")]
    public void A_media_address_over_which_the_credentials_are_not_safe_is_rejected(string address)
    {
        var options = new ConversationsClientOptions { Credentials = StubServer.Credentials, MediaBaseAddress = new Uri(address, UriKind.RelativeOrAbsolute) };
        Assert.That(Assert.Throws<ArgumentException>(options.Validate)!.Message, Does.StartWith("MediaBaseAddress must"));
        Assert.Throws<ArgumentException>(() => new ConversationsClient(options));
    }
}
