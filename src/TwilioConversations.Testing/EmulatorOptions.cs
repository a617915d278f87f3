using System.Security.Cryptography.X509Certificates;

namespace TwilioConversations.Testing;

/// <summary>Options of an emulator, for <see cref="ConversationsEmulator.Start(EmulatorOptions)"/>.</summary>
public sealed class EmulatorOptions
{
    /// <summary>
    /// The address to listen on: <c>localhost</c> (the default), <c>*</c> for all addresses of this machine, or one of its IP addresses.
    /// </summary>
    public string Host { get; set; } = "localhost";

    /// <summary>The port to listen on, from 0 to 65535. The default, 0, takes any free port.</summary>
    public int Port { get; set; }

    /// <summary>
    /// The certificate, with its private key, to serve https instead of http. The default is null: http. It is not disposed with the emulator.
    /// </summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>
    /// Host names that requests may be addressed to, besides IP addresses, names without a dot, and names in <c>localhost</c>, <c>internal</c>,
    /// <c>test</c> and <c>twilio.com</c>. The emulator rejects requests to other hosts, as a browser sends them for a page of another site.
    /// </summary>
    public ICollection<string> AllowedHosts { get; } = [];

    /// <summary>Hosts to which webhooks are sent, besides this machine: names or IP addresses, or <c>*</c> for all.</summary>
    public ICollection<string> WebhookHosts { get; } = [];

    /// <summary>The account's SID, AC and 32 hexadecimal digits.</summary>
    public string AccountSid { get; set; } = ConversationsEmulator.AccountSid;

    /// <summary>The account's auth token. It also signs webhooks.</summary>
    public string AuthToken { get; set; } = ConversationsEmulator.AuthToken;

    /// <summary>API keys that are accepted besides the account's credentials: each SID, SK and 32 hexadecimal digits, with its secret.</summary>
    public IDictionary<string, string> ApiKeys { get; } = new Dictionary<string, string>();

    /// <summary>true to accept any Basic credentials; false (the default) to accept only the account's and <see cref="ApiKeys"/>.</summary>
    public bool AcceptAnyCredentials { get; set; }

    /// <summary>The clock for dates and for the timers of conversations. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// A file that keeps the store. It is read at the start if it exists, and replaced as a whole after changes. The default, null, keeps the
    /// store in memory only.
    /// </summary>
    /// <remarks>Only one emulator can use a file at a time: a second one does not start.</remarks>
    public string? StateFile { get; set; }

    /// <summary>
    /// true to respond to a change only after it is in <see cref="StateFile"/>, so that killing the process loses none; false by default.
    /// </summary>
    public bool Durable { get; set; }

    /// <summary>
    /// A JSON file with the initial content of the store, by collection, with the field names of a create, such as
    /// <c>{"Conversations":[{"UniqueName":"support","Participants":[{"Identity":"alice"}]}]}</c>; the default, null, starts with an empty
    /// store. It is not applied if <see cref="StateFile"/> has a state. <see cref="ConversationsEmulator.Reset"/> returns to it.
    /// </summary>
    public string? SeedFile { get; set; }

    /// <summary>
    /// Conversations to create at the start unless they exist: each a SID or a unique name, after the SID of its service and a slash if that is
    /// not the default one. <see cref="ConversationsEmulator.Reset"/> creates them again.
    /// </summary>
    public ICollection<string> Conversations { get; } = [];

    /// <summary>
    /// Receives a line when the state file cannot be written and, with <see cref="LogRequests"/>, a line for each request. Null, the default,
    /// for no log.
    /// </summary>
    public TextWriter? Log { get; set; }

    /// <summary>
    /// true to log each request to <see cref="Log"/>: time, method, path, status, duration and operation. Paths may contain identities.
    /// </summary>
    public bool LogRequests { get; set; }
}
