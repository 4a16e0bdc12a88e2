using System.Collections.Immutable;

namespace Provider.KeyVault;

/// <summary>Chooses the versions of a history.</summary>
internal static class VersionHistory
{
    /// <summary>The enabled versions, newest first, from <c>start</c> (null: the newest) on; may be empty.</summary>
    public static ImmutableArray<string> Choose(IEnumerable<ObjectVersion> versions, string? start, int count)
    {
        // A vault's times are whole seconds, so versions made by a script can share one: those keep the order of the
        // vault's list.
        var enabled = versions.Where(version => version.IsEnabled)
            .OrderByDescending(version => version.CreatedOn ?? DateTimeOffset.MinValue)
            .Select(version => version.Id);
        var fromStart = start is null
            ? enabled
            : enabled.SkipWhile(id => !id.Equals(start, StringComparison.OrdinalIgnoreCase));
        return [.. fromStart.Take(count)];
    }
}

/// <summary>One line of a vault's list of versions. <c>CreatedOn</c> is null when the vault does not say.</summary>
internal sealed record ObjectVersion(string Id, bool IsEnabled, DateTimeOffset? CreatedOn);
