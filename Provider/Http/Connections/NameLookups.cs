using System.Net;
using System.Net.Sockets;
using Provider.Sharing;

namespace Provider.Http.Connections;

/// <summary>
/// Resolves host names on dedicated threads: getaddrinfo(3) blocks while name servers do not respond.
/// </summary>
// A name is looked up once at a time, for all requests that wait for it. It is queued once for each namespace that
// waits for it: a namespace with many names that time out does not delay others, even if they request the same name.
internal sealed class NameLookups(Func<string, IPAddress[]> resolve)
{
    /// <summary>The most look-ups at once; one namespace has at most half of the threads.</summary>
    public const int Threads = 8;

    // The resolver of glibc needs less than 100 KiB.
    private const int StackBytes = 256 * 1024;

    private readonly WeightedSemaphore threads = new(Threads);

    // Joining, leaving and the end of a look-up must see one state.
    private readonly Lock gate = new();
    private readonly Dictionary<string, Lookup> pending = new(StringComparer.OrdinalIgnoreCase);

#pragma warning disable RS0030 // The only place that blocks a thread with a look-up, and the thread is its own.
    public static NameLookups OfSystem() => new(Dns.GetHostAddresses);
#pragma warning restore RS0030

    /// <summary>The addresses of a name, in the resolver's order.</summary>
    /// <exception cref="SocketException">The name does not resolve.</exception>
    public async Task<IPAddress[]> ResolveAsync(string name, Callers callers, CancellationToken cancellationToken)
    {
        var lookup = Join(name);
        try
        {
            using var following = callers.Follow(caller => Enqueue(lookup, caller));
            return await lookup.Addresses.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(lookup);
        }
    }

    private Lookup Join(string name)
    {
        lock (gate)
        {
            if (!pending.TryGetValue(name, out var lookup))
            {
                pending[name] = lookup = new Lookup(name);
            }

            lookup.Waiting++;
            return lookup;
        }
    }

    private void Leave(Lookup lookup)
    {
        lock (gate)
        {
            if (--lookup.Waiting > 0 || lookup.HasStarted)
            {
                return;
            }

            pending.Remove(lookup.Name);
        }

        lookup.LeaveQueue();
    }

    private void Enqueue(Lookup lookup, string caller)
    {
        lock (gate)
        {
            if (lookup.HasStarted || !lookup.Queued.Add(caller))
            {
                return;
            }
        }

        _ = StartAsync(lookup, caller);
    }

    // Never fails: requests get the result or the error of the look-up.
    private async Task StartAsync(Lookup lookup, string caller)
    {
        IDisposable permit;
        try
        {
            permit = await threads.WaitAsync(caller, 1, lookup.QueueEnds);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (gate)
        {
            if (lookup.HasStarted || lookup.Waiting == 0)
            {
                permit.Dispose();
                return;
            }

            lookup.HasStarted = true;
        }

        lookup.LeaveQueue();
        StartThread(lookup, permit);
    }

    private void StartThread(Lookup lookup, IDisposable permit)
    {
        try
        {
            new Thread(() => Run(lookup, permit), StackBytes) { IsBackground = true, Name = "dns" }.Start();
        }
        catch (Exception error) when (error is OutOfMemoryException or ThreadStartException)
        {
            // The system has no thread left.
            End(lookup, permit, new SocketException((int)SocketError.TryAgain));
        }
    }

    private void Run(Lookup lookup, IDisposable permit)
    {
        try
        {
            var addresses = resolve(lookup.Name);
            End(lookup, permit, addresses.Length > 0 ? null : new SocketException((int)SocketError.HostNotFound),
                addresses);
        }
#pragma warning disable CA1031 // An exception on this thread would end the process; it belongs to whoever waits.
        catch (Exception error)
#pragma warning restore CA1031
        {
            End(lookup, permit, error);
        }
    }

    private void End(Lookup lookup, IDisposable permit, Exception? error, IPAddress[]? addresses = null)
    {
        lock (gate)
        {
            pending.Remove(lookup.Name);
        }

        permit.Dispose();
        if (error is null)
        {
            lookup.Addresses.SetResult(addresses!);
        }
        else
        {
            lookup.Addresses.SetException(error);
            // Observed here, in case no request waits any more.
            _ = lookup.Addresses.Task.Exception;
        }
    }

#pragma warning disable CA1001 // The source has no timer and no wait handle, so there is nothing to release.
    private sealed class Lookup(string name)
#pragma warning restore CA1001
    {
        private readonly CancellationTokenSource queueEnds = new();

        public string Name => name;

        public HashSet<string> Queued { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<IPAddress[]> Addresses { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken QueueEnds => queueEnds.Token;

        public int Waiting { get; set; }

        public bool HasStarted { get; set; }

        // Dropped from the queues of the other namespaces once it is done, or no request waits for it.
        public void LeaveQueue() => queueEnds.Cancel();
    }
}
