using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Testing;

/// <summary>The Twilio Conversations API in this process, with a store in memory, and without an account.</summary>
/// <remarks>Each instance has its own port, store, logs and faults, so tests can run side by side. Thread-safe.</remarks>
/// <example>
/// <code>
/// await using var service = await ConversationsEmulator.StartAsync();
/// service.AddConversation("support");
/// var alice = await service.Client.Conversation("support").Participants.GetOrCreateAsync("alice");
/// </code>
/// </example>
public sealed partial class ConversationsEmulator : IDisposable, IAsyncDisposable
{
    /// <summary>The default of <see cref="EmulatorOptions.AccountSid"/>.</summary>
    public const string AccountSid = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>The default of <see cref="EmulatorOptions.AuthToken"/>.</summary>
    public const string AuthToken = "emulator";

    /// <summary>
    /// The maximum number of entries of <see cref="Requests"/>, <see cref="Webhooks"/> and <see cref="WebhookDeliveries"/> each. Large entries
    /// are forgotten sooner: a log holds at most about 32 million characters.
    /// </summary>
    public const int LogCapacity = 10_000;

    private readonly BoundedLog<EmulatedRequest> _requests = new(LogCapacity, request => request.Size);
    private readonly ConcurrentDictionary<string, JObject> _snapshots = [];
    private readonly EmulatorOptions _options;
    private readonly Account _account;
    private readonly HostRule _hosts;
    private readonly ResourceApi _api;
    private readonly EmulatorClock _clock;
    private readonly ControlPages _pages;
    private readonly StateFile? _stateFile;
    private readonly JObject? _seed;
    private readonly EmulatorServer _server;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<ConversationsClient> _client;
    private long _requestCount;
    private int _isDisposed;

    private ConversationsEmulator(EmulatorOptions options)
    {
        _options = options;
        _account = new Account(options);
        _hosts = new HostRule(options.AllowedHosts);
        _clock = new EmulatorClock(options.TimeProvider);
        _pages = new ControlPages(this);
        Credentials = TwilioCredentials.FromAuthToken(_account.Sid, _account.AuthToken);
        _stateFile = options.StateFile is { } file ? new StateFile(file, options.Log) : null;
        // Reading the document for the store and starting the server take about equally long, so they run side by side.
        var filling = Task.Run(Fill);
        try
        {
            _server = new EmulatorServer(options, RespondAsync);
            (_api, _seed) = filling.GetAwaiter().GetResult();
            BaseAddress = _server.Address;
            _client = new(() => new ConversationsClient(new ConversationsClientOptions
            {
                Credentials = Credentials,
                BaseAddress = BaseAddress,
                MediaBaseAddress = BaseAddress,
                ConversationRateLimiter = ConversationRateLimits.None,
            }));
            _api.Expired = ScheduleWrite;
            _api.Webhooks.Sender.Delivered = Changes.Add;
            _stateFile?.Start(_api.WriteState);
        }
        catch
        {
            _server?.Dispose();
            _ = _stateFile?.DisposeAsync().AsTask();
            throw;
        }

        _started.SetResult();
    }

    /// <summary>The address at which the emulator listens. Media are at the same address.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The credentials of the account. <see cref="EmulatorOptions"/> can name others that are accepted too.</summary>
    public TwilioCredentials Credentials { get; }

    /// <summary>
    /// true if a list rejects a <c>PageSize</c> over 100, as Twilio's newer OpenAPI document does; false (the default) if it rejects one over
    /// 1,000.
    /// </summary>
    public bool StrictPageSize
    {
        get => _api.StrictPageSize;
        set => _api.StrictPageSize = value;
    }

