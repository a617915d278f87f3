using BenchmarkDotNet.Attributes;
using TwilioConversations.Benchmarks.Contenders;

namespace TwilioConversations.Benchmarks;

/// <summary>Benchmarks that each client goes through.</summary>
[MemoryDiagnoser]
public abstract class Contest
{
    private protected Contender Contender { get; private set; } = null!;

    [ParamsSource(nameof(Clients))]
    public string Client { get; set; } = "";

    public static IEnumerable<string> Clients => Contender.Names;

    [GlobalSetup]
    public void Setup() => Contender = Open(Client);

    [GlobalCleanup]
    public virtual void Cleanup() => Contender.Dispose();

    private protected abstract Contender Open(string client);
}

/// <summary>The work that is measured, one benchmark for each kind, the same for each client.</summary>
public abstract class Work : Contest
{
    [Benchmark]
    public Task<object> Fetch() => Contender.FetchAsync();

    [Benchmark]
    public Task<object> Create() => Contender.CreateAsync();

    [Benchmark]
    public Task<int> Page100() => Contender.PageAsync(100);

    [Benchmark]
    public Task<int> Page1000() => Contender.PageAsync(1000);

    [Benchmark]
    public Task<int> Messages1000() => Contender.MessagesAsync();

    [Benchmark]
    public Task<int> AllOf1000() => Contender.AllAsync();

    [Benchmark]
    public Task Callers64() => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Contender.FetchAsync()));
}

/// <summary>Over a handler that responds from memory: the client's own work alone.</summary>
public class InMemory : Work
{
    private static readonly MemoryHandler Handler = new();

    private protected override Contender Open(string client) => Contender.Make(client, Handler, "http://localhost");
}

/// <summary>Against a server in a process of its own.</summary>
public class OverLoopback : Work
{
    private LoopbackServer? _started;

    /// <summary>The address of a server that runs already; without one, it starts its own.</summary>
    internal string? Server { get; init; }

    public override void Cleanup()
    {
        base.Cleanup();
        _started?.Dispose();
    }

    private protected override Contender Open(string client) => Contender.OverNetwork(client, Server ?? (_started = LoopbackServer.StartProcess()).Address);
}

/// <summary>A list of ten pages that each take 20 ms to come, and a consumer that takes as long with each.</summary>
public class WithLatency : Contest
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private static readonly MemoryHandler Handler = new(Latency);

    [Benchmark]
    public Task<int> AllWithAConsumer() => Contender.AllAsync(static () => Task.Delay(Latency));

    private protected override Contender Open(string client) => Contender.Make(client, Handler, "http://localhost");
}
