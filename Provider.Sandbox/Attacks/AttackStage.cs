using System.Globalization;
using Grpc.Core;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Processes;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Attacks;

/// <summary>The provider and the cloud under attack, and how the attacker's mounts end.</summary>
internal sealed class AttackStage(
    SandboxCloud cloud, ProviderProcess provider, FakeDriver driver, string volumes, TimeProvider time,
    CancellationToken over)
{
    /// <summary>The namespace of the attacker.</summary>
    public const string Attacker = "attacker";

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> ends = [];
    private int begun;

    public SandboxCloud Cloud => cloud;

    public ProviderProcess Provider => provider;

    /// <summary>Ends the attack.</summary>
    public CancellationToken Over => over;

    /// <summary>How the attacker's mounts have ended so far, by code.</summary>
    public string Ends
    {
        get
        {
            lock (gate)
            {
                var open = begun - ends.Values.Sum();
                return string.Join(
                    ", ",
                    ends.OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}")
                        .Concat(open > 0 ? [$"{open} waiting"] : []));
            }
        }
    }

    /// <summary>A mount's request with pod identity.</summary>
    public MountRequest Request(
        string podNamespace, string pod, string vault, string objects, string secretClass = "class",
        params (string Name, string Value)[] parameters) => PodIdentityRequests.Make(
        podNamespace, pod, vault, objects, Path.Combine(volumes, podNamespace, pod), secretClass, parameters);

    /// <summary>Begins the attacker's mounts, all at once.</summary>
    public void Mount(int count, Func<int, MountRequest> request)
    {
        for (var number = 0; number < count; number++)
        {
            _ = MountAsync(request(number));
        }
    }

    /// <summary>Mounts for the attacker and counts how it ended.</summary>
    public async Task MountAsync(MountRequest request)
    {
        Interlocked.Increment(ref begun);
        string end;
        try
        {
            await driver.Client.MountAsync(
                request, deadline: (time.GetUtcNow() + FakeDriver.KubeletDeadline).UtcDateTime,
                cancellationToken: over);
            end = "mounted";
        }
        catch (RpcException error)
        {
            end = error.Status.Detail.Split(':') is [var code, _, ..] && !code.Contains(' ', StringComparison.Ordinal)
                ? code
                : string.Create(CultureInfo.InvariantCulture, $"{error.StatusCode}");
        }

        lock (gate)
        {
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }
    }
}
