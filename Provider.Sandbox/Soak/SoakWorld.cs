using System.Collections.Concurrent;
using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Soak;

/// <summary>The vault and the pods, and the changes to them during the run.</summary>
internal sealed class SoakWorld(
    SoakOptions options, SandboxCloud cloud, WorkloadPods pods, SoakTally tally, TimeProvider time)
{
    public const string VaultName = "soak";
    private const int Secrets = 20;
    private const int Certificates = 8;
    private const int AccessKinds = 4;

    private readonly Random chance = new(options.Seed);
    private readonly ConcurrentDictionary<int, SoakPod> living = new();

    public ExpectedContent Expected { get; } = new(cloud.Vaults[VaultName], time);

    public required Action<SoakPod> Born { get; init; }

    public void Populate()
    {
        foreach (var number in Enumerable.Range(0, Secrets))
        {
            Expected.SetSecret(Name("secret", number));
        }

        foreach (var number in Enumerable.Range(0, Certificates))
        {
            Expected.SetCertificate(Name("certificate", number));
        }

        foreach (var number in Enumerable.Range(0, options.Pods))
        {
            Replace(number, isGranted: true);
        }
    }

    /// <summary>Makes changes until it is canceled.</summary>
    public async Task ChangeAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.ChangeEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var number = chance.Next(options.Pods);
            switch (chance.Next(20))
            {
                case < 11:
                    Expected.SetSecret(Name("secret", chance.Next(Secrets)));
                    break;
                case < 14:
                    Expected.SetCertificate(Name("certificate", chance.Next(Certificates)));
                    break;
                case < 17:
                    Replace(number, isGranted: chance.Next(10) > 0);
                    break;
                default:
                    ToggleGrant(living[number]);
                    break;
            }

            tally.Change();
        }
    }

    // A pod is deleted and created again with the same name and another identity (and another secret, if it has one);
    // the old identity loses its right at once.
    private void Replace(int number, bool isGranted)
    {
        if (living.TryGetValue(number, out var old))
        {
            old.Deleted.Cancel();
            cloud.Vaults[VaultName].Refused[old.Pod.Identity] = Refusal.ForbiddenByRbac;
        }

        var identity = WorkloadPods.NewIdentity();
        if (!isGranted)
        {
            cloud.Vaults[VaultName].Refused[identity] = Refusal.ForbiddenByRbac;
        }

        var pod = pods.Make((AccessKind)(number % AccessKinds), WorkloadPods.Name(number), identity, VaultName);
        living[number] = new SoakPod(pod, Objects(), isGranted, time);
        Born(living[number]);
    }

    // The right to read is revoked or granted.
    private void ToggleGrant(SoakPod pod)
    {
        var refused = cloud.Vaults[VaultName].Refused;
        if (pod.Right().IsGranted)
        {
            refused[pod.Pod.Identity] = Refusal.AccessDenied;
            pod.Grant(false);
        }
        else
        {
            refused.TryRemove(pod.Pod.Identity, out _);
            pod.Grant(true);
        }
    }

    private List<string> Objects() =>
    [
        .. chance.GetItems(Enumerable.Range(0, Secrets).ToArray(), 6).Distinct()
            .Select(number => "secret/" + Name("secret", number)),
        "cert/" + Name("certificate", chance.Next(Certificates)),
        "key/" + Name("certificate", chance.Next(Certificates)),
        "secret/" + Name("certificate", chance.Next(Certificates)),
    ];

    private static string Name(string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
}