    /// <summary>
    /// The time for which a group MMS that is created together with its participants stays <c>initializing</c>, by the emulator's clock. In that
    /// state, messages are rejected. Its end is reported as <c>onConversationStateUpdated</c>. Zero, the default, makes it active at once.
    /// </summary>
    public TimeSpan InitializingTime
    {
        get => _api.InitializingTime;
        set => _api.InitializingTime = value >= TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "InitializingTime must be zero or more.");
    }

    /// <summary>A client of the emulator, disposed together with it.</summary>
    public ConversationsClient Client => _client.Value;

    /// <summary>
    /// The requests that the emulator received, latest last, including those that it rejected or that a fault kept it from processing.
    /// </summary>
    public IReadOnlyList<EmulatedRequest> Requests => _requests.ToList();

    /// <summary>The number of requests received since the emulator started or was reset, including those no longer in the log.</summary>
    public long RequestCount => Interlocked.Read(ref _requestCount);

    /// <summary>
    /// The events for which there are webhooks, configured or not, latest last: changes requested with
    /// <c>X-Twilio-Webhook-Enabled: true</c>, inbound messages, timers that ended, and deliveries.
    /// </summary>
    public IReadOnlyList<EmulatedWebhook> Webhooks => _api.Webhooks.Raised.ToList();

    /// <summary>
    /// The requests to configured webhooks with their results, in order of completion. Requests to the same address are sent one after the
    /// other, in the order of the events. <see cref="WaitForWebhooksAsync"/> waits for those in progress.
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
    /// <param name="options">The options. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or its clock is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is not from 0 to 65535.</exception>
    /// <exception cref="ArgumentException">The host, the account's SID or the SID of an API key is not valid.</exception>
    /// <exception cref="IOException">The port is taken, a file cannot be read or written, or another emulator uses the state file.</exception>
    /// <exception cref="InvalidDataException">A file has invalid content; the message names the file and the place.</exception>
    public static ConversationsEmulator Start(EmulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        return options.Port is >= 0 and <= 65535 ? new(options)
            : throw new ArgumentOutOfRangeException(nameof(options), options.Port, "The port must be from 0 to 65535.");
    }

    /// <summary>Starts an emulator without blocking the caller.</summary>
    /// <param name="options">The options; null for an empty store on any free port.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="IOException">The port is taken, a file cannot be read or written, or another emulator uses the state file.</exception>
    /// <exception cref="InvalidDataException">A file has invalid content; the message names the file and the place.</exception>
    /// <exception cref="OperationCanceledException">The start was canceled.</exception>
    public static Task<ConversationsEmulator> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Start(options ?? new EmulatorOptions()), cancellationToken);

    /// <summary>Stops the server, ends pending webhooks, and writes outstanding changes to the state file.</summary>
    /// <exception cref="IOException">The state could not be written.</exception>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        _server.Dispose();
        _api.Dispose();
        if (_stateFile is not null)
        {
            await _stateFile.DisposeAsync().ConfigureAwait(false);
        }
    }

    internal FaultList Faults { get; } = new();

    internal ChangeSignal Changes { get; } = new();

    internal DateTimeOffset Now => _clock.GetUtcNow();

    internal Exception? StateError => _stateFile?.Error;

    private (ResourceApi Api, JObject? Seed) Fill()
    {
        var api = new ResourceApi(_clock, _account, _options.WebhookHosts);
        JObject? seed = null;
        if (_options.SeedFile is { } seedFile)
        {
            var json = StateFile.ReadJson(seedFile);
            InFile(seedFile, () => api.Seed(json));
        }

        api.Ensure(_options.Conversations);
        if (_options is { SeedFile: not null } or { Conversations.Count: > 0 })
        {
            seed = api.WriteState();
        }

        if (_stateFile?.Read() is { } state)
        {
            InFile(_options.StateFile!, () => api.ReadState(state));
            api.Ensure(_options.Conversations);
        }

        return (api, seed);
    }

    private static void InFile(string path, Action read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private void ScheduleWrite()
    {
        Changes.Add();
        _ = _stateFile?.ScheduleWrite();
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed == 1, this);
}
