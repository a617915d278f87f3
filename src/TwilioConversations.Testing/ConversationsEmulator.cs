using WireMock.Server;

namespace TwilioConversations.Testing;

/// <summary>The Twilio Conversations API in this process, with a store in memory, and without an account.</summary>
/// <remarks>Each instance has its own port, store, logs and faults, so tests can run side by side. Thread-safe.</remarks>
/// <example>
/// <code>
/// using var service = ConversationsEmulator.Start();
/// service.AddConversation("support");
/// var alice = await service.Client.Conversation("support").Participants.GetOrCreateAsync("alice");
/// </code>
/// </example>
public sealed partial class ConversationsEmulator : IDisposable
{
    /// <summary>The account that the emulator knows.</summary>
    public const string AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>The account's auth token.</summary>
    public const string AuthToken = "emulator";

    /// <summary>How many of the latest entries <see cref="Requests"/>, <see cref="Webhooks"/> and <see cref="WebhookDeliveries"/> each hold.</summary>
    public const int LogCapacity = 10_000;

    private readonly BoundedLog<EmulatedRequest> _requests = new(LogCapacity);
    private readonly ResourceApi _api;
    private readonly EmulatorClock _clock;
    private readonly ControlPages _pages;
    private readonly StateFile? _stateFile;
    private readonly LoopbackServer _server;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<ConversationsClient> _client;
    private readonly Lock _stubsLock = new();
    private volatile UserStubs? _stubs;
    private long _requestCount;

    private ConversationsEmulator(EmulatorOptions options)
    {
        _clock = new EmulatorClock(options.TimeProvider);
        _pages = new ControlPages(this);
        // Reading the document for the store and starting the server take about equally long, so they run side by side.
        var filling = Task.Run(() => ResourceApi.Filled(_clock, options));
        _server = new LoopbackServer(options.Port, RespondAsync);
        try
        {
            _api = filling.GetAwaiter().GetResult();
        }
        catch
        {
            _server.Dispose();
            throw;
        }

        BaseAddress = _server.Address;
        Credentials = TwilioCredentials.AuthToken(AccountSid, AuthToken);
        _client = new(() => new ConversationsClient(new ConversationsClientOptions { Credentials = Credentials, BaseAddress = BaseAddress }));
        if (options.StateFile is { } file)
        {
            _stateFile = new StateFile(file, _api.WriteState);
        }

        _started.SetResult();
    }

    /// <summary>Where the emulator listens, on the local machine only.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The only credentials that the emulator accepts: <see cref="AccountSid"/> with <see cref="AuthToken"/>.</summary>
    public TwilioCredentials Credentials { get; }

    /// <summary>Whether a list refuses a <c>PageSize</c> over 100, as Twilio's newer OpenAPI document does, instead of one over 1,000; false unless set.</summary>
    public bool StrictPageSize
    {
        get => _api.StrictPageSize;
        set => _api.StrictPageSize = value;
    }

    /// <summary>A client of the emulator, disposed together with it.</summary>
    public ConversationsClient Client => _client.Value;

    /// <summary>
    /// A WireMock.Net server, started when it is first asked for. Stubs that you add to it take precedence over the emulator. Send requests to
    /// <see cref="BaseAddress"/>, not to the server's own address.
    /// </summary>
    public WireMockServer Server
    {
        get
        {
            lock (_stubsLock)
            {
                return (_stubs ??= new UserStubs()).Server;
            }
        }
    }

    /// <summary>The requests that the emulator received, latest last, including those that it refused or that a fault kept it from processing.</summary>
    public IReadOnlyList<EmulatedRequest> Requests => _requests.ToList();

    /// <summary>How many requests the emulator has received since it started or was reset, including those no longer in the log.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>
    /// The events for which there are webhooks, configured or not, latest last: changes requested with
    /// <c>X-Twilio-Webhook-Enabled: true</c>, timers that ended, and deliveries.
    /// </summary>
    public IReadOnlyList<EmulatedWebhook> Webhooks => _api.Webhooks.Raised.ToList();

    /// <summary>
    /// The requests to configured webhooks with their results, in order of completion. Only addresses on this machine are called.
    /// <see cref="WaitForWebhooksAsync"/> waits for those under way.
    /// </summary>
    public IReadOnlyList<WebhookDelivery> WebhookDeliveries => _api.Webhooks.Sender.Deliveries.ToList();

    /// <summary>Starts an emulator with an empty store.</summary>
    /// <param name="port">The port to listen on, from 0 to 65535; 0 for any that is free.</param>
    /// <param name="timeProvider">The clock for dates and for the timers of conversations; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is out of that range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static ConversationsEmulator Start(int port = 0, TimeProvider? timeProvider = null) => port is >= 0 and <= 65535
        ? new(new EmulatorOptions { Port = port, TimeProvider = timeProvider ?? TimeProvider.System })
        : throw new ArgumentOutOfRangeException(nameof(port), port, "Must be from 0 to 65535.");

