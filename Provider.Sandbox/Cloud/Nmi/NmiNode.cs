using Provider.Sandbox.Cloud.Network;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>NMI's states on the node: not running, running without identities, running with them.</summary>
internal sealed class NmiNode(NmiService service, RequestDelegate handle, TimeProvider time) : IAsyncDisposable
{
    private readonly LoopbackServer server = new(handle);

    /// <summary>
    /// Its address, the same whenever it is started; by number, since NMI accepts only callers from 127.0.0.1.
    /// </summary>
    public Uri Address => new($"http://127.0.0.1:{server.Port}");

    public bool IsRunning => server.IsListening;

    /// <summary>Starts it; until then connections are refused.</summary>
    public Task StartAsync() => server.StartListeningAsync(CancellationToken.None);

    /// <summary>Stops it, as in an update: connections are refused.</summary>
    public Task StopAsync() => server.StopListeningAsync();

    /// <summary>
    /// The first use of an identity on a node, shortened: NMI does not run, then runs without the identity, then has
    /// it.
    /// </summary>
    public async Task AssignAfterAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        service.HasBindings = false;
        await StopAsync();
        await Task.Delay(delay / 3, time, cancellationToken);
        await StartAsync();
        await Task.Delay(delay * 2 / 3, time, cancellationToken);
        service.HasBindings = true;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
