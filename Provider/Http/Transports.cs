using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Provider.Http.Connections;
using Provider.Http.Proxies;
using Provider.Http.Trust;

namespace Provider.Http;

/// <summary>The process's two connection pools: one to the cloud, one to the node's own identity endpoints.</summary>
internal sealed class Transports : IDisposable
{
    private readonly HttpClient cloud;
    private readonly HttpClient node;
    private readonly IWebProxy? proxy;

    /// <summary>One handler a destination. <c>node</c>: makes handlers for NMI and IMDS, without a proxy.</summary>
    public Transports(
        Func<SocketsHttpHandler> cloud, Func<SocketsHttpHandler> node, NameLookups lookups, IWebProxy? proxy = null)
    {
        this.proxy = proxy;
        Connector = new AddressConnector(lookups, TimeProvider.System);
        CloudPools = new DestinationPools(cloud, Connector);
        this.cloud = Client(proxy is null ? CloudPools : new ProxyFailureHandler(CloudPools, proxy));
        this.node = Client(new DestinationPools(node, Connector));
        Cloud = new HttpClientTransport(this.cloud);
        Node = new HttpClientTransport(this.node);
    }

    /// <summary>Opens the connections of the process that do not belong to a pool.</summary>
    public AddressConnector Connector { get; }

    public DestinationPools CloudPools { get; }

    /// <summary>The authorities of the environment; null where .NET's own are used.</summary>
    public TrustRoots? Roots { get; init; }

    /// <summary>To vaults and Entra.</summary>
    public HttpPipelineTransport Cloud { get; }

    /// <summary>To NMI and IMDS.</summary>
    public HttpPipelineTransport Node { get; }

    /// <summary>Pools as a process on Linux has them: proxy and trusted authorities from the environment.</summary>
    /// <exception cref="InvalidProxyException">The environment names a proxy by a malformed address.</exception>
    public static Transports FromEnvironment()
    {
        var proxy = EnvironmentProxy.Read(Environment.GetEnvironmentVariable);
        var roots = new TrustRoots(TrustLocations.Read(Environment.GetEnvironmentVariable), TimeProvider.System);
        return new Transports(() => CloudHandler(proxy, roots), NodeHandler, NameLookups.OfSystem(), proxy)
        {
            Roots = roots,
        };
    }

    /// <summary>A client for the traces' collector, with the proxy and authorities of calls to the cloud.</summary>
    public HttpClient Collector()
    {
        var handler = CloudHandler(proxy, Roots);
        // Without one .NET would read the environment in its own way, plain HTTP included.
        handler.UseProxy = proxy is not null;
        handler.MaxResponseHeadersLength = 16;
        var callers = new Callers();
        handler.ConnectCallback = async (context, cancellationToken) =>
            new NetworkStream(
                await Connector.ConnectAsync(context.DnsEndPoint, callers, cancellationToken), ownsSocket: true);
        return new HttpClient(handler);
    }

    public static SocketsHttpHandler CloudHandler(IWebProxy? proxy = null, TrustRoots? roots = null) => new()
    {
        Proxy = proxy,
        AllowAutoRedirect = false,
        UseCookies = false,
        // Trace headers are not sent to other parties.
        ActivityHeadersPropagator = null,
        // The look-up, 10 s at most for TCP, and TLS: a silent name server takes 5 s before the next one is asked
        // (resolv.conf(5)).
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // Over HTTP/1.1 each call has a connection of its own: one destination has at most as many as may stay idle.
        MaxConnectionsPerServer = DestinationPools.MostIdle,
        // Longer than the 75 s between two rotations, so that a re-mount finds its connection open.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(150),
        // Short enough to follow a change of DNS, such as a private endpoint that was added.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        // A router may drop a connection's state silently. All calls share the connection, and each further one would
        // wait in vain: while a call waits, PING frames check the other side (RFC 9113, section 6.7).
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = TimeSpan.FromSeconds(5),
        // Longer than a processor limit delays a response that has arrived.
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 64,
        EnableMultipleHttp2Connections = true,
        SslOptions =
        {
            CertificateChainPolicy = roots is null ? ServerCertificate.ChainPolicy() : TrustRoots.Policy(),
            RemoteCertificateValidationCallback = roots is null ? ServerCertificate.Check : roots.Check,
        },
    };

    // .NET sends loopback requests through http_proxy too, and a proxy must never see these tokens.
    public static SocketsHttpHandler NodeHandler()
    {
        var handler = CloudHandler();
        handler.UseProxy = false;
        return handler;
    }

    /// <summary>A client over a handler, which is disposed of with it.</summary>
    // The time of a call is bounded by its mount, not by the client.
    public static HttpClient Client(HttpMessageHandler handler) =>
        new(new SharedConnectionHandler(handler)) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose()
    {
        cloud.Dispose();
        node.Dispose();
    }
}
