using System.Collections.Immutable;

namespace Provider.KeyVault;

/// <summary>Chooses the versions of a history.</summary>
internal static class VersionHistory
{
    /// <summary>Exactly as many enabled versions as asked for, newest first, or all there are.</summary>
    /// <param name="versions">Every version of the object, in any order.</param>
    /// <param name="start">The version to begin with; none means the newest.</param>
    /// <param name="count">How many.</param>
    /// <returns>Version ids; none when no version is enabled, or when the start is missing or disabled.</returns>
    public static ImmutableArray<string> Choose(IEnumerable<ObjectVersion> versions, string? start, int count)
    {
        // A vault's times are whole seconds, so versions made by a script can share one: those keep the order of a vault's list.
        var enabled = versions.Where(version => version.IsEnabled)
            .OrderByDescending(version => version.CreatedOn ?? DateTimeOffset.MinValue)
            .ThenBy(version => version.Id, StringComparer.Ordinal)
            .Select(version => version.Id);
        var fromStart = start is null
            ? enabled
            : enabled.SkipWhile(id => !id.Equals(start, StringComparison.OrdinalIgnoreCase));
        return [.. fromStart.Take(count)];
    }
}
