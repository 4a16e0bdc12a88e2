namespace Provider.Hosting;

/// <summary>The listener of a connection, which determines the requests that it may send.</summary>
// It is a feature of the connection: a client can choose a Host header or a path, but not the listener.
internal sealed class ListenerRole(ListenerKind kind)
{
    public ListenerKind Kind { get; } = kind;
}

/// <summary>The process's listeners.</summary>
internal enum ListenerKind
{
    Socket,

    Healthz,

    Metrics,
}
