using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>The connections to the proxy, in order.</summary>
internal sealed class ConnectionLog
{
    // Connections are added from any thread: the list and the signal change together.
    private readonly Lock gate = new();
    private ImmutableList<ProxiedConnection> connections = [];
    private TaskCompletionSource changed = NewSignal();

    public ImmutableList<ProxiedConnection> All
    {
        get
        {
            lock (gate)
            {
                return connections;
            }
        }
    }

    public void Add(ProxiedConnection connection)
    {
        lock (gate)
        {
            connections = connections.Add(connection);
            changed.SetResult();
            changed = NewSignal();
        }
    }

    public async Task WaitForAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (connections.Count >= count)
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>
/// A connection that asked the proxy for a host. <paramref name="Status"/> is the status of the response to CONNECT,
/// null when there was none.
/// </summary>
internal sealed record ProxiedConnection(string Host, int? Status);
