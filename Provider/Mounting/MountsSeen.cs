using Provider.Model;
using Provider.Sharing;

namespace Provider.Mounting;

/// <summary>Remembers which volumes have been mounted, to tell a first mount from the repeats of rotation.</summary>
/// <param name="time">The clock.</param>
internal sealed class MountsSeen(TimeProvider time)
{
    // Rotation comes every one to two minutes; what has not come for an hour is gone. Forgetting costs a read, nothing else.
    private readonly BoundedCache<(string Uid, string TargetPath), bool> seen = new(10_000, TimeSpan.FromHours(1), time);

    /// <summary>Whether a pod's volume has been mounted before. The uid is kubelet's: a pod made again is another pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="targetPath">Where its volume is.</param>
    public bool Contains(PodReference pod, string targetPath) => seen.TryGet((pod.Uid, targetPath), out _);

    /// <summary>A pod's volume was mounted.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="targetPath">Where its volume is.</param>
    public void Add(PodReference pod, string targetPath) => seen.Set((pod.Uid, targetPath), true);
}