    /// <summary>Starts an emulator with options, such as a file that keeps its store.</summary>
    /// <param name="options">The port, the clock and the files. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or its clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is not from 0 to 65535.</exception>
    /// <exception cref="IOException">The port is taken, or a file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file has invalid content; the message says where.</exception>
    public static ConversationsEmulator Start(EmulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        return options.Port is >= 0 and <= 65535 ? new(options) : throw new ArgumentOutOfRangeException(nameof(options), options.Port, "The port must be from 0 to 65535.");
    }

    /// <summary>Adds a service, beside the default one.</summary>
    /// <param name="serviceSid">Its SID, IS and 32 hexadecimal digits.</param>
    /// <exception cref="ArgumentException"><paramref name="serviceSid"/> is not of that shape.</exception>
    public void AddService(string serviceSid) => _api.AddService(serviceSid);

    /// <summary>Adds a conversation.</summary>
    /// <param name="conversation">A SID, CH and 32 hexadecimal digits; or a unique name, for a conversation with a generated SID.</param>
    /// <param name="serviceSid">The service that the conversation belongs to, added if it does not exist; null for the default service.</param>
    /// <param name="identities">Chat users to add as participants, at most 1,000. Add others through <see cref="Client"/>.</param>
    /// <returns>The conversation's SID.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversation"/> or <paramref name="identities"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="conversation"/> is empty or names an existing conversation; <paramref name="serviceSid"/> is not a SID of a
    /// service; or an identity is null, empty, longer than 256 characters, repeated, or one too many. Nothing is added in that case.
    /// </exception>
    public string AddConversation(string conversation, string? serviceSid = null, params IEnumerable<string> identities) =>
        _api.AddConversation(conversation, serviceSid, identities);

    /// <summary>Sets the delivery status of a message to one participant outside chat.</summary>
    /// <param name="receiptSid">The delivery receipt, DY and 32 hexadecimal digits, as in the list of the message's receipts.</param>
    /// <param name="status">The new status.</param>
    /// <param name="errorCode">Twilio's error code for a failed delivery; 0 for none.</param>
    /// <exception cref="ArgumentException">There is no such delivery receipt.</exception>
    public void SetDeliveryStatus(string receiptSid, DeliveryStatus status, int errorCode = 0) => _api.SetDeliveryStatus(receiptSid, status, errorCode);

    /// <summary>Makes future requests fail. Faults apply in the order in which they were injected, at most one for each request.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">How many requests it applies to; null for all that match.</param>
    /// <param name="every">It applies to every nth matching request; 1 for each.</param>
    /// <param name="when">Which requests match; null for all.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fault"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> or <paramref name="every"/> is below 1.</exception>
    public void InjectFault(EmulatorFault fault, int? times = 1, int every = 1, Func<EmulatedRequest, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(times ?? 1, 1, nameof(times));
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        Faults.Add(new FaultPlan(fault, times, every, when));
    }

    /// <summary>Waits until no webhook is under way: each has its response or has failed its last attempt.</summary>
    /// <param name="cancellationToken">Ends the wait. The webhooks go on.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task WaitForWebhooksAsync(CancellationToken cancellationToken = default) => _api.Webhooks.Sender.WaitAsync(cancellationToken);

    /// <summary>Moves the clock forward, so that timers of conversations run out. Real waits, such as a latency, are not shortened.</summary>
    /// <param name="time">How far, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or leads past <see cref="DateTimeOffset.MaxValue"/>.</exception>
    public void AdvanceTime(TimeSpan time) => _clock.Advance(time);

    /// <summary>Deletes conversations, services, requests, webhooks and faults, ends webhooks under way, and resets the clock. Stubs on <see cref="Server"/> stay.</summary>
    public void Reset()
    {
        Faults.Clear();
        _requests.Clear();
        Interlocked.Exchange(ref _requestCount, 0);
        _clock.Reset();
        _api.Reset();
        _stateFile?.ScheduleWrite();
    }

    /// <summary>Stops the server, ends webhooks under way, and writes outstanding changes to the state file.</summary>
    /// <exception cref="IOException">The state could not be written.</exception>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        _server.Dispose();
        _stubs?.Dispose();
        _api.Dispose();
        _stateFile?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    internal FaultList Faults { get; } = new();

    internal DateTimeOffset Now => _clock.GetUtcNow();

    internal Exception? StateError => _stateFile?.Error;

    internal (IReadOnlyList<ConversationSummary> Conversations, int Count) Summarize(int conversations, int messages) => _api.Summarize(conversations, messages);
}
