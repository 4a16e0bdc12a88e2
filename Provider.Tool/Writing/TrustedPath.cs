using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Provider.Model;

namespace Provider.Tool.Writing;

/// <summary>Refuses a directory for secrets that another user could replace, at any place of its path.</summary>
// Every directory and link on the way must belong to root or the caller, and no one else may write in the directories;
// in a sticky one, such as /tmp, others may create files but not replace ours. What only root and the caller can change
// does not change between this check and its use.
internal static class TrustedPath
{
    private const int MostLinks = 40;

    /// <summary>Checks the directories that lead to a path; a part that does not exist yet ends the check.</summary>
    /// <exception cref="IOException">Another user could replace one of them.</exception>
    public static void CheckParents(string path)
    {
        var left = new Stack<string>(Parts(path).Reverse());
        var at = "/";
        Check(at);
        for (var links = 0; left.Count > 1;)
        {
            var next = left.Pop();
            if (next == "..")
            {
                at = Path.GetDirectoryName(at) ?? "/";
                continue;
            }

            at = Path.Combine(at, next);
            if (FileOwnership.Of(at) is not { } found)
            {
                return;
            }

            if (found.IsLink)
            {
                at = Follow(at, found, ++links, left);
            }
            else
            {
                Check(at, found);
            }
        }
    }

    /// <summary>
    /// Checks the directory itself. A mount point of root's that all may write, as an emptyDir is, was made for this
    /// container; a sticky one, such as <c>/tmp</c> or <c>/dev/shm</c>, is there for all users of the machine.
    /// </summary>
    /// <exception cref="IOException">Another user could replace what is in it.</exception>
    public static void CheckTarget(string path, SafeFileHandle directory)
    {
        var found = FileOwnership.Of(directory);
        var isOfContainer = found is { Owner: 0, IsMountPoint: true, IsSticky: false };
        if (!found.IsTrusted || (found.IsWritableByOthers && !isOfContainer))
        {
            throw Refused(path, found, "a directory");
        }
    }

    // A link's own permissions mean nothing; where it leads is checked like the rest. Returns where that begins.
    private static string Follow(string link, FileOwnership found, int links, Stack<string> left)
    {
        if (!found.IsTrusted || links > MostLinks)
        {
            throw Refused(link, found, "a link");
        }

        var target = new FileInfo(link).LinkTarget ?? throw new IOException($"{link} changed while it was read");
        foreach (var part in Parts(target).Reverse())
        {
            left.Push(part);
        }

        return target.StartsWith('/') ? "/" : Path.GetDirectoryName(link)!;
    }

    private static void Check(string directory) => Check(directory, FileOwnership.Of(directory)!.Value);

    private static void Check(string path, FileOwnership found)
    {
        if (!found.IsTrusted || (found.IsDirectory && found.IsWritableByOthers && !found.IsSticky))
        {
            throw Refused(path, found, "a directory");
        }
    }

    private static IOException Refused(string path, FileOwnership found, string kind)
    {
        var shown = Quoted.Text(path, 512);
        return new IOException(found.IsTrusted && !found.IsLink
            ? $"{shown} can be written by other users (mode {Convert.ToString(found.Mode & 0xfff, 8)}), who could "
                + "replace the files. Run chmod go-w on it, or name another directory"
            : found.IsTrusted
                ? $"{shown} leads through more than {MostLinks} links. Name the directory itself"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{shown} is {kind} of user {found.Owner}, who could replace the files. Name a directory whose "
                    + $"path belongs to you or root"));
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");
}
