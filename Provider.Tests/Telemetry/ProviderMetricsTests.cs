using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Telemetry;
using Provider.Tests.Identity;

namespace Provider.Tests.Telemetry;

public sealed class ProviderMetricsTests : IDisposable
{
    private const string Expiry = ProviderMetrics.Prefix + ObjectAges.ExpiryName;

    private readonly FakeTimeProvider time = new();
    private readonly Measured measured;

    public ProviderMetricsTests() => measured = new Measured(time);

    private ProviderMetrics Metrics => measured.Metrics;

    public void Dispose() => measured.Dispose();

    [Fact]
    public void A_mount_is_under_way_until_it_ends()
    {
        var mount = Metrics.Mounts.Begin();
        Assert.Equal(1, measured.Series()["azure_keyvault_provider_mounts_in_flight{}"]);
        mount.Dispose();
        Assert.Equal(0, measured.Series()["azure_keyvault_provider_mounts_in_flight{}"]);
    }

    [Fact]
    public void A_namespace_names_ten_vaults_at_most_and_leaves_the_other_places_to_others()
    {
        for (var vault = 0; vault < 100; vault++)
        {
            Metrics.Vaults.Throttled("one", $"one-{vault}", TimeSpan.FromSeconds(1));
        }

        Metrics.Vaults.Throttled("other", "others", TimeSpan.FromSeconds(1));

        var series = measured.Series();
        Assert.Equal(10, series.Keys.Count(key => key.Contains("vault=one-", StringComparison.Ordinal)));
        Assert.Equal(90, series["azure_keyvault_provider_vault_throttled_seconds{vault=other}"]);
        Assert.Equal(1, series["azure_keyvault_provider_vault_throttled_seconds{vault=others}"]);
    }

    [Fact]
    public void The_wait_for_a_turn_is_seen_while_it_lasts_and_measured_after()
    {
        var wait = Metrics.Mounts.Stage(MountStage.Queue);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, measured.Series()["azure_keyvault_provider_mounts_waiting{}"]);
        wait.Dispose();
        Assert.Equal(0, measured.Series()["azure_keyvault_provider_mounts_waiting{}"]);
        Assert.Equal(3, measured.Series()["azure_keyvault_provider_mount_queue_seconds{}"]);
    }

    [Fact]
    public void Mounts_are_distinguished_by_phase_code_and_status()
    {
        Metrics.Mounts.Ended(isRemount: false, null);
        Metrics.Mounts.Ended(isRemount: true, ErrorCodes.VaultThrottled);

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
            Metrics.Tokens.Hit(plan.Access.Name);
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
    public void Ten_thousand_pods_of_as_many_classes_vaults_and_failures_make_a_bounded_number_of_series()
    {
        for (var pod = 0; pod < 10_000; pod++)
        {
            Metrics.Ages.Mounted(
                "team", $"class-{pod}", [new(ObjectType.Secret, time.GetUtcNow().AddDays(pod), time.GetUtcNow())]);
            Metrics.Vaults.Throttled($"namespace-{pod}", $"vault-{pod}", TimeSpan.FromSeconds(1));
            Metrics.Mounts.Ended(pod % 2 == 0, ErrorCodes.All[pod % ErrorCodes.All.Count]);
            Metrics.Tokens.Requested(
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
}
