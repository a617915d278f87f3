using BenchmarkDotNet.Attributes;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>The work that is measured, one benchmark for each kind, the same for each client.</summary>
[MemoryDiagnoser]
public abstract class Work
{
    private Contender _contender = null!;

    [ParamsSource(nameof(Clients))]
    public string Client { get; set; } = "";

    public static IEnumerable<string> Clients => Contender.Names;

    [GlobalSetup]
    public void Setup() => _contender = Open(Client);

    [GlobalCleanup]
    public virtual void Cleanup() => _contender.Dispose();

    [Benchmark]
    public Task<object> Fetch() => _contender.FetchAsync();

    [Benchmark]
    public Task<object> Create() => _contender.CreateAsync();

    [Benchmark]
    public Task<int> Page100() => _contender.PageAsync(100);

    [Benchmark]
    public Task<int> Page1000() => _contender.PageAsync(1000);

    [Benchmark]
    public Task<int> AllOf1000() => _contender.AllAsync();

    [Benchmark]
    public Task Callers64() => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => _contender.FetchAsync()));

    private protected abstract Contender Open(string client);
}

/// <summary>Over a handler that answers from memory: the client's own work alone.</summary>
public class InMemory : Work
{
    private static readonly MemoryHandler Handler = new();

    private protected override Contender Open(string client) => Contender.Make(client, Handler, "http://localhost");
}

/// <summary>Against a server in a process of its own.</summary>
public class OverLoopback : Work
{
    private static readonly HttpMessageHandler Handler = ConversationsClient.CreateHandler();
    private LoopbackServer? _server;

    public override void Cleanup()
    {
        base.Cleanup();
        _server!.Dispose();
    }

    private protected override Contender Open(string client) => Contender.Make(client, Handler, (_server = LoopbackServer.StartProcess()).Address);
}

/// <summary>A list of ten pages that each take 20 ms to come, and a consumer that takes as long with each.</summary>
[MemoryDiagnoser]
public class WithLatency
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private static readonly MemoryHandler Handler = new(Latency);
    private Contender _contender = null!;

    [ParamsSource(nameof(Clients))]
    public string Client { get; set; } = "";

    public static IEnumerable<string> Clients => Contender.Names;

    [GlobalSetup]
    public void Setup() => _contender = Contender.Make(Client, Handler, "http://localhost");

    [GlobalCleanup]
    public void Cleanup() => _contender.Dispose();

    [Benchmark]
    public Task<int> AllWithAConsumer() => _contender.AllAsync(static () => Task.Delay(Latency));
}
