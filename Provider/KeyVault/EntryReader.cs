using System.Collections.Immutable;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads what one entry asks for: a version, or a history of them.</summary>
internal static class EntryReader
{
    // A long history must not open a connection for each of its versions.
    private const int AtOnce = 16;

    /// <summary>Reads an entry.</summary>
    /// <param name="reader">The reader of its type.</param>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <returns>Its versions, newest first; one without history.</returns>
    /// <exception cref="MountException">It has no enabled version, or not the one to begin with.</exception>
    /// <exception cref="Azure.RequestFailedException">The vault refused.</exception>
    public static async Task<ImmutableArray<VaultObject>> ReadAsync(
        IObjectReader reader, MountPlan plan, ObjectEntry entry, CancellationToken cancellationToken)
    {
        if (!entry.HasHistory)
        {
            return [await reader.ReadAsync(entry.Name, entry.Version, cancellationToken)];
        }

        var listed = new List<ObjectVersion>();
        await foreach (var version in reader.ListAsync(entry.Name, cancellationToken))
        {
            listed.Add(version);
        }

        var chosen = VersionHistory.Choose(listed, entry.Version, entry.History);
        return chosen.IsEmpty ? throw Nothing(plan, entry) : await ReadAllAsync(reader, entry.Name, chosen, cancellationToken);
    }

    private static async Task<ImmutableArray<VaultObject>> ReadAllAsync(
        IObjectReader reader, string name, ImmutableArray<string> versions, CancellationToken cancellationToken)
    {
        var objects = ImmutableArray.CreateBuilder<VaultObject>(versions.Length);
        foreach (var some in versions.Chunk(AtOnce))
        {
            objects.AddRange(await Task.WhenAll(some.Select(version => reader.ReadAsync(name, version, cancellationToken))));
        }

        return objects.MoveToImmutable();
    }

    private static MountException Nothing(MountPlan plan, ObjectEntry entry)
    {
        var what = entry.Version is { } start ? $"version {start}, at which its history is to start, or it is disabled" : "enabled version";
        return new MountException(
            ErrorCodes.ObjectNotFound, $"{plan.Vault.Host} has for {entry} ({entry.Type.Word()}) no {what}");
    }
}
