using System.Collections.Immutable;
using System.Security.Cryptography;
using Provider.Content.Fields;
using Provider.Content.Pfx;
using Provider.Model;
using Provider.Sharing;

namespace Provider.Content.Converting;

/// <summary>Makes the files of a mount. Conversions are made once and never delay mounts that need none.</summary>
// permits: how many conversions run at once.
// largestVolume: the most bytes of a mount's files.
// mountLimit: rounds of key derivation of one mount.
internal sealed class Conversions(
    ContentOptions options, int permits, int largestVolume, TimeProvider time,
    long mountLimit = MountBudget.DefaultLimit)
    : IDisposable
{
    /// <summary>About 400 certificates with key and chain.</summary>
    private const long CacheBytes = 8 * 1024 * 1024;

    // About 10 ms: longer conversions do not run on the thread pool, where other work would wait.
    private const long LongRunning = 20_000;

    private readonly ConversionCache cache = new(CacheBytes, time);
    private readonly SharedCalls<ConversionKey, ConvertedContent> running = new(time);
    private readonly WeightedSemaphore permits = new(permits);
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>How many conversions may run at once: half of the processors, the others serve.</summary>
    public static int DefaultPermits => Math.Max(1, Environment.ProcessorCount / 2);

    /// <exception cref="MountException">
    /// The content is not what an entry says it is, asks for too much key derivation, or is larger than a volume.
    /// </exception>
    /// <exception cref="OperationCanceledException">The mount has ended.</exception>
    // owner: the namespace of the pod.
    // objects: what the vault holds for each entry.
    public async Task<VolumeContent> MakeAsync(
        string owner, ImmutableArray<ObjectEntry> entries, ImmutableArray<ImmutableArray<VaultObject>> objects,
        CancellationToken cancellationToken)
    {
        var pending = entries.Zip(objects, Pending).ToArray();
        var needed = pending.SelectMany(versions => versions).OfType<PendingConversion>().DistinctBy(one => one.Key)
            .ToArray();
        var budget = new MountBudget(mountLimit, needed.Select(one => (one.Entry, one.Cost)));
        var done = new Dictionary<ConversionKey, ConvertedContent>();
        // The headers are checked first, which costs nothing.
        foreach (var one in needed.OrderByDescending(one => one.Cost > DerivationBudget.FileLimit))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var converted = one.Cached ?? await ConvertAsync(one, owner, cancellationToken);
            converted.For(one.Entry);
            budget.Correct(one.Entry, one.Cost, converted.Cost);
            done.Add(one.Key, converted);
        }

        return Files(
            entries, objects, [.. pending.Select(all => all.Select(one => one is null ? null : done[one.Key]))],
            cancellationToken);
    }

    public void Dispose() => cache.Dispose();

    // One entry after the other, so that a volume that is too large fails before all of it is in memory.
    private VolumeContent Files(
        ImmutableArray<ObjectEntry> entries, ImmutableArray<ImmutableArray<VaultObject>> objects,
        ImmutableArray<IEnumerable<ConvertedContent?>> converted, CancellationToken cancellationToken)
    {
        var room = new VolumeRoom(largestVolume);
        var files = ImmutableArray.CreateBuilder<VolumeFile>();
        var notes = ImmutableArray.CreateBuilder<ContentNote>();
        var values = new ParsedValues();
        foreach (var (entry, versions, contents) in entries.Zip(objects, converted))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var made = VolumeFiles.Make(entry, versions, [.. contents], values, room);
            files.AddRange(made.Files);
            notes.AddRange(made.Notes);
        }

        files.AddRange(MetadataFiles.Make(entries, objects, room));
        return new VolumeContent(files.ToImmutable(), notes.ToImmutable());
    }

    private PendingConversion?[] Pending(ObjectEntry entry, ImmutableArray<VaultObject> versions) =>
        [.. versions.Select(version =>
            VolumeFiles.Conversion(entry, version, options) is { } conversion ? Pending(entry, conversion) : null)];

    private PendingConversion Pending(ObjectEntry entry, CertificateConversion conversion)
    {
        var key = ConversionKey.Of(conversion, secret);
        return cache.TryGet(key, out var cached)
            ? new PendingConversion(entry, conversion, key, cached.Cost, cached)
            : new PendingConversion(entry, conversion, key, conversion.Cost(), Cached: null);
    }

    private async Task<ConvertedContent> ConvertAsync(
        PendingConversion one, string owner, CancellationToken cancellationToken) =>
        (await running.RunAsync(
            [one.Key], call => StartAsync(one, owner, call.Abandoned), allowed: null, cancellationToken)).Result;

    private async Task<ConvertedContent> StartAsync(PendingConversion one, string owner, CancellationToken unused)
    {
        // Another mount's conversion may have ended since the cache was checked.
        if (cache.TryGet(one.Key, out var cached))
        {
            return cached;
        }

        var permit = await permits.WaitAsync(owner, 1, unused);
        var work = Task.Factory.StartNew(
            () =>
            {
                using (permit)
                {
                    var converted = one.Conversion.Run(unused);
                    cache.Set(one.Key, owner, converted);
                    return converted;
                }
            },
            // The work returns the permit, so it is always started.
            CancellationToken.None,
            one.Cost > LongRunning ? TaskCreationOptions.LongRunning : TaskCreationOptions.None,
            TaskScheduler.Default);
        // A running derivation cannot be stopped; the mount still ends within its deadline.
        return await work.WaitAsync(unused);
    }

    private sealed record PendingConversion(
        ObjectEntry Entry, CertificateConversion Conversion, ConversionKey Key, long Cost, ConvertedContent? Cached);
}
