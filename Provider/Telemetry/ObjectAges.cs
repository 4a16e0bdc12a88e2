using System.Diagnostics;
using System.Diagnostics.Metrics;
using Provider.Model;

namespace Provider.Telemetry;

/// <summary>Expiry and last change of mounted objects by SecretProviderClass, from its latest mount.</summary>
internal sealed class ObjectAges
{
    /// <summary>The most classes, and types in them, with their own labels.</summary>
    public const int Capacity = 500;

    public const string ExpiryName = "object_expiry_timestamp_seconds";

    public const string UpdatedName = "object_updated_timestamp_seconds";

    /// <summary>Classes not mounted for so long are no longer exported; rotation mounts every minute or two.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private const int LongestName = 253; // of a Kubernetes object

    private readonly TimeProvider time;

    // Mounts write while a scrape reads: it must see the values of one mount as a whole.
    private readonly Lock gate = new();
    private readonly Dictionary<Key, Age> ages = [];
    private long dropped;

    public ObjectAges(Meter meter, TimeProvider time)
    {
        this.time = time;
        meter.CreateObservableGauge(
            ProviderMetrics.Prefix + ExpiryName, () => Observe(age => age.Expires), unit: null,
            "When the first of a class's mounted objects expires, in seconds since 1970.");
        meter.CreateObservableGauge(
            ProviderMetrics.Prefix + UpdatedName, () => Observe(age => age.Updated), unit: null,
            "When the last of a class's mounted objects was changed, in seconds since 1970.");
        // Observed, so that it is exported as 0 from the start: a counter that first appears with 1 has not increased
        // for Prometheus.
        meter.CreateObservableCounter(
            ProviderMetrics.Prefix + "series_dropped", () => Interlocked.Read(ref dropped), unit: null,
            "Mounts whose expiry is not exported, because too many classes are mounted.");
    }

    /// <summary><c>secretProviderClass</c>: as the request named it: any text.</summary>
    public void Mounted(
        string podNamespace, string secretProviderClass, IEnumerable<ObjectDates> objects)
    {
        var name = IsName(secretProviderClass) ? secretProviderClass : "other";
        foreach (var some in objects.GroupBy(one => one.Type))
        {
            Note(
                new Key(podNamespace, name, some.Key),
                new Age(some.Min(one => one.ExpiresOn), some.Max(one => one.UpdatedOn), time.GetTimestamp()));
        }
    }

    private void Note(Key key, Age age)
    {
        bool isFull;
        lock (gate)
        {
            isFull = !ages.ContainsKey(key) && ages.Count >= Capacity && DropOld() == 0
                && !DropOfLargest(key.Namespace);
            if (!isFull)
            {
                ages[key] = age;
            }
        }

        if (isFull)
        {
            Interlocked.Increment(ref dropped);
        }
    }

    private List<Measurement<double>> Observe(Func<Age, DateTimeOffset?> what)
    {
        lock (gate)
        {
            DropOld();
            return [.. from one in ages
                where what(one.Value) is not null
                select new Measurement<double>(what(one.Value)!.Value.ToUnixTimeSeconds(), new TagList
                {
                    { "namespace", one.Key.Namespace },
                    { "secret_provider_class", one.Key.Class },
                    { "object_type", one.Key.Type.ToWireName() },
                })];
        }
    }

    // Drops a class of the namespace that has most, so that no namespace can push out the classes of others.
    private bool DropOfLargest(string podNamespace)
    {
        var largest = ages.GroupBy(one => one.Key.Namespace).MaxBy(group => group.Count())!;
        if (largest.Count() <= ages.Count(one => one.Key.Namespace == podNamespace) + 1)
        {
            return false;
        }

        Interlocked.Increment(ref dropped);
        return ages.Remove(largest.MinBy(one => one.Value.UpdatedAt).Key);
    }

    private int DropOld()
    {
        var old = ages.Where(one => time.GetElapsedTime(one.Value.UpdatedAt) >= Retention).Select(one => one.Key)
            .ToList();
        old.ForEach(key => ages.Remove(key));
        return old.Count;
    }

    // A tenant writes the name: a name that Kubernetes does not accept is not a class name.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(letter => IsLetter(letter) || letter is '-' or '.')
            && IsLetter(text[0]) && IsLetter(text[^1]);

    private static bool IsLetter(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter);

    private sealed record Key(string Namespace, string Class, ObjectType Type);

    private sealed record Age(DateTimeOffset? Expires, DateTimeOffset? Updated, long UpdatedAt);
}
