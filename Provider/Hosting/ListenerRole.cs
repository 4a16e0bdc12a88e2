namespace Provider.Hosting;

/// <summary>Which of the process's listeners a connection came in by, and so what may be asked on it.</summary>
// It is a feature of the connection: a Host header or a path can claim anything, the listener cannot.
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
