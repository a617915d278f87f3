using System.Text.RegularExpressions;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The README's snippets: compiled and run here, and the same there to the letter.</summary>
public class ReadmeSampleTests
{
    private sealed record Seat(string Row, int Number);

    [Test]
    public async Task What_people_do_most()
    {
        using var service = ConversationsEmulator.Start();
        using var twilio = new ConversationsClient(new() { Credentials = service.Credentials, BaseAddress = service.BaseAddress });
        var saved = new List<string?>();
        Task SaveAsync(IReadOnlyList<Participant> items, string? token)
        {
            saved.Add(token);
            return Task.CompletedTask;
        }

        var queue = new[] { "alice", "dave", "erin" };
        var log = new StringWriter();
        var cancellationToken = CancellationToken.None;

        #region open
        var opening = new CreateConversationRequest { UniqueName = "support", FriendlyName = "Front desk", State = ConversationState.Active };
        opening.SetTimersClosed(TimeSpan.FromDays(7));
        var conversation = await twilio.Conversations.GetOrCreateAsync(opening, cancellationToken: cancellationToken);

        await foreach (var active in twilio.Conversations.ListAsync(new() { State = ConversationState.Active }, cancellationToken))
        {
            log.WriteLine(active);   // prints its SIDs, and no personal data
        }
        #endregion

        #region scope
        var participants = twilio.Conversation("support").Participants;   // or twilio.Service("IS…").Conversation("support").Participants
        var messages = twilio.Conversation("support").Messages;
        #endregion

        #region add
        var alice = await participants.GetOrCreateAsync("alice", cancellationToken);
        var request = new CreateParticipantRequest { MessagingBindingAddress = "+15558675310", MessagingBindingProxyAddress = "+15017122661" };
        request.SetAttributes(new Seat("A", 7));
        var bob = await participants.GetOrCreateAsync(request, cancellationToken: cancellationToken);
        #endregion

        #region write
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
            log.WriteLine($"{receipt.Status}");   // for each participant outside chat; sent.Delivery sums them up
        }
        #endregion

        #region list
        await foreach (var participant in participants.ListAsync(cancellationToken: cancellationToken))
        {
            log.WriteLine(participant);   // prints its SIDs, and no personal data
        }

        string? token = null;   // or one that was saved, by this process or another
        await foreach (var page in participants.ListAsync(new() { PageSize = 100 }).AsPages(token).WithCancellation(cancellationToken))
        {
            await SaveAsync(page.Items, page.NextPageToken);
        }
        #endregion

        #region find
        var bySidOrIdentity = await participants.FetchAsync("alice", cancellationToken);
        var orNull = await participants.FindAsync("nobody", cancellationToken);
        var byAddress = await participants.FindByAddressAsync("+15558675310", cancellationToken: cancellationToken);
        var seat = byAddress?.GetAttributes<Seat>();
        #endregion

        #region update
        await participants.UpdateAsync(bob, new UpdateParticipantRequest
        {
            LastReadMessageIndex = hello.Index,                          // set
            MessagingBindingProxyAddress = FieldUpdate<string>.Remove,   // remove; all other fields are left as they are
        }, cancellationToken: cancellationToken);
        await participants.DeleteAsync(bob, cancellationToken: cancellationToken);
        #endregion

        #region webhook
        var webhook = new CreateConversationWebhookRequest { Target = WebhookTarget.Webhook, ConfigurationUrl = "https://example.com/hook", ConfigurationFilters = ["onMessageAdded"] };
        await twilio.Conversation("support").Webhooks.CreateAsync(webhook, cancellationToken: cancellationToken);
        #endregion

        #region error
        try
        {
            await participants.CreateAsync(new CreateParticipantRequest { Identity = "alice" }, cancellationToken: cancellationToken);
        }
        catch (ConversationsException e) when (e.IsAlreadyExists)
        {
            log.WriteLine(e.Message);   // the operation, the status, Twilio's code and the request id; e.ServiceMessage has the service's words
        }
        #endregion

        #region bulk
        var requests = queue.Select(identity => new CreateParticipantRequest { Identity = identity });
        await foreach (var result in participants.CreateManyAsync(requests, cancellationToken: cancellationToken))
        {
            log.WriteLine($"{result} {result.Error?.Message}");   // its position and status
        }
        #endregion

        #region together
        var started = await twilio.Conversations.CreateWithParticipantsAsync(
            new() { UniqueName = "tour", Participant = [new() { Identity = "alice" }, new() { Identity = "dave" }] }, cancellationToken: cancellationToken);
        log.WriteLine(started.StatusCode);   // Created, or Accepted while the service is still adding participants
        #endregion

        Assert.That(await twilio.Conversation("tour").Participants.ListAsync().CountAsync(), Is.EqualTo(2));
        var webhooks = await twilio.Conversation("support").Webhooks.ListAsync().CountAsync();
        #region close
        await twilio.Conversations.UpdateAsync("support", new() { State = ConversationState.Closed }, cancellationToken: cancellationToken);
        await twilio.Conversations.DeleteAsync("support", cancellationToken: cancellationToken);
        #endregion

        Assert.That(await twilio.Conversations.ExistsAsync(conversation), Is.False);
        Assert.Multiple(() =>
        {
            Assert.That(bySidOrIdentity.Sid, Is.EqualTo(alice.Sid));
            Assert.That(bySidOrIdentity.LastReadMessageIndex, Is.EqualTo(hello.Index));
            Assert.That((hello.Body, webhooks), Is.EqualTo(("Hello", 1)));
            Assert.That(orNull, Is.Null);
            Assert.That(byAddress, Is.EqualTo(bob));
            Assert.That(seat, Is.EqualTo(new Seat("A", 7)));
            Assert.That(saved, Is.EqualTo(new string?[] { null }));
            Assert.That(log.ToString(), Does.Contain(conversation.Sid).And.Contain(alice.Sid).And.Contain(bob.Sid).And.Contain("Twilio error 50433").And.Contain("#0 AlreadyExists").And.Contain("#2 Done").And.Not.Contain("alice"));
        });
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
        var (chatServiceSid, source, target, cancellationToken) = (Operations.ServiceSid, new MemoryStream([1, 2, 3]), new MemoryStream(), CancellationToken.None);

        #region media
        var service = twilio.Service(chatServiceSid);   // a conversation tells its ChatServiceSid
        var media = await service.Media.UploadAsync(source, "image/png", "seat.png", cancellationToken);
        await service.Conversation("support").Messages.CreateAsync(new() { MediaSid = media.Sid }, cancellationToken: cancellationToken);
        await using var stream = await service.Media.OpenReadAsync(media.Sid, cancellationToken);
        await stream.CopyToAsync(target, cancellationToken);
        #endregion

        Assert.That((server.Requests.Count, target.Length), Is.EqualTo((3, 3)));
    }

    [Test]
    public void The_README_shows_what_is_run_here()
    {
        var source = File.ReadAllText(Repository.PathOf("tests/TwilioConversations.Tests/ReadmeSampleTests.cs")).ReplaceLineEndings("\n");
        var readme = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");
        var regions = Regex.Matches(source, @"^ +#region (\w+)\n(.*?)\n +#endregion", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.That(regions, Has.Count.EqualTo(14));
        foreach (Match region in regions)
        {
            var code = Regex.Replace(region.Groups[2].Value, "^ {8}", "", RegexOptions.Multiline);
            Assert.That(readme, Does.Contain($"```csharp\n{code}\n```"), region.Groups[1].Value);
        }
    }
}
