using Grpc.Core;
using Provider.Sandbox.Attacks;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>The native binary in a control group of 50m CPU, as in the manifests.</summary>
public sealed class ProcessorLimitTests : IDisposable
{
    private const int Pods = 60;
    private const int Objects = 10;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("processor-limit-");

    public void Dispose() => volumes.Delete(recursive: true);

    [Fact]
    public async Task Mounts_that_wait_together_for_a_vault_end_before_their_callers_give_up()
    {
        Assert.SkipUnless(NativeBinary.IsTested, "PROVIDER_BINARY does not name a native binary");
        using var group = Group();
        await using var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        cloud.Vaults["own"].SetSecret("one", "1");
        cloud.Faults.Add(Services.Vault, new Fault.Hang());
        foreach (var pod in Enumerable.Range(0, Pods))
        {
            cloud.NmiService.Assigned[$"{AttackStage.Attacker}/pod-{pod}"] = $"identity-{pod}";
        }

        await cloud.Nmi.StartAsync();
        await using var provider = await ProviderProcess.StartAsync(
            group.Enclose(ProviderProcess.DefaultBinary), cloud, [], Patience.Limit);
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        var stage = new AttackStage(cloud, provider, driver, volumes.FullName, TimeProvider.System, Patience.Limit);

        var ends = await Task.WhenAll(Enumerable.Range(0, Pods).Select(
            pod => Assert.ThrowsAsync<RpcException>(() => driver.MountAsync(
                stage.Request(AttackStage.Attacker, $"pod-{pod}", "own", Secrets()), Deadline, Patience.Limit))));

        // The caller's own deadline would say DeadlineExceeded, which kubelet does not take as final.
        Assert.All(ends, end => Assert.Equal(StatusCode.FailedPrecondition, end.StatusCode));
    }

    private static string Secrets() =>
        PodIdentityRequests.Secrets(Enumerable.Range(0, Objects).Select(one => $"one-{one}"));

    private static ControlGroup Group()
    {
        try
        {
            return ControlGroup.WithProcessorLimit(50);
        }
        catch (ProviderStartException none)
        {
            Assert.Skip(none.Message);
            throw;
        }
    }
}
