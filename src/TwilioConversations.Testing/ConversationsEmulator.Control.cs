namespace TwilioConversations.Testing;

// What a test does to the emulator besides sending requests. The addresses under /_emulator/ do the same for other languages.
public sealed partial class ConversationsEmulator
{
    /// <summary>Adds a service, beside the default one.</summary>
    /// <param name="serviceSid">Its SID, IS and 32 hexadecimal digits.</param>
    /// <exception cref="ArgumentException"><paramref name="serviceSid"/> is not of that shape.</exception>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    public void AddService(string serviceSid) => Change(() => _api.AddService(serviceSid));

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
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    public string AddConversation(string conversation, string? serviceSid = null, params IEnumerable<string> identities) =>
        Change(() => _api.AddConversation(conversation, serviceSid, identities));

    /// <summary>Registers a device for push notifications, as an app does with an SDK.</summary>
    /// <param name="identity">The identity of the user with the device.</param>
    /// <param name="type">The type of the binding.</param>
    /// <param name="serviceSid">The service that sends the notifications; null for the default service.</param>
    /// <returns>The push binding's SID.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="identity"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such service.</exception>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    public string AddPushBinding(string identity, PushBindingType type, string? serviceSid = null) =>
        Change(() => _api.AddPushBinding(identity, type.ToString(), serviceSid));

    /// <summary>Sets the delivery status of a message to one participant outside chat.</summary>
    /// <param name="receiptSid">The delivery receipt, DY and 32 hexadecimal digits, as in the list of the message's receipts.</param>
    /// <param name="status">The new status.</param>
    /// <param name="errorCode">Twilio's error code for a failed delivery; 0 for none.</param>
    /// <exception cref="ArgumentException">There is no such delivery receipt.</exception>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    public void SetDeliveryStatus(string receiptSid, DeliveryStatus status, int errorCode = 0) =>
        Change(() => _api.SetDeliveryStatus(receiptSid, status.ToString(), errorCode));

