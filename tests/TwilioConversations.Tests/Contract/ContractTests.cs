using TwilioConversations.Testing;

namespace TwilioConversations.Tests;

/// <summary>
/// The assumptions of the library and the emulator about the service, each a test. By default the service is the emulator. With
/// <c>CONVERSATIONS_CONTRACT=service</c> it is Twilio's own, with the credentials of the environment, and the results are printed as a table.
/// </summary>
public class ContractTests
{
    private static readonly bool IsTwilio = Environment.GetEnvironmentVariable("CONVERSATIONS_CONTRACT") == "service";

    private readonly List<(string, string)> _results = [];
    private ConversationsEmulator? _emulator;
    private ServiceUnderTest _service = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _emulator = IsTwilio ? null : ConversationsEmulator.Start();
        _service = _emulator is null ? await ServiceUnderTest.StartTwilioAsync() : await ServiceUnderTest.StartAsync(_emulator.BaseAddress);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _emulator?.Dispose();
        if (IsTwilio)
        {
            var table = ContractTable.Of(_results);
            await TestContext.Progress.WriteLineAsync(table);
            if (Environment.GetEnvironmentVariable("CONVERSATIONS_CONTRACT_TABLE") is { Length: > 0 } file)
            {
                await File.WriteAllTextAsync(file, table);
            }
        }
    }

    [TestCaseSource(typeof(Assumptions), nameof(Assumptions.Names))]
    public async Task The_service_is_as_assumed(string name)
    {
        var assumption = Assumptions.All.Single(assumption => assumption.Name == name);
        if (IsTwilio && assumption.OnlyEmulated is { } reason)
        {
            _results.Add((assumption.Name, $"not checked: {reason}"));
            return;
        }

        var result = await ContractTable.CheckAsync(assumption, _service);
        _results.Add((assumption.Name, result));
        Assert.That(result, Is.EqualTo(ContractTable.AsAssumed));
    }
}
