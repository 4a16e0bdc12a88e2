using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Tests.Telemetry;

/// <summary>Which classes have series of their own when there are more than are exported.</summary>
public sealed class ObjectAgesTests : IDisposable
{
    private const string Expiry = ProviderMetrics.Prefix + ObjectAges.ExpiryName;
    private const string Updated = ProviderMetrics.Prefix + ObjectAges.UpdatedName;
    private const string Dropped = ProviderMetrics.Prefix + "series_dropped{}";

    private readonly FakeTimeProvider time = new();
    private readonly ProviderMetrics metrics;
    private readonly Measured measured;

    public ObjectAgesTests()
    {
        metrics = new ProviderMetrics(time, "1.2.3");
        measured = new Measured(metrics);
    }

    public void Dispose()
    {
        measured.Dispose();
        metrics.Dispose();
    }

    [Fact]
    public void Classes_of_one_namespace_do_not_push_out_those_of_another()
    {
        Mount("small", 2);
        Mount("large", ObjectAges.Capacity + 100);

        Assert.Equal(2, Exported("small"));
        Assert.Equal(ObjectAges.Capacity - 2, Exported("large"));
        Assert.Equal(102, measured.Series()[Dropped]);
    }

    [Fact]
    public void A_namespace_that_comes_later_takes_the_oldest_place_of_the_one_with_most()
    {
        Mount("large", 1);
        time.Advance(TimeSpan.FromSeconds(1));
        for (var number = 1; number < ObjectAges.Capacity; number++)
        {
            Mount("large", $"class-{number}");
        }

        Mount("small", 1);

        Assert.Equal(1, Exported("small"));
        Assert.Equal(ObjectAges.Capacity - 1, Exported("large"));
        Assert.DoesNotContain(Series("large", "class-0"), measured.Series().Keys);
        Assert.Equal(1, measured.Series()[Dropped]);
    }

    [Fact]
    public void A_class_that_is_mounted_again_keeps_its_place_when_all_are_taken()
    {
        Mount("large", ObjectAges.Capacity);
        Mount("large", "class-0");

        Assert.Contains(Series("large", "class-0"), measured.Series().Keys);
        Assert.Equal(0, measured.Series()[Dropped]);
    }

    [Fact]
    public void Places_of_what_is_no_longer_mounted_are_free()
    {
        Mount("large", ObjectAges.Capacity);
        time.Advance(ObjectAges.Retention);
        Mount("large", "new");

        Assert.Equal(1, Exported("large"));
        Assert.Equal(0, measured.Series()[Dropped]);
    }

    [Fact]
    public void The_last_change_of_a_class_is_that_of_the_object_changed_last()
    {
        var now = time.GetUtcNow();
        metrics.Ages.Mounted(
            "team", "class",
            [new(ObjectType.Secret, null, now.AddDays(-3)), new(ObjectType.Secret, null, now.AddDays(-1))]);

        Assert.Equal(
            now.AddDays(-1).ToUnixTimeSeconds(),
            measured.Series()[$"{Updated}{{namespace=team,secret_provider_class=class,object_type=secret}}"]);
    }

    private static string Series(string podNamespace, string name) =>
        $"{Expiry}{{namespace={podNamespace},secret_provider_class={name},object_type=secret}}";

    private void Mount(string podNamespace, int classes) =>
        Enumerable.Range(0, classes).ToList().ForEach(number => Mount(podNamespace, $"class-{number}"));

    private void Mount(string podNamespace, string name) => metrics.Ages.Mounted(
        podNamespace, name, [new(ObjectType.Secret, time.GetUtcNow().AddDays(1), time.GetUtcNow())]);

    private int Exported(string podNamespace) => measured.Series().Keys.Count(
        key => key.StartsWith($"{Expiry}{{namespace={podNamespace},", StringComparison.Ordinal));
}
