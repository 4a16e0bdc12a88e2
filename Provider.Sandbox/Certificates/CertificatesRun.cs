using System.Globalization;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Certificates;

/// <summary>
/// Runs each case on a new provider: the error codes of its mounts, and how long they and a plain secret of another pod
/// take.
/// </summary>
internal sealed class CertificatesRun(string binary, int millicores, int pods, TextWriter output, TimeProvider time)
{
    private const string Pkcs12 = "application/x-pkcs12";
    private const string Vault = "certificates";
    private const int Entries = 100;
    private const int Rounds = 10;
    private static readonly TimeSpan NeighbourAfter = TimeSpan.FromSeconds(1);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (mac, keystore, usual) = (SlowPfx.Mac(), SlowPfx.Keystore(), SlowPfx.Usual());
        output.WriteLine($"case{"",45}mounted  failed by code                              slowest s  neighbour s");
        var isRight =
            await CaseAsync("100 entries of one PFX of 590,000 rounds", 0, 1, Entries, _ => mac, cancellationToken);
        isRight &= await CaseAsync(
            "100 entries of as many PFX of 590,000 rounds", 0, 1, Entries, number => SlowPfx.Variant(mac, number),
            cancellationToken);
        isRight &= await CaseAsync(
            $"{pods} pods, a Java keystore each, {millicores}m CPU", millicores, pods, 1,
            number => SlowPfx.Variant(keystore, number), cancellationToken);
        output.WriteLine();
        output.WriteLine($"rotation of {pods} pods{"",28}first ms  a rotation, ms of processor time");
        foreach (var ttl in new[] { "30s", "0" })
        {
            await RotateAsync(
                $"a plain secret each, reads cached {ttl}", ttl, number => $"value-{number}", null, cancellationToken);
            await RotateAsync($"a certificate each, reads cached {ttl}", ttl, number => SlowPfx.Variant(usual, number),
                Pkcs12, cancellationToken);
        }

        return isRight ? 0 : 1;
    }

    private async Task<bool> CaseAsync(
        string name, int limit, int mounts, int entries, Func<int, string> value, CancellationToken cancellationToken)
    {
        using var group = limit > 0 ? ControlGroup.WithProcessorLimit(limit) : null;
        await using var cloud = await CloudAsync(mounts, entries, value, Pkcs12);
        var volumes = Directory.CreateTempSubdirectory("certificates-");
        await using var provider = await ProviderProcess.StartAsync(binary, cloud, [], cancellationToken);
        try
        {
            group?.Add(provider.Id);
            using var driver = new FakeDriver(provider.SocketPath, time);
            var all = Enumerable.Range(0, mounts)
                .Select(pod => MountAsync(
                    driver, Request($"pod-{pod}", volumes.FullName, Objects(pod, entries)), cancellationToken))
                .ToList();
            await Task.Delay(NeighbourAfter, time, cancellationToken);
            var neighbour =
                await MountAsync(driver, Request("neighbour", volumes.FullName, ["plain"]), cancellationToken);
            var ends = await Task.WhenAll(all);
            WriteCase(name, ends, neighbour);
            return ends.Append(neighbour).All(end => end.IsFinal);
        }
        finally
        {
            await provider.KillAsync();
            volumes.Delete(recursive: true);
        }
    }

    private void WriteCase(string name, MountOutcome[] ends, MountOutcome neighbour)
    {
        var codes = string.Join(
            ", ", ends.Select(end => end.Failure).OfType<string>().CountBy(failure => failure)
                .Select(code => $"{code.Value} {code.Key}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-49}{ends.Count(end => end.Failure is null),7}  {(codes.Length == 0 ? "-" : codes),-42}"
            + $"{ends.Max(end => end.Elapsed.TotalSeconds),11:0.0}{neighbour.Elapsed.TotalSeconds,13:0.0}"));
    }

    private async Task RotateAsync(
        string name, string ttl, Func<int, string> value, string? contentType, CancellationToken cancellationToken)
    {
        await using var cloud = await CloudAsync(pods, 1, value, contentType);
        var volumes = Directory.CreateTempSubdirectory("certificates-");
        await using var provider =
            await ProviderProcess.StartAsync(binary, cloud, [$"--rotation-cache-ttl={ttl}"], cancellationToken);
        using var driver = new FakeDriver(provider.SocketPath, time);
        var requests = Enumerable.Range(0, pods)
            .Select(pod => Request($"pod-{pod}", volumes.FullName, Objects(pod, 1))).ToList();
        async Task<double> RoundsAsync(int rounds)
        {
            var used = ProcessFigures.CpuTime(provider.Id);
            for (var round = 0; round < rounds; round++)
            {
                await Task.WhenAll(requests.Select(request => MountAsync(driver, request, cancellationToken)));
            }

            return (ProcessFigures.CpuTime(provider.Id) - used).TotalMilliseconds / rounds;
        }

        var (first, rotation) = (await RoundsAsync(1), await RoundsAsync(Rounds));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-46}{first,10:0}{rotation,10:0.0}"));
        volumes.Delete(recursive: true);
    }

    private async Task<SandboxCloud> CloudAsync(int mounts, int entries, Func<int, string> value, string? contentType)
    {
        var cloud = await SandboxCloud.StartAsync(time, new Random(1));
        var vault = cloud.Vaults[Vault];
        vault.SetSecret("plain", "value");
        for (var number = 0; number < mounts * entries; number++)
        {
            if (contentType is null)
            {
                vault.SetSecret(Name(number), value(number));
            }
            else
            {
                vault.SetCertificateSecret(Name(number), value(number), contentType);
            }
        }

        foreach (var pod in Enumerable.Range(0, mounts).Select(pod => $"pod-{pod}").Append("neighbour"))
        {
            cloud.NmiService.Assigned[$"{Namespace(pod)}/{pod}"] = "identity";
        }

        await cloud.Nmi.StartAsync();
        return cloud;
    }

    private Task<MountOutcome> MountAsync(
        FakeDriver driver, MountRequest request, CancellationToken cancellationToken) =>
        MountOutcome.OfAsync(driver, request, FakeDriver.KubeletDeadline, time, cancellationToken);

    private static MountRequest Request(string pod, string volumes, IEnumerable<string> objects) =>
        PodIdentityRequests.Make(
            Namespace(pod), pod, Vault, PodIdentityRequests.Secrets(objects), Path.Combine(volumes, pod));

    private static string Namespace(string pod) => pod == "neighbour" ? "other" : "shop";

    private static IEnumerable<string> Objects(int pod, int entries) =>
        Enumerable.Range(pod * entries, entries).Select(Name);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"web-{number}");
}
