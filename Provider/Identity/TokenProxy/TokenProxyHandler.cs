using Provider.Http;
using Provider.Http.Connections;

namespace Provider.Identity.TokenProxy;

/// <summary>Sends a request to the token proxy: below the proxy's path, with the original host as header.</summary>
internal sealed class TokenProxyHandler : DelegatingHandler
{
    private readonly Uri proxy;
    private readonly Callers callers = new();

    public TokenProxyHandler(Uri proxy, Func<Callers, CancellationToken, ValueTask<Stream>> connect)
    {
        this.proxy = proxy;
        var handler = Transports.NodeHandler();
        handler.ConnectCallback = (_, cancellationToken) => connect(callers, cancellationToken);
        // Short, so that a connection made under authorities that have been replaced does not last.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        InnerHandler = new BoundedBodyHandler(handler);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var original = request.RequestUri!;
        request.Headers.Host = original.Authority;
        request.RequestUri = new Uri(proxy.GetLeftPart(UriPartial.Path).TrimEnd('/') + original.PathAndQuery);
        var caller = CallOwner.Namespace;
        callers.Add(caller);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            callers.Remove(caller);
        }
    }
}
