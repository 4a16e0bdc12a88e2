using Provider.Model;
using Provider.Protocol;
using Provider.Sharing;

namespace Provider.Mounting;

/// <summary>Remembers which volumes have been mounted, to tell a first mount from the repeats of rotation.</summary>
/// <param name="time">The clock.</param>
internal sealed class MountsSeen(TimeProvider time)
{
    // Rotation comes every one to two minutes; what has not come for an hour is gone. Forgetting costs a read, nothing else.
    private readonly BoundedCache<string, (string Uid, int Content)> seen = new(10_000, TimeSpan.FromHours(1), time);

    /// <summary>Whether some pod's volume has been mounted at a path: for counting, where the pod is not known yet.</summary>
    /// <param name="targetPath">Where the volume is.</param>
    public bool Contains(string targetPath) => seen.TryGet(targetPath, out _);

    /// <summary>Whether a pod's volume has been mounted before. The uid is kubelet's: a pod made again is another pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="targetPath">Where its volume is.</param>
    public bool Contains(PodReference pod, string targetPath) => seen.TryGet(targetPath, out var known) && known.Uid == pod.Uid;

    /// <summary>A pod's volume was mounted.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="targetPath">Where its volume is.</param>
    /// <param name="versions">What is in it.</param>
    /// <returns>Whether the content is new: the first, or other versions than before.</returns>
    public bool Add(PodReference pod, string targetPath, IEnumerable<ObjectVersion> versions)
    {
        // A hash will do for what only decides how loud a log line is.
        var hash = default(HashCode);
        foreach (var version in versions)
        {
            hash.Add(version.Id, StringComparer.Ordinal);
            hash.Add(version.Version, StringComparer.Ordinal);
        }

        var now = (pod.Uid, Content: hash.ToHashCode());
        var isChanged = !seen.TryGet(targetPath, out var known) || known != now;
        seen.Set(targetPath, now);
        return isChanged;
    }
}
