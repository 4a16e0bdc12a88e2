using System.Diagnostics.Metrics;
using Provider.Telemetry;

namespace Provider.Tests.Telemetry;

/// <summary>
/// A provider's instruments and what they recorded: series by name and labels, as a scrape would show them.
/// </summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, double> series = [];
    private readonly List<(string Name, string Labels)> records = [];

    public Measured(TimeProvider time)
    {
        Metrics = new ProviderMetrics(time, "1.2.3");
        // The meters of other tests have the same name: only this provider's instruments are listened to.
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter, Metrics.Instruments))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    public ProviderMetrics Metrics { get; }

    /// <summary>The labels of each measurement of one counter or histogram.</summary>
    public IReadOnlyList<string> Records(string name)
    {
        lock (gate)
        {
            return [.. records.Where(one => one.Name == name).Select(one => one.Labels)];
        }
    }

    /// <summary>All series: counters and histograms summed up, gauges as they are now.</summary>
    public IReadOnlyDictionary<string, double> Series()
    {
        lock (gate)
        {
            foreach (var gauge in series.Keys.Where(key => key.StartsWith('~')).ToList())
            {
                series.Remove(gauge);
            }
        }

        listener.RecordObservableInstruments();
        lock (gate)
        {
            return series.ToDictionary(one => one.Key.TrimStart('~'), one => one.Value);
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Metrics.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = string.Join(",", tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        var key = $"{(instrument.IsObservable ? "~" : "")}{instrument.Name}{{{labels}}}";
        lock (gate)
        {
            series[key] = (instrument.IsObservable ? 0 : series.GetValueOrDefault(key)) + value;
            if (!instrument.IsObservable)
            {
                records.Add((instrument.Name, labels));
            }
        }
    }
}