    /// <summary>Simulates an incoming message to an address of the account, by SMS, WhatsApp or another channel.</summary>
    /// <remarks>
    /// The message goes to the open conversation in which <paramref name="from"/> takes part with the proxy address <paramref name="to"/>. If there
    /// is none, the address configuration of <paramref name="to"/> opens one, as it does in the service. A message to a group names all of its
    /// other members, separated by commas, and goes to the group MMS of exactly these addresses. Webhooks are asked and sent, with the channel
    /// as <c>Source</c>.
    /// </remarks>
    /// <param name="from">The sender's address, such as <c>+15550100</c> or <c>whatsapp:+15550100</c>.</param>
    /// <param name="to">The address of the account, of the same channel; for a group the addresses of all its other members, separated by commas.</param>
    /// <param name="body">The text; null for a message with a file only.</param>
    /// <param name="mediaSid">A file, uploaded to the service of the conversation; null for none.</param>
    /// <param name="cancellationToken">Cancels the call, not what has already happened.</param>
    /// <returns>The message; null if a webhook rejected it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="from"/> or <paramref name="to"/> is null.</exception>
    /// <exception cref="ArgumentException">No conversation takes the message, no address configuration opens one, or the message is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public async Task<InboundMessage?> ReceiveMessageAsync(
        string from, string to, string? body, string? mediaSid = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var message = await _api.ReceiveAsync(from, to, body, mediaSid).WaitAsync(cancellationToken).ConfigureAwait(false);
        ScheduleWrite();
        return message;
    }

    /// <summary>Lets a chat user write in an app with an SDK: webhooks have the <c>Source</c> <c>SDK</c> and a <c>ClientIdentity</c>.</summary>
    /// <param name="conversation">The SID or unique name of the conversation.</param>
    /// <param name="identity">The identity of a participant.</param>
    /// <param name="body">The text; null for a message with a file only.</param>
    /// <param name="mediaSid">A file, uploaded to the service of the conversation; null for none.</param>
    /// <param name="serviceSid">The service of the conversation; null for the default service.</param>
    /// <param name="cancellationToken">Cancels the call, not what has already happened.</param>
    /// <returns>The message; null if a webhook rejected it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversation"/> or <paramref name="identity"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no such conversation or participant, or the message is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public async Task<InboundMessage?> SendFromSdkAsync(
        string conversation, string identity, string? body, string? mediaSid = null, string? serviceSid = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(identity);
        var message = await _api.SendFromSdkAsync(conversation, identity, body, mediaSid, serviceSid).WaitAsync(cancellationToken).ConfigureAwait(false);
        ScheduleWrite();
        return message;
    }

    /// <summary>Makes future requests fail. Faults apply in the order in which they were injected, at most one for each request.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="times">The number of requests that it applies to; null for all that match.</param>
    /// <param name="every">It applies to every nth matching request; 1 for each.</param>
    /// <param name="when">The condition for requests that match; null for all.</param>
    /// <param name="probability">The probability that it applies to a request, over 0 and up to 1.</param>
    /// <returns>The fault's ID, which <see cref="EmulatedRequest.FaultId"/> names and <see cref="RemoveFault"/> takes.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="fault"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="times"/> or <paramref name="every"/> is below 1, or <paramref name="probability"/> out of its range.
    /// </exception>
    public string InjectFault(EmulatorFault fault, int? times = 1, int every = 1, Func<EmulatedRequest, bool>? when = null, double probability = 1) =>
        AddFault(fault, times, every, when, probability, method: null, operation: null);

    /// <summary>Removes a fault.</summary>
    /// <param name="id">The ID that <see cref="InjectFault(EmulatorFault, int?, int, Func{EmulatedRequest, bool}?, double)"/> returned.</param>
    /// <returns>true if the fault was removed; false if there is none with this ID, as after its last use.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public bool RemoveFault(string id) => Faults.Remove(id ?? throw new ArgumentNullException(nameof(id)));

    /// <summary>Waits until no webhook is in progress: each has its response or has failed its last attempt.</summary>
    /// <param name="cancellationToken">Ends the wait. The webhooks go on.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task WaitForWebhooksAsync(CancellationToken cancellationToken = default) => _api.Webhooks.Sender.WaitAsync(cancellationToken);

    /// <summary>
    /// Moves the clock forward, so that timers of conversations run out and are reported. Real waits, such as a latency, are not shortened.
    /// </summary>
    /// <param name="time">The time to advance, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or leads past <see cref="DateTimeOffset.MaxValue"/>.</exception>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    public void AdvanceTime(TimeSpan time)
    {
        ThrowIfDisposed();
        _clock.Advance(time);
        _api.RunDue();
    }

    /// <summary>
    /// Returns the store to the content of the seed file, or to an empty one; forgets requests, webhooks and faults, ends pending webhooks, and
    /// resets the clock. Snapshots stay.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    public void Reset()
    {
        ThrowIfDisposed();
        Faults.Clear();
        _requests.Clear();
        Interlocked.Exchange(ref _requestCount, 0);
        _clock.Reset();
        _api.Reset(_seed);
        ScheduleWrite();
    }

    /// <summary>Keeps the content of the store under a name, replacing an earlier snapshot of that name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    public void SaveSnapshot(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _snapshots[name] = _api.WriteState();
    }

    /// <summary>Returns the store to a snapshot. Logs, faults and the clock stay.</summary>
    /// <param name="name">The name under which <see cref="SaveSnapshot"/> kept it.</param>
    /// <exception cref="ArgumentException">There is no such snapshot.</exception>
    /// <exception cref="ObjectDisposedException">The emulator was disposed.</exception>
    public void RestoreSnapshot(string name)
    {
        var state = _snapshots.GetValueOrDefault(name) ?? throw new ArgumentException("There is no such snapshot.", nameof(name));
        Change(() => _api.ReadState(state));
    }

    /// <summary>Forgets a snapshot.</summary>
    /// <param name="name">The name under which <see cref="SaveSnapshot"/> kept it.</param>
    /// <returns>true if it was forgotten; false if there is none of that name.</returns>
    public bool DeleteSnapshot(string name) => _snapshots.TryRemove(name, out _);

    internal IEnumerable<string> Snapshots => _snapshots.Keys.Order(StringComparer.Ordinal);

    internal Account Account => _account;

    internal ResourceApi Api => _api;

    internal string AddFault(
        EmulatorFault fault, int? times, int every, Func<EmulatedRequest, bool>? when, double probability, string? method, string? operation)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(times ?? 1, 1, nameof(times));
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (!(probability is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Must be over 0 and at most 1.");
        }

        var plan = new FaultPlan(Faults.NewId(), fault, times, every, probability, when) { Method = method, Operation = operation };
        Faults.Add(plan);
        return plan.Id;
    }

    internal void Change(Action change) => Change(() =>
    {
        change();
        return true;
    });

    internal T Change<T>(Func<T> change)
    {
        ThrowIfDisposed();
        var result = change();
        ScheduleWrite();
        return result;
    }
}
