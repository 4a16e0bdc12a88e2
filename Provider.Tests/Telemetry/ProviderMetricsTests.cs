using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Telemetry;
using Provider.Tests.Identity;

namespace Provider.Tests.Telemetry;

public sealed class ProviderMetricsTests : IDisposable
{
    private const string Expiry = "azure_keyvault_provider_object_expiry_timestamp_seconds";

    private readonly FakeTimeProvider time = new();
    private readonly ProviderMetrics metrics;
    private readonly Measured measured;

    public ProviderMetricsTests()
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
    public void A_mount_is_under_way_until_it_ends()
    {
        var mount = metrics.Mounts.Begin();
        Assert.Equal(1, measured.Series()["azure_keyvault_provider_mounts_in_flight{}"]);
        mount.Dispose();
        Assert.Equal(0, measured.Series()["azure_keyvault_provider_mounts_in_flight{}"]);
    }

    [Fact]
    public void The_wait_for_a_turn_is_seen_while_it_lasts_and_measured_after()
    {
        var wait = metrics.Mounts.Stage(MountStage.Queue);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, measured.Series()["azure_keyvault_provider_mounts_waiting{}"]);
        wait.Dispose();
        Assert.Equal(0, measured.Series()["azure_keyvault_provider_mounts_waiting{}"]);
        Assert.Equal(3, measured.Series()["azure_keyvault_provider_mount_queue_seconds{}"]);
    }

    [Fact]
    public void Mounts_are_distinguished_by_phase_code_and_status()
    {
        metrics.Mounts.Ended(isRemount: false, null);
        metrics.Mounts.Ended(isRemount: true, ErrorCodes.VaultThrottled);

        var series = measured.Series();
        Assert.Equal(1, series["azure_keyvault_provider_mounts{phase=first,error=,grpc_code=OK}"]);
        Assert.Equal(1,
            series["azure_keyvault_provider_mounts{phase=remount,error=vault-throttled,grpc_code=FailedPrecondition}"]);
    }

    [Fact]
    public void Tokens_are_distinguished_by_the_modes_that_operators_know()
    {
        var modes = new[]
        {
            Plans.PodIdentity(), Plans.For(new AccessMode.VmIdentity(null)), Plans.ServicePrincipal(),
            Plans.WorkloadIdentity(), Plans.TokenProxy(),
        };
        foreach (var plan in modes)
        {
            metrics.Tokens.Hit(plan.Access.Name);
        }

        Assert.Equal(
            ["pod-identity", "service-principal", "token-proxy", "vm-managed-identity", "workload-identity"],
            from key in measured.Series().Keys
            where key.StartsWith("azure_keyvault_provider_token_cache_hits", StringComparison.Ordinal)
            let mode = key.Split('=')[1].TrimEnd('}')
            orderby mode
            select mode);
    }

    [Fact]
    public void The_first_object_of_a_class_to_expire_is_reported()
    {
        Mounted("class", Secret(days: 30), Secret(days: 10), Secret(days: null));

        var expiry = measured.Series()[$"{Expiry}{{namespace=team,secret_provider_class=class,object_type=secret}}"];
        Assert.Equal(time.GetUtcNow().AddDays(10).ToUnixTimeSeconds(), expiry);
    }

    [Fact]
    public void A_renewed_object_is_reported_at_the_next_mount()
    {
        Mounted("class", Secret(days: 1));
        Mounted("class", Secret(days: 90));

        Assert.Equal(
            time.GetUtcNow().AddDays(90).ToUnixTimeSeconds(),
            measured.Series()[$"{Expiry}{{namespace=team,secret_provider_class=class,object_type=secret}}"]);
    }

    [Fact]
    public void What_is_no_longer_mounted_is_no_longer_reported()
    {
        Mounted("class", Secret(days: 1));
        time.Advance(ObjectAges.Retention);

        Assert.DoesNotContain(measured.Series().Keys, key => key.StartsWith(Expiry, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Not A Name")]
    [InlineData("-class")]
    [InlineData("class.")]
    [InlineData("a\"} 1\nforged_metric{x=\"")]
    public void A_class_that_Kubernetes_would_not_take_is_reported_as_other(string name)
    {
        Mounted(name, Secret(days: 1));

        Assert.Contains(
            $"{Expiry}{{namespace=team,secret_provider_class=other,object_type=secret}}", measured.Series().Keys);
    }

    [Fact]
    public void Ten_thousand_pods_of_as_many_classes_vaults_and_failures_make_a_bounded_number_of_series()
    {
        for (var pod = 0; pod < 10_000; pod++)
        {
            Mounted($"class-{pod}", Secret(days: pod));
            metrics.Vaults.Throttled($"namespace-{pod}", $"vault-{pod}", TimeSpan.FromSeconds(1));
            metrics.Mounts.Ended(pod % 2 == 0, ErrorCodes.All[pod % ErrorCodes.All.Count]);
            metrics.Tokens.Requested(
                "pod-identity", ErrorCodes.All[pod % ErrorCodes.All.Count].Name, TimeSpan.FromSeconds(1));
        }

        var series = measured.Series();
        Assert.Equal(ObjectAges.Capacity, series.Keys.Count(key => key.StartsWith(Expiry, StringComparison.Ordinal)));
        Assert.Equal(10_000 - ObjectAges.Capacity, series["azure_keyvault_provider_series_dropped{}"]);
        Assert.Equal(
            VaultMetrics.VaultsNamed + 1, series.Keys.Count(key => key.Contains("vault=", StringComparison.Ordinal)));
        Assert.Equal(
            10_000 - VaultMetrics.VaultsNamed, series["azure_keyvault_provider_vault_throttled_seconds{vault=other}"]);
        Assert.InRange(series.Count, 1, 2000);
    }

    private void Mounted(string name, params VaultObject[] objects) =>
        metrics.Ages.Mounted(
            "team", name, objects.Select(one => new ObjectDates(ObjectType.Secret, one.ExpiresOn, one.UpdatedOn)));

    private VaultSecret Secret(int? days) => new("v", new SecretText("value"), null, false)
    {
        ExpiresOn = days is { } left ? time.GetUtcNow().AddDays(left) : null,
        UpdatedOn = time.GetUtcNow(),
    };
}
