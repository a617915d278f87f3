using System.Net;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.Operations;

namespace TwilioConversations.Tests;

/// <summary>A caller's own HttpClient that follows redirects, which is the default of a new one.</summary>
public class RedirectTests
{
    private static readonly string MediaSid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [TestCase(HttpStatusCode.Found)]
    [TestCase(HttpStatusCode.SeeOther)]
    [TestCase(HttpStatusCode.TemporaryRedirect)]
    [TestCase(HttpStatusCode.PermanentRedirect)]
    public async Task A_redirected_create_is_an_error_and_its_form_is_not_sent_elsewhere(HttpStatusCode status)
    {
        using var elsewhere = new StubServer(new StubResponse(HttpStatusCode.Created, Examples.Participant));
        using var server = new StubServer(new StubResponse(status, null, ("Location", elsewhere.BaseAddress.AbsoluteUri)));
        using var httpClient = new HttpClient();
        using var client = server.CreateClient(httpClient: httpClient);
        var error = await Assert.ThrowsAsync<InvalidResponseException>(() => client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" }));
        Assert.That(error!.Message, Does.Contain("redirect"));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
        Assert.That(elsewhere.Requests.Select(request => request.Body), Has.None.Contains("alice"));
    }

    [TestCase(HttpStatusCode.OK)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.ServiceUnavailable)]
    public async Task A_response_from_another_host_is_an_error_with_any_status_and_is_not_retried(HttpStatusCode status)
    {
        using var elsewhere = new StubServer(new StubResponse(status, Examples.Participant));
        using var server = new StubServer(new StubResponse(HttpStatusCode.SeeOther, null, ("Location", elsewhere.BaseAddress.AbsoluteUri)));
        using var httpClient = new HttpClient();
        using var client = server.CreateClient(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1), httpClient);
        await Assert.ThrowsAsync<InvalidResponseException>(() => client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" }));
        Assert.That((server.Requests.Count, elsewhere.Requests.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_fetch_and_a_download_are_errors_too()
    {
        using var elsewhere = new StubServer(StubResponse.Ok("the bytes"), StubResponse.Ok("the bytes"));
        var redirect = new StubResponse(HttpStatusCode.Found, null, ("Location", elsewhere.BaseAddress.AbsoluteUri));
        using var files = new StubServer(redirect);
        var info = $$"""{"sid":"{{MediaSid}}","service_sid":"{{ServiceSid}}","content_type":"text/plain","size":9,"links":{"content_direct_temporary":"{{files.BaseAddress}}"} }""";
        using var server = new StubServer(redirect, StubResponse.Ok(info));
        using var httpClient = new HttpClient();
        using var client = server.CreateClient(options => options.MediaBaseAddress = server.BaseAddress, httpClient);
        await Assert.ThrowsAsync<InvalidResponseException>(() => client.Conversation("support").Participants.FetchAsync("alice"));
        await Assert.ThrowsAsync<InvalidResponseException>(() => client.Service(ServiceSid).Media.OpenReadAsync(MediaSid));
    }

    [Test]
    public async Task A_file_is_sent_nowhere_else()
    {
        using var elsewhere = new StubServer();
        using var server = new StubServer(new StubResponse(HttpStatusCode.TemporaryRedirect, null, ("Location", elsewhere.BaseAddress.AbsoluteUri)));
        using var httpClient = new HttpClient();
        using var client = server.CreateClient(options => options.MediaBaseAddress = server.BaseAddress, httpClient);
        await Assert.ThrowsAsync<InvalidResponseException>(() => client.Service(ServiceSid).Media.UploadAsync(new MemoryStream("0123456"u8.ToArray()), "text/plain"));
        Assert.That(elsewhere.Requests.Select(request => request.Body), Has.None.Contains("0"));
    }

    [Test]
    public async Task A_handler_that_sends_every_request_to_another_address_is_the_callers_own_decision()
    {
        using var server = new StubServer(new StubResponse(HttpStatusCode.Created, Examples.Participant));
        using var handler = new Rewriting(server.BaseAddress) { InnerHandler = ConversationsClient.CreateHandler() };
        using var httpClient = new HttpClient(handler);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials }, httpClient);
        await client.Conversation("support").Participants.CreateAsync(new() { Identity = "alice" });
        Assert.That(server.Request.Form["Identity"], Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_response_that_names_another_request_is_an_error()
    {
        using var handler = new Renaming();
        using var httpClient = new HttpClient(handler);
        using var client = new ConversationsClient(new() { Credentials = StubServer.Credentials }, httpClient);
        await Assert.ThrowsAsync<InvalidResponseException>(() => client.Conversation("support").Participants.FetchAsync("alice"));
    }

    private sealed class Rewriting(Uri address) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(address, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Renaming : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(Examples.Participant),
            RequestMessage = new HttpRequestMessage(HttpMethod.Get, "https://elsewhere.example/"),
        });
    }
}
