using Provider.Model;

namespace Provider.Tool.Commands;

/// <summary>A file that a class would mount, as far as the class alone can show it.</summary>
/// <remarks><c>Field</c>: of the secret's value; null for the whole. <c>IsMetadata</c>: it describes objects.</remarks>
internal sealed record PlannedFile(
    VolumePath Path, FilePermission Permission, ObjectEntry Entry, string? Field, bool IsMetadata)
{
    /// <summary>The files in the order of the entries, then those that describe objects.</summary>
    public static IEnumerable<PlannedFile> Of(MountPlan plan) =>
        plan.Entries.SelectMany(OfValue).Concat(
            plan.Entries.Where(entry => entry.Metadata is not null)
                .Select(entry => new PlannedFile(entry.Metadata!.Path, entry.Permission, entry, null, true))
                .DistinctBy(file => file.Path.Text));

    private static IEnumerable<PlannedFile> OfValue(ObjectEntry entry) =>
        entry.Fields is { } fields
            ? fields.Files.Select(file => new PlannedFile(file.Path, file.Permission, entry, file.Field.Text, false))
            : [new PlannedFile(entry.Path, entry.Permission, entry, null, false)];
}
