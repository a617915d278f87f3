using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace TwilioConversations.Tests.Infra;

/// <summary>The spans and measurements that the client emits, anywhere in the process, through OpenTelemetry's own exporter.</summary>
internal sealed class Emissions : IDisposable
{
    private readonly List<Metric> _metrics = [];
    private readonly TracerProvider _tracing;
    private readonly MeterProvider _metering;

    public Emissions()
    {
        _tracing = Sdk.CreateTracerProviderBuilder().AddSource(ConversationsTelemetry.Name).AddInMemoryExporter(Spans).Build();
        _metering = Sdk.CreateMeterProviderBuilder().AddMeter(ConversationsTelemetry.Name).AddInMemoryExporter(_metrics).Build();
    }

    public List<Activity> Spans { get; } = [];

    public List<Metric> Metrics
    {
        get
        {
            _metering.ForceFlush();
            return _metrics;
        }
    }

    /// <summary>All that a reader of traces and metrics could see.</summary>
    public List<string> Texts()
    {
        var texts = Spans.ConvertAll(span => $"{span.DisplayName} {span.StatusDescription} {string.Join(" ", span.TagObjects)} {string.Join(" ", span.Events.SelectMany(e => e.Tags))}");
        foreach (var metric in Metrics)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                foreach (var tag in point.Tags)
                {
                    texts.Add($"{tag}");
                }
            }
        }

        return texts;
    }

    public void Dispose()
    {
        _tracing.Dispose();
        _metering.Dispose();
    }
}
