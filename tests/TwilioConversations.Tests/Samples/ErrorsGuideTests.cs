using System.Threading.RateLimiting;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>The samples of the guide to errors and retries.</summary>
public class ErrorsGuideTests : GuideFixture
{
    [Test]
    public async Task Errors_are_told_apart()
    {
        var (participants, log, cancellationToken) = (Twilio.Conversation("support").Participants, Log, CancellationToken.None);
        await participants.CreateAsync(new() { Identity = "alice" });

        #region catch
        try
        {
            await participants.CreateAsync(new() { Identity = "alice" }, cancellationToken: cancellationToken);
        }
        catch (ConversationsException e) when (e.IsAlreadyExists)
        {
            log.WriteLine(e.Message);   // the operation, the status, Twilio's code and the request ID; safe to log
        }
        catch (ConversationsException e) when (e.Code == ConversationsErrorCodes.ParticipantLimitReached)
        {
            log.WriteLine("The conversation is full.");
        }
        #endregion

        Assert.That(log.ToString(), Does.Contain("CreateConversationParticipant").And.Contain("409").And.Contain("50433").And.Not.Contain("alice"));
    }

    [Test]
    public async Task Retries_are_configured_and_observed()
    {
        var (service, log) = (Service, Log);
        await using var limiter = new TokenBucketRateLimiter(new() { TokenLimit = 30, TokensPerPeriod = 30, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 1000 });
        service.InjectFault(EmulatorFault.TooManyRequests(TimeSpan.Zero));

        #region retry
        using var twilio = new ConversationsClient(new ConversationsClientOptions
        {
            Credentials = service.Credentials,
            BaseAddress = service.BaseAddress,
            TotalTimeout = TimeSpan.FromMinutes(2),
            Retry = { MaxAttempts = 6, OnRetry = retry => log.WriteLine($"{retry.Operation}, attempt {retry.Attempt} failed") },
            RateLimiter = limiter,   // asked before every attempt
        });
        #endregion

        await twilio.Conversations.FetchAsync("support");
        Assert.That(log.ToString(), Does.StartWith("FetchConversation, attempt 1 failed"));
    }
}
