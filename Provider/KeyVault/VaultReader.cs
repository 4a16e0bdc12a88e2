using System.Collections.Immutable;
using Provider.Http;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Reads what a vault holds for the entries of a plan. Azure's types end here.</summary>
internal sealed partial class VaultReader(
    VaultClient client, SharedReads shared, int widthOfMount, ProviderMetrics metrics, TimeProvider time,
    ILogger<VaultReader> logger)
{
    /// <summary>
    /// Reads the entries, many at once. Returns for each, in order, its versions, newest first; none where an optional
    /// object is not there.
    /// </summary>
    /// <exception cref="MountException">An entry could not be read; its code is the first one's by order.</exception>
    public async Task<ImmutableArray<ImmutableArray<VaultObject>>> ReadAsync(
        MountPlan plan, SecretText token, bool isRemount, CancellationToken cancellationToken)
    {
        var mount = new ReadingMount(
            plan.Pod.Namespace, shared.Credential(token), isRemount, CallDeadline.Began ?? time.GetTimestamp());
        var vault = VaultHost.Of(plan.Vault);
        using var reading = shared.Enter(vault, mount.Credential);
        var entries = new EntryReader(client, plan.Vault, VaultCaller.Of(plan, mount.Credential), metrics, time);
        using var slots = new SemaphoreSlim(widthOfMount);
        // Equal reads are made once, however many entries need them.
        var begun = new Dictionary<ReadKey, Lazy<Task<SharedRead>>>();
        Lazy<Task<SharedRead>> Once(ReadKey key, ObjectEntry entry) =>
            begun.TryGetValue(key, out var read) ? read : begun[key] = new(
                () => shared.GetAsync(
                    new MountRead(key, mount, ended => entries.ReadAsync(entry, ended)), cancellationToken));
        Task<ImmutableArray<VaultObject>> Read(ObjectEntry entry) =>
            ReadAsync(plan, entry, Once(ReadKey.Of(plan, entry), entry), slots);

        var first = Read(plan.Entries[0]);
        if (shared.HasToProve(vault, mount.Credential))
        {
            // Whatever it ends in: it is looked at below, with the others.
            await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var reads = plan.Entries.Skip(1).Select(Read).Prepend(first).ToArray();
        try
        {
            // Every read ends before the first failure is reported, so that no call outlives its mount.
            return [.. await Task.WhenAll(reads)];
        }
        catch (MountException)
        {
            throw MountException.From([.. Failures(plan, reads)]);
        }
    }

    private static IEnumerable<(string Entry, MountException Failure)> Failures(
        MountPlan plan, Task<ImmutableArray<VaultObject>>[] reads) =>
        reads.Zip(plan.Entries)
            .Where(read => read.First.Exception?.InnerException is MountException)
            .Select(read => (read.Second.ToString(), (MountException)read.First.Exception!.InnerException!));

    private async Task<ImmutableArray<VaultObject>> ReadAsync(
        MountPlan plan, ObjectEntry entry, Lazy<Task<SharedRead>> read, SemaphoreSlim slots)
    {
        // Not canceled: when time is up each read still reports its own entry.
        await slots.WaitAsync(CancellationToken.None);
        var started = time.GetTimestamp();
        try
        {
            var (objects, source) = await read.Value;
            metrics.Vaults.Read(entry.Type, source);
            LogRead(entry, entry.Type, objects[0].Version, objects.Length, VaultMetrics.ToWireName(source),
                time.GetElapsedTime(started).TotalMilliseconds);
            return objects;
        }
        catch (VaultReadException missing) when (entry is { IsOptional: true, Search: null } && missing.IsAbsent)
        {
            metrics.Vaults.Read(entry.Type, ReadSource.Absent);
            return [];
        }
        catch (VaultReadException failed)
        {
            throw failed.Failure.At(entry);
        }
        catch (OperationCanceledException canceled)
        {
            throw new MountException(
                ErrorCodes.VaultTimeout,
                $"{plan.Vault.Host} did not respond within {ElapsedText.Seconds(time.GetElapsedTime(started))}",
                canceled).At(entry);
        }
        finally
        {
            slots.Release();
        }
    }

    [LoggerMessage(401, LogLevel.Debug, "object read")]
    private partial void LogRead(
        ObjectEntry entry, ObjectType type, string version, int versions, string source, double milliseconds);
}
