using System.Collections.Immutable;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Reads what one entry asks for: a version, or a history of them.</summary>
internal sealed class EntryReader(
    VaultClient client, MountPlan plan, VaultCredential credential, ProviderMetrics metrics, TimeProvider time)
{
    // A long history must not open a connection for each of its versions.
    private const int AtOnce = 16;

    /// <summary>Reads an entry.</summary>
    /// <returns>Its versions, newest first; one without history.</returns>
    /// <exception cref="MissingVersionException">It has no enabled version, or not the one to begin with.</exception>
    /// <exception cref="Azure.RequestFailedException">The vault refused.</exception>
    public async Task<ImmutableArray<VaultObject>> ReadAsync(ObjectEntry entry, CancellationToken cancellationToken)
    {
        if (!entry.HasHistory)
        {
            return [await ReadAsync(entry, entry.Version, cancellationToken)];
        }

        var listed = await MeasuredAsync(entry, ListAsync(entry, cancellationToken));
        var chosen = VersionHistory.Choose(listed, entry.Version, entry.History);
        return chosen.IsEmpty ? throw Nothing(entry) : await ReadAllAsync(entry, chosen, cancellationToken);
    }

    private async Task<ImmutableArray<VaultObject>> ReadAllAsync(
        ObjectEntry entry, ImmutableArray<string> versions, CancellationToken cancellationToken)
    {
        var objects = ImmutableArray.CreateBuilder<VaultObject>(versions.Length);
        foreach (var some in versions.Chunk(AtOnce))
        {
            objects.AddRange(await Task.WhenAll(some.Select(version => ReadAsync(entry, version, cancellationToken))));
        }

        return objects.MoveToImmutable();
    }

    private Task<VaultObject> ReadAsync(ObjectEntry entry, string? version, CancellationToken cancellationToken) =>
        MeasuredAsync(entry, client.ReadAsync(plan.Vault, credential, entry.Type, entry.Name, version, cancellationToken));

    private async Task<List<ObjectVersion>> ListAsync(ObjectEntry entry, CancellationToken cancellationToken)
    {
        var listed = new List<ObjectVersion>();
        await foreach (var version in client.ListAsync(plan.Vault, credential, entry.Type, entry.Name, cancellationToken))
        {
            listed.Add(version);
        }

        return listed;
    }

    // Each call is measured as the Go provider does: a list with all its pages is one call, with all retries of each.
    private async Task<T> MeasuredAsync<T>(ObjectEntry entry, Task<T> call)
    {
        var started = time.GetTimestamp();
        try
        {
            var read = await call;
            metrics.VaultRead(entry.Type, null, time.GetElapsedTime(started));
            return read;
        }
        catch (Exception error)
        {
            var duration = time.GetElapsedTime(started);
            metrics.VaultRead(entry.Type, VaultFailures.From(error, plan, entry, duration, time)?.Code ?? ErrorCodes.InternalError, duration);
            throw;
        }
    }

    private static MissingVersionException Nothing(ObjectEntry entry) => new(
        entry.Version is { } start ? $"version {start}, at which its history is to start, or it is disabled" : "enabled version");
}
