using System.Collections.Immutable;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Mounting;

/// <summary>Replaces the entries with a search by the objects that it finds.</summary>
internal static class FoundObjects
{
    /// <exception cref="MountException">A search finds no objects, or too many.</exception>
    // listings: what the vault lists for each search, in the order of the searches.
    public static MountPlan Expand(
        MountPlan plan, ImmutableArray<ImmutableArray<VaultObject>> listings, MatchingTime matching,
        CancellationToken cancellationToken)
    {
        var failures = ImmutableArray.CreateBuilder<(string, MountException)>();
        var entries = ImmutableArray.CreateBuilder<ObjectEntry>();
        var next = 0;
        foreach (var entry in plan.Entries)
        {
            if (entry.Search is not { } search)
            {
                entries.Add(entry);
                continue;
            }

            var found = Find(entry, search, (VaultListing)listings[next++][0], matching, cancellationToken);
            if (Fault(plan, entry, search, found.Length) is { } fault)
            {
                failures.Add((entry.ToString(), fault.At(entry)));
            }
            else
            {
                entries.AddRange(found.Select(one => Entry(entry, search, one.Name)));
            }
        }

        MountException.ThrowIfAny(failures.ToImmutable());
        CheckCount(entries.Count);
        return plan with { Entries = entries.ToImmutable() };
    }

    /// <exception cref="MountException">There are too many.</exception>
    public static void CheckCount(int count)
    {
        if (count > PlanReader.MostFiles)
        {
            throw TooMany($"the class means {count} objects, more than {PlanReader.MostFiles}");
        }
    }

    private static ListedObject[] Find(
        ObjectEntry entry, ObjectSearch search, VaultListing listing, MatchingTime matching,
        CancellationToken cancellationToken)
    {
        try
        {
            return matching.Find(search, listing, cancellationToken);
        }
        catch (MountException slow)
        {
            throw slow.At(entry);
        }
    }

    private static MountException? Fault(MountPlan plan, ObjectEntry entry, ObjectSearch search, int found) =>
        found > search.MaxObjects
            ? TooMany($"{found} objects of {plan.Vault.Host} match, more than maxObjects, {search.MaxObjects}")
            : found == 0 && !entry.IsOptional
                ? new MountException(
                    ErrorCodes.ObjectNotFound, $"no object of {plan.Vault.Host} matches",
                    remedy: "Check find of the entry. Objects that are disabled and secrets of certificates are "
                        + "left out.")
                : null;

    private static ObjectEntry Entry(ObjectEntry entry, ObjectSearch search, string name)
    {
        var text = NameTemplate.Apply(search.Alias, name);
        if (!VolumePath.TryParse(text, out var path, out var fault))
        {
            throw new MountException(ErrorCodes.PathInvalid, $"the path {Quoted.Text(text)} of {entry} {fault}");
        }

        return entry with
        {
            Name = name,
            Path = path,
            Search = null,
            IsOptional = false,
            Fields = entry.Fields is { } fields ? fields with { Files = [fields.Files[0] with { Path = path }] } : null,
        };
    }

    private static MountException TooMany(string what) => new(ErrorCodes.TooManyObjects, what);
}
