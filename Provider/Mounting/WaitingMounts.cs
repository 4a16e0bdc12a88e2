using Provider.Model;

namespace Provider.Mounting;

/// <summary>The mounts that have not begun to read their vault, limited by namespace.</summary>
// The driver sends all mounts through one connection, and a mount that waits takes up one of its streams.
internal sealed class WaitingMounts
{
    /// <summary>The most of one namespace while mounts of another one wait.</summary>
    public const int MostBesideOthers = 200;

    /// <summary>The most of one namespace; the connection has twice as many streams.</summary>
    public const int Most = 2_000;

    // Mounts are added and removed on any thread.
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> waiting = new(StringComparer.Ordinal);

    /// <exception cref="MountException">Too many mounts of the namespace wait.</exception>
    public IDisposable Enter(string podNamespace)
    {
        lock (gate)
        {
            var own = waiting.GetValueOrDefault(podNamespace);
            var most = waiting.Count - (own > 0 ? 1 : 0) > 0 ? MostBesideOthers : Most;
            if (own >= most)
            {
                throw new MountException(
                    ErrorCodes.TooManyMounts,
                    $"{own} mounts of the namespace {Quoted.Text(podNamespace)} wait on this node, and no more than "
                    + $"{most} may");
            }

            waiting[podNamespace] = own + 1;
        }

        return new Place(this, podNamespace);
    }

    private void Leave(string podNamespace)
    {
        lock (gate)
        {
            if (--waiting[podNamespace] == 0)
            {
                waiting.Remove(podNamespace);
            }
        }
    }

    private sealed class Place(WaitingMounts mounts, string podNamespace) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                mounts.Leave(podNamespace);
            }
        }
    }
}
