using System.Diagnostics;
using OpenTelemetry.Metrics;
using TwilioConversations.Testing;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The client's traces, measurements and logs, through OpenTelemetry's own exporter.</summary>
[NonParallelizable] // Listens to the whole process.
public class TelemetryTests
{
    private const string Marked = "q7Zmarked";

    private static readonly string Secret = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{ConversationsEmulator.AccountSid}:{ConversationsEmulator.AuthToken}"));

    private Emissions _emissions = null!;

    private List<Activity> Spans => _emissions.Spans;

    [SetUp]
    public void Listen() => _emissions = new();

    [TearDown]
    public void StopListening() => _emissions.Dispose();

    [Test]
    public async Task Each_call_is_one_span_with_its_outcome()
    {
        var clock = new Clock();
        using var emulated = EmulatorFixture.ByClock(clock);
        emulated.Emulator.InjectFault(EmulatorFault.TooManyRequests(), times: 2);
        await clock.RunAsync(emulated.Participants.CreateAsync(new() { Identity = "alice" }));
        await emulated.Participants.FindAsync("nobody");
        emulated.Emulator.InjectFault(EmulatorFault.DroppedConnection);
        await Assert.ThrowsAsync<ConversationsConnectionException>(() => emulated.Participants.CreateAsync(new() { Identity = "bob" }));
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            emulated.Emulator.InjectFault(EmulatorFault.Latency(TimeSpan.FromMinutes(1)));
            using var cancel = new CancellationTokenSource(100);
            await emulated.Participants.FetchAsync("alice", cancellationToken: cancel.Token);
        });

        Assert.That(Spans.Select(span => span.DisplayName), Is.EqualTo(new[] { "participants.create", "participants.fetch", "participants.create", "participants.fetch" }));
        var (added, missing, dropped, canceled) = (Tags(Spans[0]), Tags(Spans[1]), Tags(Spans[2]), Tags(Spans[3]));
        Assert.Multiple(() =>
        {
            Assert.That(Spans.Select(span => span.Kind), Is.All.EqualTo(ActivityKind.Client));
            Assert.That(added["http.request.method"], Is.EqualTo("POST"));
            Assert.That(added["server.port"], Is.EqualTo(emulated.Emulator.BaseAddress.Port));
            Assert.That(added["http.response.status_code"], Is.EqualTo(201));
            Assert.That(added["http.request.resend_count"], Is.EqualTo(2));
            Assert.That(added["twilio.request_id"], Does.StartWith("RQ"));
            Assert.That(added, Does.Not.ContainKey("error.type"));
            Assert.That((missing["error.type"], missing["twilio.error_code"], Spans[1].Status), Is.EqualTo(("404", 20404, ActivityStatusCode.Error)));
            Assert.That(missing, Does.Not.ContainKey("http.request.resend_count"));
            Assert.That(dropped["error.type"], Is.EqualTo("TwilioConversations.ConversationsConnectionException"));
            Assert.That(canceled["error.type"], Is.EqualTo("System.OperationCanceledException"));
        });
    }

    [Test]
    public async Task Media_calls_are_spans_at_the_server_that_they_reach()
    {
        const string MediaSid = "MEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        string Media(Uri at) => $$"""{"sid":"{{MediaSid}}","service_sid":"{{Operations.ServiceSid}}","links":{"content_direct_temporary":"{{at}}{{Marked}}"},"content_type":"a/b","size":1}""";
        using var elsewhere = new StubServer(StubResponse.Ok(Marked));
        using var server = new StubServer(StubResponse.Ok(Media(elsewhere.BaseAddress)), StubResponse.Ok(Media(elsewhere.BaseAddress)));
        using var client = server.CreateClient(options => options.MediaBaseAddress = server.BaseAddress);
        var media = client.Service(Operations.ServiceSid).Media;
        await media.UploadAsync(new MemoryStream([1]), "a/b", Marked);
        await using var download = await media.OpenReadAsync(MediaSid);
        Assert.That(Spans.Select(span => (span.DisplayName, Tags(span)["server.port"])), Is.EqualTo(new (string, object?)[]
        {
            ("media.upload", server.BaseAddress.Port), ("media.fetch", server.BaseAddress.Port), ("media.download", elsewhere.BaseAddress.Port),
        }));
        Assert.That(string.Concat(Spans.SelectMany(span => span.TagObjects)), Does.Not.Contain(Marked));
    }

    [Test]
    public async Task Calls_are_measured()
    {
        using var emulated = new EmulatorFixture();
        await emulated.SeedAsync(2);
        await emulated.Participants.ListAsync().ToListAsync();
        await emulated.Participants.FindAsync("nobody");
        var points = _emissions.Metrics.ToDictionary(metric => metric.Name, metric =>
        {
            var found = new List<string>();
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new SortedDictionary<string, object?>(StringComparer.Ordinal);
                foreach (var tag in point.Tags)
                {
                    tags[tag.Key] = tag.Value;
                }

                found.Add($"{string.Join(" ", tags.Select(tag => $"{tag.Key}={tag.Value}"))}: {(metric.MetricType == MetricType.Histogram ? point.GetHistogramCount() : point.GetSumLong())}");
            }

            return found;
        });
        Assert.That(points["twilio.conversations.operation.duration"], Is.EquivalentTo(new[]
        {
            "http.response.status_code=201 operation=participants.create: 2",
            "http.response.status_code=200 operation=participants.list: 1",
            "error.type=404 http.response.status_code=404 operation=participants.fetch: 1",
        }));
        Assert.That(points["twilio.conversations.attempts"], Is.EquivalentTo(new[] { "operation=participants.create: 2", "operation=participants.list: 1", "operation=participants.fetch: 1" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task No_personal_data_is_in_anything_that_is_emitted(bool inService)
    {
        var log = new LogList();
        var errors = new List<Exception>();
        using var emulated = new EmulatorFixture(
            new RecordingHandler { ChecksOpenApiDocument = false },
            options => (options.LoggerFactory, options.Retry.MaxAttempts, options.Retry.Delay) = (log, 2, TimeSpan.FromMilliseconds(1)),
            inService ? Operations.ServiceSid : null);
        var participants = emulated.Participants;
        var create = new CreateParticipantRequest { Identity = Marked, Attributes = $"\"{Marked}\"", AdditionalFields = { [Marked] = Marked } };
        foreach (var fault in new[] { null, EmulatorFault.Error(500, 20500, Marked), EmulatorFault.Error(400, 20001, Marked), EmulatorFault.DroppedConnection, EmulatorFault.TruncatedBody })
        {
            await TryAsync(fault, () => participants.CreateAsync(create));
            await TryAsync(fault, () => participants.FetchAsync(Marked));
            await TryAsync(fault, () => participants.ListAsync().ToListAsync().AsTask());
            await TryAsync(fault, () => participants.UpdateAsync(Marked, new() { Attributes = $"[\"{Marked}\"]" }));
            await TryAsync(fault, () => participants.DeleteAsync(Marked));
            await TryAsync(fault, () => participants.FindByAddressAsync(Marked));
        }

        await TryAsync(null, () => participants.CreateAsync(new() { Identity = new string('x', 300) + Marked }));
        await TryAsync(null, () => participants.CreateAsync(new() { Attributes = Marked }));
        string[] emitted = [.. log.Entries.Select(entry => entry.Text), .. errors.Select(error => error.ToString()), .. _emissions.Texts()];
        Assert.That(errors, Has.Count.GreaterThan(15));
        Assert.That(emitted, Has.Length.GreaterThan(100));
        Assert.That(emitted.Where(text => text.Contains(Marked, StringComparison.OrdinalIgnoreCase) || text.Contains(Secret, StringComparison.Ordinal)), Is.Empty);

        async Task TryAsync(EmulatorFault? fault, Func<Task> call)
        {
            if (fault is not null)
            {
                emulated.Emulator.InjectFault(fault, times: 2);
            }

            try
            {
                await call();
            }
            catch (Exception e)
            {
                errors.Add(e);
            }
        }
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value);
}
