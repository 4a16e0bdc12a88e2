namespace Provider.Http.Connections;

/// <summary>The namespaces that have requests in flight to one destination.</summary>
// Requests share connections, so the request that started a connection is rarely the only one that waits for it: the
// work to open it counts for every namespace in this set.
internal sealed class Callers
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> requests = new(StringComparer.Ordinal);
    private readonly List<Action<string>> followers = [];

    public void Add(string caller)
    {
        Action<string>[] notified;
        lock (gate)
        {
            var count = requests.GetValueOrDefault(caller);
            requests[caller] = count + 1;
            notified = count == 0 ? [.. followers] : [];
        }

        foreach (var follower in notified)
        {
            follower(caller);
        }
    }

    public void Remove(string caller)
    {
        lock (gate)
        {
            if (--requests[caller] == 0)
            {
                requests.Remove(caller);
            }
        }
    }

    /// <summary>Reports the current namespaces, and each later one until the result is disposed of.</summary>
    public IDisposable Follow(Action<string> follower)
    {
        string[] now;
        lock (gate)
        {
            followers.Add(follower);
            now = requests.Count > 0 ? [.. requests.Keys] : [""];
        }

        foreach (var caller in now)
        {
            follower(caller);
        }

        return new Following(this, follower);
    }

    private sealed class Following(Callers callers, Action<string> follower) : IDisposable
    {
        public void Dispose()
        {
            lock (callers.gate)
            {
                callers.followers.Remove(follower);
            }
        }
    }
}
