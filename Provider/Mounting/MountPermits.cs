using Provider.KeyVault;
using Provider.Model;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>Permits for the memory of mounts, but not for their waits.</summary>
// A mount whose vault is slow returns its permits until it has read everything. What it has read by then counts by
// itself: at most a share for a namespace, and a mount that would need more fails.
internal sealed class MountPermits(WeightedSemaphore semaphore, StageWatch watch, TimeProvider time)
{
    /// <summary>A mount of more objects than these counts as several.</summary>
    public const int ObjectsPerPermit = 8;

    /// <summary>A search counts as so many objects at least: its list may have thousands.</summary>
    public const int ObjectsPerList = 32;

    /// <summary>How long a mount keeps its permits while its vault is slow.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that mounts hold together without permits, while they wait for slow vaults.</summary>
    public const long MostStalled = 24 * 1024 * 1024;

    // Only so that the sum of the users' values does not overflow.
    private const int ManyObjects = 100_000;

    private readonly SharedBudget stalled = new(MostStalled);

    /// <summary>Reads the objects of a mount. Returns them with the permits for them.</summary>
    /// <exception cref="MountException">Mounts of the namespace hold too much while they wait.</exception>
    // size: what has been read so far.
    public async Task<(T Read, IDisposable Permits)> ReadAsync<T>(
        MountRun run, VolumeSize size, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var permits = await AcquireAsync(run, cancellationToken);
        run.BeginsToRead();
        run.WaitsFor(MountWait.Vault);
        var reading = read(ended.Token);
        await WaitAsync(reading);
        if (reading.IsCompletedSuccessfully)
        {
            return (await reading, permits);
        }

        permits.Dispose();
        using var held = await StallAsync(run.Plan, size, reading, ended);
        return (await reading, await AcquireAsync(run, cancellationToken));
    }

    private async Task<IDisposable> StallAsync(
        MountPlan plan, VolumeSize size, Task reading, CancellationTokenSource ended)
    {
        var held = stalled.TryCharge(plan.Pod.Namespace, 0)!;
        while (!reading.IsCompleted)
        {
            if (!held.ChangeOrEnd(size.Held))
            {
                await ended.CancelAsync();
                await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new MountException(
                    ErrorCodes.TooManyMounts,
                    $"{plan.Vault.Host} keeps mounts of the namespace {Quoted.Text(plan.Pod.Namespace)} waiting, and "
                    + "what they have read so far takes up the memory of the namespace");
            }

            await WaitAsync(reading);
        }

        return held;
    }

    private async Task WaitAsync(Task reading) =>
        await reading.WaitAsync(LongestCall, time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task<IDisposable> AcquireAsync(MountRun run, CancellationToken cancellationToken)
    {
        run.WaitsFor(MountWait.Turn);
        using var stage = watch(run.Plan, MountStage.Queue);
        return await semaphore.WaitAsync(run.Plan.Pod.Namespace, Weight(run.Plan), cancellationToken);
    }

    // What a mount holds in memory grows with its objects, each up to 25 KB in the vault and several times that on its
    // way.
    private static int Weight(MountPlan plan) =>
        Math.Clamp(
            (plan.Entries.Sum(entry => entry.Search is { } search
                ? Math.Max(search.MaxObjects, ObjectsPerList)
                : Math.Min(entry.History, ManyObjects))
                + ObjectsPerPermit - 1) / ObjectsPerPermit,
            1, ManyObjects);
}
