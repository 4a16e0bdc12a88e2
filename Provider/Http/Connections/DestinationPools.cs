namespace Provider.Http.Connections;

/// <summary>A connection pool for each destination, with a limit on idle connections over all of them.</summary>
// SocketsHttpHandler limits idle connections by time only, and a tenant can name any number of vaults: a connection
// costs about 80 KiB. Disposing of a handler is the only way to close its idle connections.
internal sealed class DestinationPools : HttpMessageHandler
{
    /// <summary>The most idle connections of the process to the cloud.</summary>
    public const int MostIdle = 64;

    private readonly Func<SocketsHttpHandler> create;
    private readonly AddressConnector connector;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Destination> destinations = new(StringComparer.OrdinalIgnoreCase);

    // The longest idle first.
    private readonly LinkedList<Destination> idle = [];

    public DestinationPools(Func<SocketsHttpHandler> create, AddressConnector connector) =>
        (this.create, this.connector) = (create, connector);

    public int IdleConnections
    {
        get
        {
            lock (gate)
            {
                return idle.Sum(destination => destination.Connections);
            }
        }
    }

    /// <summary>
    /// The most concurrent requests to a host: one for each connection, until a response has come over HTTP/2.
    /// </summary>
    public int MostRequests(string host)
    {
        lock (gate)
        {
            return destinations.TryGetValue(host, out var known) && known.IsMultiplexed ? int.MaxValue : MostIdle;
        }
    }

    /// <summary>Closes idle connections, the longest idle first.</summary>
    public int CloseIdle(int most = 0)
    {
        var victims = new List<Destination>();
        lock (gate)
        {
            while (idle.First is { } oldest
                && (idle.Count > most || idle.Sum(destination => destination.Connections) > most))
            {
                idle.RemoveFirst();
                destinations.Remove(oldest.Value.Authority);
                victims.Add(oldest.Value);
            }
        }

        var closed = victims.Sum(victim => victim.Connections);
        victims.ForEach(victim => victim.Dispose());
        return closed;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var caller = CallOwner.Namespace;
        var destination = Begin(request.RequestUri!, caller);
        try
        {
            var response = await destination.Pool.SendAsync(request, cancellationToken);
            destination.IsMultiplexed = response.Version.Major > 1;
            return response;
        }
        finally
        {
            End(destination, caller);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        lock (gate)
        {
            foreach (var destination in destinations.Values)
            {
                destination.Dispose();
            }

            destinations.Clear();
            idle.Clear();
        }
    }

    private Destination Begin(Uri address, string caller)
    {
        Destination? destination;
        lock (gate)
        {
            if (!destinations.TryGetValue(address.Authority, out destination))
            {
                destinations[address.Authority] = destination = Create(address.Authority);
            }

            destination.Requests++;
            if (destination.IdleNode is { } place)
            {
                idle.Remove(place);
                destination.IdleNode = null;
            }
        }

        destination.Callers.Add(caller);
        return destination;
    }

    private void End(Destination destination, string caller)
    {
        destination.Callers.Remove(caller);
        lock (gate)
        {
            if (--destination.Requests > 0 || !destinations.ContainsKey(destination.Authority))
            {
                return;
            }

            destination.IdleNode = idle.AddLast(destination);
        }

        CloseIdle(MostIdle);
    }

    private Destination Create(string authority)
    {
        var handler = create();
        var destination = new Destination(authority) { Pool = new HttpMessageInvoker(new BoundedBodyHandler(handler)) };
        handler.ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = await connector.ConnectAsync(context.DnsEndPoint, destination.Callers, cancellationToken);
            destination.Opened();
            return new CountedConnection(socket, destination.Closed);
        };
        return destination;
    }
}
