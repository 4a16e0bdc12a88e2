using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Tests.Telemetry;

/// <summary>The ages of a class's objects, and which classes have series of their own.</summary>
public sealed class ObjectAgesTests : IDisposable
{
    private const string Expiry = ProviderMetrics.Prefix + ObjectAges.ExpiryName;
    private const string Updated = ProviderMetrics.Prefix + ObjectAges.UpdatedName;
    private const string Dropped = ProviderMetrics.Prefix + "series_dropped{}";

    private readonly FakeTimeProvider time = new();
    private readonly Measured measured;

    public ObjectAgesTests() => measured = new Measured(time);

    public void Dispose() => measured.Dispose();

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
    public void A_namespace_takes_no_place_of_one_that_has_as_many()
    {
        Mount("first", ObjectAges.Capacity / 2);
        Mount("second", ObjectAges.Capacity / 2);

        Mount("second", "one-more");

        Assert.Equal(ObjectAges.Capacity / 2, Exported("first"));
        Assert.Equal(ObjectAges.Capacity / 2, Exported("second"));
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
        Mount("team", "class", Changed(days: -3), Changed(days: -1));

        Assert.Equal(
            time.GetUtcNow().AddDays(-1).ToUnixTimeSeconds(), measured.Series()[Series("team", "class", Updated)]);
    }

    [Fact]
    public void The_first_object_of_a_class_to_expire_is_reported()
    {
        Mount("team", "class", Expiring(days: 30), Expiring(days: 10), Expiring(days: null));

        Assert.Equal(
            time.GetUtcNow().AddDays(10).ToUnixTimeSeconds(), measured.Series()[Series("team", "class")]);
    }

    [Fact]
    public void A_renewed_object_is_reported_at_the_next_mount()
    {
        Mount("team", "class", Expiring(days: 1));
        Mount("team", "class", Expiring(days: 90));

        Assert.Equal(
            time.GetUtcNow().AddDays(90).ToUnixTimeSeconds(), measured.Series()[Series("team", "class")]);
    }

    [Fact]
    public void What_is_no_longer_mounted_is_no_longer_reported()
    {
        Mount("team", "class");
        time.Advance(ObjectAges.Retention);

        Assert.Equal(0, Exported("team"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Not A Name")]
    [InlineData("-class")]
    [InlineData("class.")]
    [InlineData("a\"} 1\nforged_metric{x=\"")]
    public void A_class_that_Kubernetes_would_not_take_is_reported_as_other(string name)
    {
        Mount("team", name);

        Assert.Single(measured.Series().Keys, key => key.StartsWith(Expiry, StringComparison.Ordinal));
        Assert.Contains(Series("team", "other"), measured.Series().Keys);
    }

    private static string Series(string podNamespace, string name, string metric = Expiry) =>
        $"{metric}{{namespace={podNamespace},secret_provider_class={name},object_type=secret}}";

    private void Mount(string podNamespace, int classes) =>
        Enumerable.Range(0, classes).ToList().ForEach(number => Mount(podNamespace, $"class-{number}"));

    private void Mount(string podNamespace, string name) => Mount(podNamespace, name, Expiring(days: 1));

    private void Mount(string podNamespace, string name, params ObjectDates[] objects) =>
        measured.Metrics.Ages.Mounted(podNamespace, name, objects);

    private ObjectDates Expiring(int? days) =>
        new(ObjectType.Secret, days is { } left ? time.GetUtcNow().AddDays(left) : null, time.GetUtcNow());

    private ObjectDates Changed(int days) => new(ObjectType.Secret, null, time.GetUtcNow().AddDays(days));

    private int Exported(string podNamespace) => measured.Series().Keys.Count(
        key => key.StartsWith($"{Expiry}{{namespace={podNamespace},", StringComparison.Ordinal));
}
