using System.Net;
using Azure.Core.Pipeline;
using Provider.Http.Proxies;

namespace Provider.Http;

/// <summary>The process's two connection pools: one to the cloud, one to the node's own identity endpoints.</summary>
internal sealed class Transports : IDisposable
{
    private readonly HttpClient cloud;
    private readonly HttpClient node;

    /// <summary>Pools over the given handlers.</summary>
    /// <param name="cloud">To vaults and Entra: through the operator's proxy.</param>
    /// <param name="node">To NMI and IMDS: never through a proxy.</param>
    public Transports(SocketsHttpHandler cloud, SocketsHttpHandler node)
    {
        this.cloud = Client(cloud.Proxy is { } proxy ? new ProxyFailureHandler(cloud, proxy) : cloud);
        this.node = Client(node);
        Cloud = new HttpClientTransport(this.cloud);
        Node = new HttpClientTransport(this.node);
    }

    /// <summary>To vaults and Entra.</summary>
    public HttpPipelineTransport Cloud { get; }

    /// <summary>To NMI and IMDS.</summary>
    public HttpPipelineTransport Node { get; }

    /// <summary>Pools as a process on Linux has them: proxy and trusted authorities from the environment.</summary>
    /// <exception cref="InvalidProxyException">The environment names a proxy by a malformed address.</exception>
    public static Transports FromEnvironment() =>
        new(CloudHandler(EnvironmentProxy.Read(Environment.GetEnvironmentVariable)), NodeHandler());

    /// <summary>A handler for calls to the cloud.</summary>
    public static SocketsHttpHandler CloudHandler(IWebProxy? proxy = null) => new()
    {
        Proxy = proxy,
        AllowAutoRedirect = false,
        UseCookies = false,
        // Nobody outside is told of our traces.
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // Longer than the 75 s between two rotations, so that a re-mount finds its connection open.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(150),
        // Short enough to follow a change of DNS, such as a private endpoint that was added.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        // A router on the way may forget a connection without a word. All calls share it, and each further one would wait in vain:
        // while one waits, the other side is asked whether it is there (RFC 9113, section 6.7).
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = TimeSpan.FromSeconds(5),
        // Longer than a processor limit ever keeps an answer waiting that has come.
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 64,
        EnableMultipleHttp2Connections = true,
        SslOptions = { RemoteCertificateValidationCallback = ServerCertificate.Check },
    };

    /// <summary>A handler for calls to the node's own identity endpoints.</summary>
    /// <remarks>.NET sends loopback requests through <c>http_proxy</c> too, and a proxy must never see these tokens.</remarks>
    public static SocketsHttpHandler NodeHandler()
    {
        var handler = CloudHandler();
        handler.UseProxy = false;
        return handler;
    }

    /// <summary>A client over a handler, which is disposed of with it.</summary>
    /// <param name="handler">The handler that makes the calls.</param>
    /// <remarks>The time of a call is bounded by its mount, not by the client.</remarks>
    public static HttpClient Client(HttpMessageHandler handler) =>
        new(new BoundedBodyHandler(new SharedConnectionHandler(handler))) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public void Dispose()
    {
        cloud.Dispose();
        node.Dispose();
    }
}
