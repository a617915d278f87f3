using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to conversations: the life of one, from its creation to its end.</summary>
public class ConversationsGuideTests : GuideFixture
{
    private sealed record Seat(string Row, int Number);

    [Test]
    public void Credentials_can_be_passed()
    {
        var (apiKey, apiSecret) = ("SK" + new string('0', 32), "secret");
        #region credentials
        using var twilio = new ConversationsClient(new ConversationsClientOptions
        {
            Credentials = TwilioCredentials.ApiKey(apiKey, apiSecret),
            Edge = "dublin",
            Region = "ie1",
        });
        #endregion
        Assert.That(twilio.Conversations, Is.Not.Null);
    }

    [Test]
    public async Task The_life_of_a_conversation()
    {
        var (twilio, log, cancellationToken) = (Twilio, Log, CancellationToken.None);
        Service.Reset();

        #region open
        var opening = new CreateConversationRequest { UniqueName = "support", FriendlyName = "Front desk", State = ConversationState.Active };
        opening.SetTimersClosed(TimeSpan.FromDays(7));
        var conversation = await twilio.Conversations.GetOrCreateAsync(opening, cancellationToken: cancellationToken);
        #endregion

        #region list-active
        await foreach (var active in twilio.Conversations.ListAsync(new() { State = ConversationState.Active }, cancellationToken))
        {
            log.WriteLine(active);   // prints its SIDs, and no personal data
        }
        #endregion

        #region scope
        var participants = twilio.Conversation("support").Participants;
        var messages = twilio.Conversation("support").Messages;
        #endregion

        #region participants
        var alice = await participants.GetOrCreateAsync("alice", cancellationToken);
        var request = new CreateParticipantRequest { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" };
        request.SetAttributes(new Seat("A", 7));
        var bob = await participants.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        #endregion

        #region attributes
        var seat = bob.GetAttributes<Seat>();
        #endregion

        #region messages
        var hello = await messages.CreateAsync(new() { Author = "alice", Body = "Hello" }, cancellationToken: cancellationToken);
        await foreach (var message in messages.ListAfterAsync(hello.Index - 1, cancellationToken))
        {
            log.WriteLine($"{message.Index}: {message.DateCreated:O}");
        }

        await participants.UpdateAsync(alice, new() { LastReadMessageIndex = hello.Index }, cancellationToken: cancellationToken);
        #endregion

        #region template
        var reminder = new CreateMessageRequest { ContentSid = "HXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
        reminder.SetContentVariables(new Dictionary<string, string> { ["1"] = "alice", ["2"] = "Tuesday" });
        var sent = await messages.CreateAsync(reminder, cancellationToken: cancellationToken);
        await foreach (var receipt in twilio.Conversation("support").Message(sent.Sid).Receipts.ListAsync(cancellationToken: cancellationToken))
        {
            log.WriteLine($"{receipt.Status}");   // one for each participant outside chat; sent.Delivery summarizes them
        }
        #endregion

        #region update
        await participants.UpdateAsync(bob, new UpdateParticipantRequest
        {
            LastReadMessageIndex = hello.Index,                          // set
            MessagingBindingProxyAddress = FieldUpdate<string>.Remove,   // remove; every other field stays as it is
        }, cancellationToken: cancellationToken);
        await participants.DeleteAsync(bob, cancellationToken: cancellationToken);
        #endregion

        #region webhook
        await twilio.Conversation("support").Webhooks.CreateAsync(new()
        {
            Target = WebhookTarget.Webhook,
            ConfigurationUrl = "https://example.com/hook",
            ConfigurationFilters = ["onMessageAdded"],
        }, cancellationToken: cancellationToken);
        #endregion

        #region together
        var created = await twilio.Conversations.CreateWithParticipantsAsync(new()
        {
            UniqueName = "tour",
            Participant = [new() { Identity = "alice" }, new() { Identity = "dave" }],
        }, cancellationToken: cancellationToken);
        log.WriteLine(created.StatusCode);   // Created, or Accepted while the service is still adding participants
        #endregion

        Assert.That(await twilio.Conversation("tour").Participants.ListAsync().CountAsync(), Is.EqualTo(2));
        Assert.That(await twilio.Conversation("support").Webhooks.ListAsync().CountAsync(), Is.EqualTo(1));
        Assert.That(await participants.FetchAsync("alice"), Has.Property(nameof(Participant.LastReadMessageIndex)).EqualTo(hello.Index));

        #region close
        await twilio.Conversations.UpdateAsync("support", new() { State = ConversationState.Closed }, cancellationToken: cancellationToken);
        await twilio.Conversations.DeleteAsync("support", cancellationToken: cancellationToken);
        #endregion

        Assert.That(await twilio.Conversations.ExistsAsync(conversation), Is.False);
        Assert.That(seat, Is.EqualTo(new Seat("A", 7)));
        Assert.That(log.ToString(), Does.Contain(conversation.Sid).And.Contain("0: ").And.Contain("sent").And.Contain("Created"));
    }

    [Test]
    public async Task Files_of_messages()
    {
        const string Media = """{"sid":"MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","service_sid":"ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","content_type":"image/png","size":3,"links":{"content_direct_temporary":"TEMPORARY"}}""";
        using var files = new StubServer(Answer.Ok("PNG"));
        using var server = new StubServer(
            Answer.Ok(Media.Replace("TEMPORARY", files.BaseAddress.AbsoluteUri, StringComparison.Ordinal)),
            Answer.Ok(Examples.Answer("CreateServiceConversationMessage", "create").ToString()),
            Answer.Ok(Media.Replace("TEMPORARY", files.BaseAddress.AbsoluteUri, StringComparison.Ordinal)));
        using var twilio = server.CreateClient(options => options.MediaBaseAddress = server.BaseAddress);
        var (chatServiceSid, source, target, cancellationToken) = (Infra.Operations.ServiceSid, new MemoryStream([1, 2, 3]), new MemoryStream(), CancellationToken.None);

        #region media
        var service = twilio.Service(chatServiceSid);   // Conversation.ChatServiceSid has it
        var media = await service.Media.UploadAsync(source, "image/png", "seat.png", cancellationToken);
        await service.Conversation("support").Messages.CreateAsync(new() { MediaSid = media.Sid }, cancellationToken: cancellationToken);
        await using var stream = await service.Media.OpenReadAsync(media.Sid, cancellationToken);
        await stream.CopyToAsync(target, cancellationToken);
        #endregion

        Assert.That((server.Requests.Count, target.Length), Is.EqualTo((3, 3)));
    }
}
