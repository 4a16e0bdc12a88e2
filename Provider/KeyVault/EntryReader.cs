using System.Collections.Immutable;
using System.Net;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Reads the object of one entry: a version, or a history of versions.</summary>
internal sealed class EntryReader(
    VaultClient client, Uri vault, VaultCaller caller, int largestVolume, VolumeSize mounted, VaultMetrics? metrics,
    TimeProvider time)
{
    // A long history must not open a connection for each of its versions.
    private const int AtOnce = 16;

    // 400 pages of a vault, and 3 MB of names.
    private const int MostListed = 10_000;

    /// <exception cref="VaultReadException">
    /// It could not be read, or has no enabled version, or not the one to begin with, or is larger than a volume.
    /// </exception>
    public async Task<ImmutableArray<VaultObject>> ReadAsync(
        ObjectEntry entry, ReadProgress progress, CancellationToken cancellationToken)
    {
        if (entry.Search is not null)
        {
            return [await MeasuredAsync(entry, ListVaultAsync(entry, progress, cancellationToken))];
        }

        if (!entry.HasHistory)
        {
            return [await ReadAsync(entry, entry.Version, progress, cancellationToken)];
        }

        var listed = await MeasuredAsync(entry, ListAsync(entry, progress, cancellationToken));
        var chosen = VersionHistory.Choose(listed, entry.Version, entry.History);
        return chosen.IsEmpty
            ? throw Nothing(entry, listed.Count)
            : await ReadAllAsync(entry, chosen, progress, cancellationToken);
    }

    private async Task<List<ObjectVersion>> ListAsync(
        ObjectEntry entry, ReadProgress progress, CancellationToken cancellationToken)
    {
        var pages = await PagesAsync(
            Endpoint(entry, null, progress) with { IsList = true }, "versions of it",
            "Name a version, which needs no list, or copy it to a new object.", cancellationToken);
        return [.. pages.SelectMany(page => page.Versions)];
    }

    private async Task<VaultObject> ListVaultAsync(
        ObjectEntry entry, ReadProgress progress, CancellationToken cancellationToken)
    {
        var pages = await PagesAsync(
            Endpoint(entry, null, progress) with { ObjectName = "", IsList = true },
            VaultResponses.Collection(entry.Type), "List the objects by name, or keep them in several vaults.",
            cancellationToken);
        return new VaultListing([.. pages.SelectMany(page => page.Objects)]);
    }

    private async Task<List<VaultPageRead>> PagesAsync(
        VaultEndpoint list, string what, string remedy, CancellationToken cancellationToken)
    {
        var (pages, listed) = (new List<VaultPageRead>(), 0);
        using var held = mounted.Begin();
        Uri? next = null;
        do
        {
            var page = await client.ListAsync(list, next, cancellationToken);
            held.Add(page.Versions.Sum(version => VolumeSize.Memory(version.Id)) + page.Objects.Sum(VolumeSize.Memory));
            pages.Add(page);
            listed += page.Versions.Length + page.Objects.Length;
            next = page.Next;
            if (listed > MostListed || pages.Count > MostListed)
            {
                throw new VaultReadException(new MountException(
                    ErrorCodes.TooManyObjects, $"{vault.Host} has more than {MostListed} {what}", remedy: remedy));
            }
        }
        while (next is not null);

        return pages;
    }

    private async Task<ImmutableArray<VaultObject>> ReadAllAsync(
        ObjectEntry entry, ImmutableArray<string> versions, ReadProgress progress, CancellationToken cancellationToken)
    {
        var objects = ImmutableArray.CreateBuilder<VaultObject>(versions.Length);
        var size = new VolumeSize(largestVolume);
        using var held = mounted.Begin();
        foreach (var some in versions.Chunk(AtOnce))
        {
            var read = await Task.WhenAll(
                some.Select(version => ReadAsync(entry, version, progress, cancellationToken)));
            if (!size.Add(entry, read))
            {
                throw new VaultReadException(size.Exceeded());
            }

            held.Add(read.Sum(VolumeSize.Memory));
            objects.AddRange(read);
        }

        return objects.MoveToImmutable();
    }

    private Task<VaultObject> ReadAsync(
        ObjectEntry entry, string? version, ReadProgress progress, CancellationToken cancellationToken) =>
        MeasuredAsync(entry, client.ReadAsync(Endpoint(entry, version, progress), cancellationToken));

    // Each call is measured as the Go provider does: a list with all its pages is one call, with all retries of each.
    private async Task<T> MeasuredAsync<T>(ObjectEntry entry, Task<T> call)
    {
        var started = time.GetTimestamp();
        // The result of a call that no mount waits for any more.
        ErrorCode? error = ErrorCodes.VaultTimeout;
        try
        {
            var read = await call;
            error = null;
            return read;
        }
        catch (VaultReadException failed)
        {
            error = failed.Failure.Code;
            throw;
        }
        finally
        {
            metrics?.Requested(entry.Type, error, time.GetElapsedTime(started));
        }
    }

    private VaultEndpoint Endpoint(ObjectEntry entry, string? version, ReadProgress progress) =>
        new(vault, entry.Type, entry.Name, version, IsList: false, caller) { Progress = progress };

    // The service lists no versions of an object that does not exist.
    private VaultReadException Nothing(ObjectEntry entry, int listed) => new(new MountException(
        ErrorCodes.ObjectNotFound,
        listed == 0 ? $"{vault.Host} has no such {entry.Type.ToWireName()}"
        : entry.Version is { } start
            ? $"{vault.Host} has no version {start}, at which its history is to start, or it is disabled"
        : $"{vault.Host} has no enabled version of it"),
        status: listed == 0 ? (int)HttpStatusCode.NotFound : null);
}
