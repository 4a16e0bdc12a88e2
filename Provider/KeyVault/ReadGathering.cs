namespace Provider.KeyVault;

/// <summary>How long a read waits before the vault is called, so that mounts in close succession share it.</summary>
// A first mount that comes just after a request was sent needs a request of its own, and the pods of a workload come
// over some time: each response would be too old for those that came meanwhile. So a read that closely follows another
// of the same waits, longer each time, and serves every mount that has come before it is sent.
// Generation: How many reads of the same have followed each other closely.
// Wait: The time until the vault is asked; zero for a read that follows no other.
internal readonly record struct ReadGathering(int Generation, TimeSpan Wait)
{
    /// <summary>The longest wait: a pod's start does not become noticeably slower.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    // Reads that are further apart than this do not belong together.
    private static readonly TimeSpan Closely = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    /// <summary>The wait of a read that follows another one, which was too old for its mount.</summary>
    public static ReadGathering After(ReadOutcome? earlier, TimeProvider time)
    {
        if (earlier is null || time.GetElapsedTime(earlier.EndedAt) > Closely)
        {
            return default;
        }

        var took = time.GetElapsedTime(earlier.RequestedAt, earlier.EndedAt);
        var wait = (took > Shortest ? took : Shortest) * Math.Pow(2, Math.Min(earlier.Generation, 10));
        return new(earlier.Generation + 1, wait < Longest ? wait : Longest);
    }
}
