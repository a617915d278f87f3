using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Samples;

/// <summary>An emulator with a conversation, and what the samples of a guide take as given.</summary>
public abstract class GuideFixture
{
    private protected ConversationsEmulator Service { get; private set; } = null!;

    private protected ConversationsClient Twilio { get; private set; } = null!;

    private protected StringWriter Log { get; private set; } = null!;

    [SetUp]
    public void Start()
    {
        Service = ConversationsEmulator.Start();
        Service.AddConversation("support");
        Twilio = new ConversationsClient(new() { Credentials = Service.Credentials, BaseAddress = Service.BaseAddress });
        Log = new StringWriter();
    }

    [TearDown]
    public void Stop()
    {
        Log.Dispose();
        Twilio.Dispose();
        Service.Dispose();
    }

    private protected IEnumerable<string> Operations() => Service.Requests.Select(request => request.Operation);
}
