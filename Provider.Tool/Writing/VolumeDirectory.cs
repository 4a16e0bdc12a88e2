using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Tool.Writing;

/// <summary>
/// Writes a volume into a directory in one step, as the driver does: a new directory, and a rename that makes it the
/// current one.
/// </summary>
// ..data is a link to the directory of the current files; every top-level name is a link into ..data. A reader that
// follows the links sees the old volume or the new one, never a part of each. Unlike the driver's target, the user's
// directory may hold other files: only what an earlier run created is removed or replaced.
internal sealed partial class VolumeDirectory(string path, TimeProvider time)
{
    public const string Current = "..data";

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // As the driver's: the directories can be listed by everyone; the files' own modes decide who reads them.
    private const UnixFileMode Open =
        Owner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>
    /// Writes the volume, unless the directory holds exactly this already. Returns whether anything was written.
    /// </summary>
    /// <exception cref="IOException">It cannot be written; the old volume is still there.</exception>
    public bool Write(IReadOnlyList<VolumeFile> files, CancellationToken cancellationToken)
    {
        TrustedPath.CheckParents(path);
        Directory.CreateDirectory(path, Owner);
        // Again: in a directory such as /tmp another user may have created it first.
        TrustedPath.CheckParents(path);
        using var target = PinnedDirectory.Open(path);
        target.CheckOwner();
        target.Lock();
        var names = files.Select(file => file.Path.Text.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        RefuseForeign(target, names);
        var old = CurrentName(target);
        if (old is not null && VolumeComparison.IsSame(target.PathOf(old), files) && names.SetEquals(Links(target)))
        {
            return false;
        }

        Sweep(target, old);
        var fresh = Replace(target, old, files, cancellationToken);
        LinkNames(target, names);
        Sweep(target, fresh);
        return true;
    }

    [GeneratedRegex(@"\A\.\.[0-9]{4}(_[0-9]{2}){5}\.[0-9]{1,10}\z")]
    private static partial Regex OwnName();

    // Returns the name of the new directory.
    private string Replace(
        PinnedDirectory target, string? old, IReadOnlyList<VolumeFile> files, CancellationToken cancellationToken)
    {
        var fresh = string.Create(
            CultureInfo.InvariantCulture,
            $"..{time.GetUtcNow():yyyy_MM_dd_HH_mm_ss}.{RandomNumberGenerator.GetInt32(int.MaxValue)}");
        try
        {
            Fill(target, fresh, files, cancellationToken);
            target.Link(Current, fresh);
            return fresh;
        }
        catch
        {
            Sweep(target, old);
            throw;
        }
    }

    private void RefuseForeign(PinnedDirectory target, HashSet<string> names)
    {
        var own = Links(target).ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => !own.Contains(name) && target.Has(name)) is { } taken)
        {
            throw new IOException(
                $"{Quoted.Text(Path.Combine(path, taken), 512)} is there already and was not written by a mount. Move "
                + "it away, or name another directory");
        }

        if (target.Has(Current) && CurrentName(target) is null)
        {
            throw new IOException(
                $"{Quoted.Text(Path.Combine(path, Current), 512)} was not written by a mount. Name another directory");
        }
    }

    // The directory of the current files; null if no earlier run has created one.
    private static string? CurrentName(PinnedDirectory target) =>
        target.LinkOf(Current) is { } name && OwnName().IsMatch(name) && target.IsDirectory(name) ? name : null;

    private static IEnumerable<string> Links(PinnedDirectory target) =>
        target.Names.Where(
            name => !name.StartsWith("..", StringComparison.Ordinal) && target.LinkOf(name) == $"{Current}/{name}");

    private static void Fill(
        PinnedDirectory target, string name, IReadOnlyList<VolumeFile> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target.PathOf(name), Owner);
        using var fresh = PinnedDirectory.Open(target.PathOf(name));
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var full = fresh.PathOf(file.Path.Text);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!, Owner);
            using var stream = new FileStream(full, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            stream.Write(file.Contents.Span);
            File.SetUnixFileMode(stream.SafeFileHandle, (UnixFileMode)file.Permission.Bits);
        }

        // Opened to others last, so that no other process can add files while files are written.
        foreach (var directory in Directory.GetDirectories(fresh.PathOf(""), "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(directory, Open);
        }

        cancellationToken.ThrowIfCancellationRequested();
        fresh.SetMode(Open);
    }

    private static void LinkNames(PinnedDirectory target, HashSet<string> names)
    {
        var present = Links(target).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in present.Except(names))
        {
            File.Delete(target.PathOf(gone));
        }

        foreach (var name in names.Except(present))
        {
            target.Link(name, $"{Current}/{name}");
        }
    }

    // Also removes what a killed run has left: the lock keeps other runs out.
    private static void Sweep(PinnedDirectory target, string? kept)
    {
        foreach (var name in target.Names
            .Where(name => name != kept && OwnName().IsMatch(name) && target.IsDirectory(name)).ToList())
        {
            Directory.Delete(target.PathOf(name), recursive: true);
        }
    }
}
