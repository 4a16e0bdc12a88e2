using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Soak;

/// <summary>A pod until it is replaced, and its right to read.</summary>
internal sealed class SoakPod(WorkloadPod pod, IReadOnlyList<string> objects, bool isGranted, TimeProvider time)
{
    // A mount is checked by the right at its beginning: the right and its time change together.
    private readonly Lock gate = new();
    private bool isGranted = isGranted;
    private long since = time.GetTimestamp();

    public WorkloadPod Pod => pod;

    /// <summary>The objects of its volume, as <c>type/name</c>.</summary>
    public IReadOnlyList<string> Objects => objects;

    /// <summary>Whether it was mounted before, so that its next mount is rotation.</summary>
    public bool IsMounted { get; set; }

    /// <summary>Canceled when it is deleted.</summary>
    public CancellationTokenSource Deleted { get; } = new();

    public void Grant(bool value)
    {
        lock (gate)
        {
            (isGranted, since) = (value, time.GetTimestamp());
        }
    }

    /// <summary>Whether it may read, and since when.</summary>
    public (bool IsGranted, long Since) Right()
    {
        lock (gate)
        {
            return (isGranted, since);
        }
    }
}
