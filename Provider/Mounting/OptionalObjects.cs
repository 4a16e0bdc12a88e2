using System.Collections.Immutable;
using Provider.Content;
using Provider.Model;

namespace Provider.Mounting;

/// <summary>The rules for a volume whose class has optional objects.</summary>
internal static class OptionalObjects
{
    /// <summary>Refuses a volume without any file, and one that would lose a file that it has.</summary>
    /// <exception cref="MountException">An object that was mounted is gone, or all objects are.</exception>
    // objects: what the vault holds for each entry; nothing for an optional object that it does not have.
    public static void Check(MountPlan plan, ImmutableArray<ImmutableArray<VaultObject>> objects)
    {
        var missing = plan.Entries.Zip(objects).Where(pair => pair.Second.IsEmpty).Select(pair => pair.First).ToArray();
        if (missing.Length == 0 && !plan.Entries.IsEmpty)
        {
            return;
        }

        ImmutableArray<(string, MountException)> lost =
            [.. missing.Where(plan.Mounted.Contains).Select(entry => (entry.ToString(), Lost(entry)))];
        if (!lost.IsEmpty)
        {
            throw MountException.From(lost);
        }

        if (missing.Length == plan.Entries.Length && !Array.Exists(missing, entry => entry.Default is not null))
        {
            throw new MountException(
                ErrorCodes.ObjectNotFound, $"{plan.Vault.Host} has none of the objects, which are all optional",
                remedy: "Create one of them, or give one a default: a volume has at least one file.");
        }
    }

    public static MountedFiles Of(VolumeContent volume) => MountedFiles.Of(volume.Files
        .Where(file => file.Entry.IsOptional && !AbsentObject.IsDefault(file.ObjectVersion))
        .DistinctBy(file => file.Entry.Index).Select(file => file.ObjectId));

    private static MountException Lost(ObjectEntry entry) => new MountException(
        ErrorCodes.ObjectNotFound, "the vault does not have it any more, and its file is in the volume, where it stays",
        remedy: "Create the object again, or restart the pod to mount the volume without it.").At(entry);
}
