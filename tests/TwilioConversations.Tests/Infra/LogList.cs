using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TwilioConversations.Tests.Infra;

/// <summary>Keeps what was logged, scopes included.</summary>
internal sealed class LogList : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Entries { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((logLevel, $"{formatter(state, exception)}{exception}"));

    /// <summary>Waits for an entry, which may be written after the response.</summary>
    public async Task WaitForAsync(params string[] texts)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!Entries.Any(entry => texts.Contains(entry.Text)))
        {
            await Task.Delay(10, limit.Token);
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Entries.Enqueue((LogLevel.None, $"{state}"));
        return null;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
