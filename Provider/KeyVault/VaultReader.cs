using System.Collections.Immutable;
using Provider.Http;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Reads the vault objects of a plan's entries. No types of Azure's libraries are used above it.</summary>
internal sealed partial class VaultReader(
    VaultClient client, SharedReads shared, ReadLimits limits, VaultMetrics? metrics, TimeProvider time,
    ILogger<VaultReader> logger)
{
    public VolumeSize Size() => new(limits.LargestVolume);

    /// <summary>For each entry, in order, its versions, newest first; empty for an absent optional object.</summary>
    /// <exception cref="MountException">An entry could not be read; its code is the first one's by order.</exception>
    public async Task<ImmutableArray<ImmutableArray<VaultObject>>> ReadAsync(
        MountPlan plan, SecretText token, bool isRemount, CancellationToken cancellationToken, VolumeSize? size = null)
    {
        var came = CallDeadline.Began ?? time.GetTimestamp();
        var mount = new ReadingMount(plan.Pod.Namespace, shared.Credential(token), isRemount, came);
        using var reading = shared.Enter(VaultHost.Of(plan.Vault), mount.Credential);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var places = new SemaphoreSlim(limits.AtOnce);
        size ??= Size();
        var read = new VolumeRead(plan, mount, Entries(plan, mount, size), size, places, ended);
        var reads = await BeginAsync(read);
        try
        {
            // All reads end before the first failure is reported, so that no call continues after its mount.
            return [.. await Task.WhenAll(reads)];
        }
        catch (MountException)
        {
            throw read.TooLarge ?? MountException.From([.. Failures(plan, reads)]);
        }
    }

    private static IEnumerable<(string Entry, MountException Failure)> Failures(
        MountPlan plan, Task<ImmutableArray<VaultObject>>[] reads) =>
        reads.Zip(plan.Entries)
            .Where(read => read.First.Exception?.InnerException is MountException)
            .Select(read => (read.Second.ToString(), (MountException)read.First.Exception!.InnerException!));

    private async Task<Task<ImmutableArray<VaultObject>>[]> BeginAsync(VolumeRead read)
    {
        var first = ReadAsync(read, read.Plan.Entries[0]);
        if (shared.HasToProve(VaultHost.Of(read.Plan.Vault), read.Mount.Credential))
        {
            // The first response proves the token. Its result or error is handled with the others.
            await Task.WhenAny(first, read.Mount.Accepted);
        }

        return [first, .. read.Plan.Entries.Skip(1).Select(entry => ReadAsync(read, entry))];
    }

    private EntryReader Entries(MountPlan plan, ReadingMount mount, VolumeSize size) =>
        new(client, plan.Vault, VaultCaller.Of(plan, mount.Credential), limits.LargestVolume, size, metrics, time);

    private async Task<ImmutableArray<VaultObject>> ReadAsync(VolumeRead read, ObjectEntry entry)
    {
        var key = ReadKey.Of(read.Plan, entry);
        var needed = new MountRead(key, read.Mount, (progress, ended) => read.Entries.ReadAsync(entry, progress,
            ended));
        var once = read.Once(key, () => shared.GetAsync(needed, read.Ended.Token));
        // Not canceled: when time is up each read still reports its own entry.
        await read.Places.WaitAsync(CancellationToken.None);
        try
        {
            return await ReadInPlaceAsync(read, entry, once);
        }
        finally
        {
            read.Places.Release();
        }
    }

    private async Task<ImmutableArray<VaultObject>> ReadInPlaceAsync(
        VolumeRead read, ObjectEntry entry, Lazy<Task<SharedRead>> once)
    {
        var (plan, started) = (read.Plan, time.GetTimestamp());
        try
        {
            var (objects, source) = await once.Value;
            metrics?.Read(entry.Type, source);
            LogRead(
                entry, entry.Type, objects[0].Version, objects.Length, VaultMetrics.ToWireName(source),
                time.GetElapsedTime(started).TotalMilliseconds);
            return read.Keep(entry, objects);
        }
        catch (VaultReadException missing) when (entry is { IsOptional: true, Search: null } && missing.IsAbsent)
        {
            metrics?.Read(entry.Type, ReadSource.Absent);
            return [];
        }
        catch (VaultReadException failed)
        {
            throw failed.Failure.At(entry);
        }
        catch (OperationCanceledException canceled)
        {
            throw read.TooLarge ?? new MountException(
                ErrorCodes.VaultTimeout,
                $"{plan.Vault.Host} did not respond within {ElapsedText.Seconds(time.GetElapsedTime(started))}",
                    canceled).At(entry);
        }
    }

    [LoggerMessage(401, LogLevel.Debug, "object read")]
    private partial void LogRead(ObjectEntry entry, ObjectType type, string version, int versions, string source,
        double milliseconds);

    /// <summary>The reads of one mount.</summary>
    private sealed record VolumeRead(
        MountPlan Plan, ReadingMount Mount, EntryReader Entries, VolumeSize Size, SemaphoreSlim Places,
            CancellationTokenSource Ended)
    {
        // Filled by one thread, before the reads are awaited.
        private readonly Dictionary<ReadKey, Lazy<Task<SharedRead>>> begun = [];

        /// <summary>Equal reads are made once, however many entries need them.</summary>
        public Lazy<Task<SharedRead>> Once(ReadKey key, Func<Task<SharedRead>> read) =>
            begun.TryGetValue(key, out var same) ? same : begun[key] = new(read);

        /// <summary>Set once what was read is more than a volume may have.</summary>
        public MountException? TooLarge { get; private set; }

        public ImmutableArray<VaultObject> Keep(ObjectEntry entry, ImmutableArray<VaultObject> objects)
        {
            if (Size.Add(entry, objects))
            {
                return objects;
            }

            TooLarge ??= Size.Exceeded();
            Ended.Cancel();
            throw TooLarge;
        }
    }
}

/// <summary>The limits of a mount's reads.</summary>
// AtOnce: The most objects that are read at once, 1 or more.
// LargestVolume: The most bytes of a volume, 1 or more.
internal sealed record ReadLimits(int AtOnce, int LargestVolume);
